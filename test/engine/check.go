package engine

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/Knetic/govaluate"
	"github.com/Masterminds/sprig/v3"
	"github.com/antonmedv/expr"
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/resource"
	"github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	"github.com/itchyny/gojq"
	"github.com/robfig/cron/v3"
	"github.com/yuin/gopher-lua/parse"
	batchv1 "k8s.io/api/batch/v1"
)

// findings gathers what is wrong with one object, each with the path to it.
type findings []string

func (f *findings) add(path string, err error) {
	if err != nil {
		*f = append(*f, fmt.Sprintf("%s: %s", path, err))
	}
}

// longestVariable is what Linux lets one environment variable of a new process be (MAX_ARG_STRLEN). A sensor's pod gets its whole
// object in one.
const longestVariable = 128 * 1024

// CheckSensor finds what ValidateSensor lets through and the running sensor then fails on, mostly in silence.
func CheckSensor(tree *Tree, sensor *v1alpha1.Sensor) []string {
	var found findings
	content, err := json.Marshal(sensor)
	found.add("the object", err)
	variable := len(v1alpha1.EnvVarSensorObject) + len("=") + base64.StdEncoding.EncodedLen(len(content)) + 1
	if variable > longestVariable {
		found.add("the object", fmt.Errorf("takes %d bytes as environment variable %s, the most is %d", variable, v1alpha1.EnvVarSensorObject, longestVariable))
	}
	names := map[string]bool{}
	for i := range sensor.Spec.Dependencies {
		dependency := &sensor.Spec.Dependencies[i]
		path := fmt.Sprintf("dependency %q", dependency.Name)
		if names[dependency.Name] {
			found.add(path, fmt.Errorf("is there twice, the last one counts"))
		}
		names[dependency.Name] = true
		if tree.EventType(sensor.Namespace, dependency.EventSourceName, dependency.EventName) == "" {
			found.add(path, fmt.Errorf("no rendered EventSource of namespace %q publishes %s / %s", sensor.Namespace, dependency.EventSourceName, dependency.EventName))
		}
		found.dependency(path, dependency)
	}
	for i := range sensor.Spec.Triggers {
		trigger := &sensor.Spec.Triggers[i]
		path := fmt.Sprintf("trigger %q", trigger.Template.Name)
		condition, err := NewCondition(sensor, trigger)
		found.add(path, err)
		if err == nil {
			found.trigger(path, trigger, condition)
		}
	}
	return found
}

func (f *findings) dependency(path string, dependency *v1alpha1.EventDependency) {
	if transform := dependency.Transform; transform != nil {
		f.add(path+", transform.jq", jqCompiles(transform.JQ))
		f.add(path+", transform.script", luaParses(transform.Script))
	}
	if dependency.Filters == nil {
		return
	}
	for _, filter := range dependency.Filters.Data {
		f.add(fmt.Sprintf("%s, data filter %q", path, filter.Path), dataFilterWorks(filter))
	}
	for _, filter := range dependency.Filters.Exprs {
		f.add(fmt.Sprintf("%s, expr filter %q", path, filter.Expr), exprFilterWorks(filter))
	}
	f.add(path+", script filter", luaParses(dependency.Filters.Script))
}

func jqCompiles(program string) error {
	if program == "" {
		return nil
	}
	query, err := gojq.Parse(program)
	if err != nil {
		return err
	}
	_, err = gojq.Compile(query) // finds functions and variables that do not exist; the engine does so at each event
	return err
}

func luaParses(script string) error {
	_, err := parse.Parse(strings.NewReader(script), "script")
	return err
}

// dataFilterWorks: with a value or comparator that its type cannot use, a filter refuses every event.
func dataFilterWorks(filter v1alpha1.DataFilter) error {
	if err := templateParses(filter.Template); err != nil {
		return err
	}
	equality := []v1alpha1.Comparator{v1alpha1.EmptyComparator, v1alpha1.EqualTo}
	if filter.Type == v1alpha1.JSONTypeString {
		equality = append(equality, v1alpha1.NotEqualTo)
	}
	if filter.Type != v1alpha1.JSONTypeNumber && !slices.Contains(equality, filter.Comparator) {
		return fmt.Errorf("comparator %q does nothing for type %q", filter.Comparator, filter.Type)
	}
	for _, value := range filter.Value {
		var err error
		switch filter.Type {
		case v1alpha1.JSONTypeBool:
			_, err = strconv.ParseBool(value)
		case v1alpha1.JSONTypeNumber:
			_, err = strconv.ParseFloat(value, 64)
		case v1alpha1.JSONTypeString:
			_, err = regexp.Compile(value)
		default:
			err = fmt.Errorf("type %q is not bool, number or string", filter.Type)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func exprFilterWorks(filter v1alpha1.ExprFilter) error {
	var fields []string
	for _, field := range filter.Fields {
		if strings.Contains(field.Name, ".") {
			return fmt.Errorf("field name %q: a dot reads a member of a variable", field.Name)
		}
		fields = append(fields, field.Name)
	}
	expression, err := govaluate.NewEvaluableExpression(filter.Expr)
	if err != nil {
		return err
	}
	for _, name := range expression.Vars() {
		if !slices.Contains(fields, name) {
			return fmt.Errorf("%q is not among the fields %q", name, fields)
		}
	}
	return nil
}

func templateParses(text string) error {
	_, err := template.New("").Funcs(sprig.FuncMap()).Parse(text)
	return err
}

// trigger checks a trigger and its dlqTrigger, which acts on the same events.
func (f *findings) trigger(path string, trigger *v1alpha1.Trigger, condition *Condition) {
	f.add(path, oneKind(trigger.Template))
	for _, parameter := range Parameters(trigger) {
		at := fmt.Sprintf("%s, parameter %q", path, parameter.Dest)
		if !slices.Contains(condition.Dependencies, parameter.Src.DependencyName) {
			f.add(at, fmt.Errorf("dependency %q is not in the trigger's condition, the engine skips the parameter", parameter.Src.DependencyName))
		}
		f.add(at, templateParses(parameter.Src.DataTemplate))
		f.add(at, templateParses(parameter.Src.ContextTemplate))
	}
	if retry := trigger.RetryStrategy; retry != nil {
		_, err := sharedutil.Convert2WaitBackoff(retry)
		f.add(path+", retryStrategy", err)
		if !trigger.AtLeastOnce {
			f.add(path+", retryStrategy", fmt.Errorf("does nothing without atLeastOnce"))
		}
	}
	if limit := trigger.RateLimit; limit != nil {
		units := []v1alpha1.RateLimiteUnit{"", v1alpha1.Second, v1alpha1.Minute, v1alpha1.Hour}
		if !slices.Contains(units, limit.Unit) {
			f.add(path+", rateLimit", fmt.Errorf("unit %q counts as Second, only %q are known", limit.Unit, units[1:]))
		}
	}
	if k8s := trigger.Template.K8s; k8s != nil {
		err := selfContained(k8s.Source)
		if err == nil {
			_, err = triggers.FetchKubernetesResource(k8s.Source)
		}
		f.add(path+", k8s.source", err)
	}
	if request := trigger.Template.HTTP; request != nil {
		f.add(path+", http.url", urlWorks(request))
		for _, parameter := range slices.Concat(request.Payload, request.DynamicHeaders) {
			if name := parameter.Src.DependencyName; parameter.Src.Value == nil && !condition.Needs(name) {
				f.add(fmt.Sprintf("%s, parameter %q", path, parameter.Dest), fmt.Errorf("needs a default value: the trigger fires without %q too, and the engine then panics", name))
			}
		}
	}
	if trigger.DlqTrigger != nil {
		if trigger.DlqTrigger.Template.Name == trigger.Template.Name {
			f.add(path+", dlqTrigger", fmt.Errorf("has the trigger's name, they would share a rate limit and an HTTP client"))
		}
		f.trigger(path+", dlqTrigger", trigger.DlqTrigger, condition)
	}
}

// oneKind: the engine takes the first kind that it finds, and fails at each event when there is none.
func oneKind(template *v1alpha1.TriggerTemplate) error {
	content, err := json.Marshal(template)
	if err != nil {
		return err
	}
	fields := map[string]any{}
	if err := json.Unmarshal(content, &fields); err != nil {
		return err
	}
	for _, other := range []string{"name", "conditions", "conditionsReset"} {
		delete(fields, other)
	}
	if len(fields) != 1 {
		return fmt.Errorf("is of the kinds %q, and must be of one", slices.Sorted(maps.Keys(fields)))
	}
	return nil
}

func urlWorks(request *v1alpha1.HTTPTrigger) error {
	if slices.ContainsFunc(request.Parameters, func(p v1alpha1.TriggerParameter) bool { return p.Dest == "url" }) {
		return nil // the event says where it goes
	}
	parsed, err := url.Parse(request.URL)
	if err != nil {
		return err
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return fmt.Errorf("%q is not http(s)://host/…", request.URL)
	}
	_, err = http.NewRequest(request.Method, request.URL, nil)
	return err
}

// CheckEventSource is the engine's own validation, and the texts that it does not parse.
func CheckEventSource(source *v1alpha1.EventSource) []string {
	var found findings
	found.add("the object", eventsource.ValidateEventSource(source.DeepCopy()))
	_, filters := eventsources.GetEventingServers(source, nil)
	for name, filter := range filters {
		_, err := expr.Compile(filter.Expression)
		found.add(fmt.Sprintf("event %q, filter", name), err)
	}
	for name, watched := range source.Spec.Resource {
		if watched.Filter == nil {
			continue
		}
		path := fmt.Sprintf("event %q, filter", name)
		_, err := resource.LabelSelector(watched.Filter.Labels)
		found.add(path, err)
		for _, field := range watched.Filter.Fields {
			_, err := regexp.Compile(field.Value)
			found.add(fmt.Sprintf("%s, field %q", path, field.Key), err)
		}
	}
	slices.Sort(found)
	return found
}

// CheckCronJob reads schedule and time zone with the parser that the CronJob controller uses.
func CheckCronJob(job *batchv1.CronJob) []string {
	var found findings
	_, err := cron.ParseStandard(job.Spec.Schedule)
	found.add("spec.schedule", err)
	if zone := job.Spec.TimeZone; zone != nil {
		_, err := time.LoadLocation(*zone)
		found.add("spec.timeZone", err)
	}
	return found
}
