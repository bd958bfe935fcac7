// Package imported has the engine judge `cdk8s-argo-events import`.
package imported

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/tidwall/sjson"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// want has the figures of docs/library/import.md.
const want = "129 objects: 31 have a part in the engine's own form, 12 are a Manifest"

type pair struct {
	File            string
	Given, Rendered json.RawMessage
	Kept            []string
}

// TestImported compares what the programs for the engine's own examples render with these examples: both as the engine decodes
// them. The file is written by scripts/test-engine.ts.
func TestImported(t *testing.T) {
	file := os.Getenv("IMPORTED")
	if file == "" {
		t.Skip("IMPORTED names no file: npm run test:engine writes it")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []pair
	if err := json.Unmarshal(content, &pairs); err != nil {
		t.Fatal(err)
	}
	compared, partly, whole := 0, 0, 0
	for _, one := range pairs {
		var head metav1.TypeMeta
		if err := json.Unmarshal(one.Given, &head); err != nil {
			t.Fatal(err)
		}
		given, rendered := objectOf(head.Kind), objectOf(head.Kind)
		if given == nil {
			continue
		}
		compared++
		switch {
		case len(one.Kept) == 1 && one.Kept[0] == "":
			whole++
		case len(one.Kept) > 0:
			partly++
		}
		name := fmt.Sprintf("%s %s", one.File, head.Kind)
		errGiven, errRendered := json.Unmarshal(one.Given, given), json.Unmarshal(one.Rendered, rendered)
		if (errGiven == nil) != (errRendered == nil) {
			t.Errorf("%s: the engine decodes one of both: %v, %v", name, errGiven, errRendered)
			continue
		}
		normalize(t, given)
		normalize(t, rendered)
		if !equality.Semantic.DeepEqual(given, rendered) {
			a, _ := json.Marshal(given)
			b, _ := json.Marshal(rendered)
			t.Errorf("%s:\n%s\n%s", name, a, b)
		}
	}
	found := fmt.Sprintf("%d objects: %d have a part in the engine's own form, %d are a Manifest", compared, partly, whole)
	if found != want {
		t.Errorf("%s; want %s. Change the figures here and in docs/library/import.md", found, want)
	}
}

func objectOf(kind string) any {
	switch kind {
	case "Sensor":
		return &v1alpha1.Sensor{}
	case "EventSource":
		return &v1alpha1.EventSource{}
	case "EventBus":
		return &v1alpha1.EventBus{}
	}
	return nil
}

// normalize makes equal what the engine takes for the same.
func normalize(t *testing.T, object any) {
	t.Helper()
	switch one := object.(type) {
	case *v1alpha1.Sensor:
		one.Namespace = "argo-events"
		if one.Spec.EventBusName == "" {
			one.Spec.EventBusName = "default" // GetSensorEventBusName
		}
		var names []string
		for i := range one.Spec.Dependencies {
			dependency := &one.Spec.Dependencies[i]
			names = append(names, dependency.Name)
			if dependency.Transform != nil {
				dependency.Transform.JQ = strings.TrimSpace(dependency.Transform.JQ)
				dependency.Transform.Script = strings.TrimSpace(dependency.Transform.Script)
			}
			if dependency.Filters != nil {
				normalizeFilters(dependency.Filters)
			}
		}
		for i := range one.Spec.Triggers {
			normalizeTrigger(t, &one.Spec.Triggers[i], names)
		}
	case *v1alpha1.EventSource:
		one.Namespace = "argo-events"
		if one.Spec.EventBusName == "" {
			one.Spec.EventBusName = "default"
		}
		for name, source := range one.Spec.Github {
			// manageHooks reads these two, and it is called only with credentials.
			if source.APIToken == nil && source.GithubApp == nil {
				source.Active, source.ContentType = true, "json"
			}
			normalizeWebhook(source.Webhook)
			one.Spec.Github[name] = source
		}
		for _, source := range one.Spec.Gitlab {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.SNS {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.Slack {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.Stripe {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.StorageGrid {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.Bitbucket {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.BitbucketServer {
			normalizeWebhook(source.Webhook)
		}
		for _, source := range one.Spec.Gerrit {
			normalizeWebhook(source.Webhook)
		}
	case *v1alpha1.EventBus:
		one.Namespace = "argo-events"
	}
}

// Only the kind webhook looks at the method.
func normalizeWebhook(webhook *v1alpha1.WebhookContext) {
	if webhook != nil && webhook.Method == "" {
		webhook.Method = "POST"
	}
}

func normalizeFilters(filters *v1alpha1.EventDependencyFilter) {
	for i := range filters.Data {
		if filters.Data[i].Comparator == v1alpha1.EqualTo {
			filters.Data[i].Comparator = v1alpha1.EmptyComparator
		}
	}
	if filters.DataLogicalOperator == v1alpha1.AndLogicalOperator {
		filters.DataLogicalOperator = ""
	}
	if filters.ExprLogicalOperator == v1alpha1.AndLogicalOperator {
		filters.ExprLogicalOperator = ""
	}
	for i := range filters.Exprs {
		expr := &filters.Exprs[i]
		paths := map[string]bool{}
		for _, field := range expr.Fields {
			expr.Expr = regexp.MustCompile(`\b`+regexp.QuoteMeta(field.Name)+`\b`).ReplaceAllString(expr.Expr, "["+field.Path+"]")
			paths[field.Path] = true
		}
		expr.Fields = nil
		for path := range paths {
			expr.Fields = append(expr.Fields, v1alpha1.PayloadField{Path: path})
		}
		sort.Slice(expr.Fields, func(i, j int) bool { return expr.Fields[i].Path < expr.Fields[j].Path })
	}
}

var parentheses = regexp.MustCompile(`[()\s]`)

func normalizeTrigger(t *testing.T, trigger *v1alpha1.Trigger, names []string) {
	t.Helper()
	if trigger.Template == nil {
		return
	}
	template := trigger.Template
	// getDependencyExpression in pkg/sensors/listener.go.
	if template.Conditions == "" {
		template.Conditions = strings.Join(names, "&&")
	}
	// The parentheses mean nothing if there is one operator.
	if !strings.Contains(template.Conditions, "||") || !strings.Contains(template.Conditions, "&&") {
		template.Conditions = parentheses.ReplaceAllString(template.Conditions, "")
	}
	sortParameters(trigger.Parameters)
	if k8s := template.K8s; k8s != nil {
		if k8s.Operation == "" {
			k8s.Operation = v1alpha1.Create
		}
		fill(t, k8s.Source, k8s.Parameters)
		sortParameters(k8s.Parameters)
	}
	if workflow := template.ArgoWorkflow; workflow != nil {
		if workflow.Operation == "" {
			workflow.Operation = v1alpha1.Submit
		}
		fill(t, workflow.Source, workflow.Parameters)
		sortParameters(workflow.Parameters)
	}
	if http := template.HTTP; http != nil {
		if http.Method == "" {
			http.Method = "POST"
		}
		for _, parameter := range http.Parameters {
			if parameter.Dest == "url" {
				http.URL = ""
			}
		}
		sortParameters(http.Payload)
	}
	trigger.Template = withParameters(t, template, trigger.Parameters)
}

// withParameters writes one value into every field of the template that a parameter overwrites.
func withParameters(t *testing.T, template *v1alpha1.TriggerTemplate, parameters []v1alpha1.TriggerParameter) *v1alpha1.TriggerTemplate {
	t.Helper()
	content, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	filled := &v1alpha1.TriggerTemplate{}
	if err := json.Unmarshal(overwritten(t, content, parameters), filled); err != nil {
		t.Fatal(err)
	}
	return filled
}

func sortParameters(parameters []v1alpha1.TriggerParameter) {
	sort.SliceStable(parameters, func(i, j int) bool { return parameters[i].Dest < parameters[j].Dest })
}

// fill writes one value into every place that a parameter overwrites, as the engine does.
func fill(t *testing.T, source *v1alpha1.ArtifactLocation, parameters []v1alpha1.TriggerParameter) {
	t.Helper()
	if source == nil || source.Resource == nil {
		return
	}
	object := overwritten(t, source.Resource.Value, parameters)
	var plain any
	if err := json.Unmarshal(object, &plain); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	source.Resource.Value = sorted
}

func overwritten(t *testing.T, object []byte, parameters []v1alpha1.TriggerParameter) []byte {
	t.Helper()
	for _, parameter := range parameters {
		if parameter.Operation != v1alpha1.TriggerParameterOpNone && parameter.Operation != v1alpha1.TriggerParameterOpOverwrite {
			continue
		}
		filled, err := sjson.SetBytes(object, parameter.Dest, "from the event")
		if err != nil {
			t.Fatal(err)
		}
		object = filled
	}
	return object
}
