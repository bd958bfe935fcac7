package traps

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	httptrigger "github.com/argoproj/argo-events/pkg/sensors/triggers/http"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	"go.uber.org/zap"
)

// The defects that ValidateSensor refuses, of those tried.
func TestRefused(t *testing.T) {
	for difference, want := range map[string]string{
		`dependency: {filters: {data: [{path: body.action, type: string, comparator: "~", value: [x]}]}}`:    "comparator ~ not supported",
		`trigger: {dlqTrigger: {atLeastOnce: true, template: {name: dlq, log: {}}}}`:                         "to use dlqTrigger, trigger.atLeastOnce must be set to true",
		`dependency: {filters: {time: {start: "08:00:00", stop: "18:00:00", timezone: Europe/Atlantis}}}`:    "invalid timezone 'Europe/Atlantis': unknown time zone Europe/Atlantis",
		`trigger: {template: {conditionsReset: [{byTime: {cron: "0 0 * * *", timezone: Europe/Atlantis}}]}}`: `invalid timezone "Europe/Atlantis"`,
	} {
		t.Run(want, func(t *testing.T) { expect(t, difference, validation(given(t, difference)), want) })
	}
}

// The defects that it accepts, and what they do.
func TestLetThrough(t *testing.T) {
	for _, defect := range []struct {
		name, difference string
		effect           func(*testing.T, *v1alpha1.Sensor) string
		want             string
	}{
		{"unknown field", `dependency: {filter: {data: [{path: body.action, type: string, value: [deleted]}]}}`, onEvent,
			passed},
		{"invalid RE2 in a filter", `dependency: {filters: {data: [{path: body.action, type: string, value: ["(?!x)"]}]}}`, onEvent,
			"dropped: data filter error (error parsing regexp: invalid or unsupported Perl syntax: `(?!`)"},
		{"filter type String", `dependency: {filters: {data: [{path: body.action, type: String, value: [created]}]}}`, onEvent,
			"dropped: data filter error (unsupported JSON type 'String')"},
		{"number filter on abc", `dependency: {filters: {data: [{path: body.issue.number, type: number, value: [abc]}]}}`, onEvent,
			`dropped: data filter error (strconv.ParseFloat: parsing "abc": invalid syntax)`},
		{"(a number filter on text in the event)", `dependency: {filters: {data: [{path: body.action, type: number, value: ["0"]}]}}`, onEvent,
			passed}, // text counts as 0
		{">= on strings", `dependency: {filters: {data: [{path: body.action, type: string, comparator: ">=", value: [created]}]}}`, onEvent,
			dropped},
		{"expr syntax", `dependency: {filters: {exprs: [{expr: "a ==", fields: [{name: a, path: body.action}]}]}}`, onEvent,
			"dropped: expr filter error (Unexpected end of expression)"},
		{"expr field with a dot", `dependency: {filters: {exprs: [{expr: "a.b == 'x'", fields: [{name: a.b, path: body.action}]}]}}`, onEvent,
			"dropped: expr filter error (Unable to access unexported field 'b' in token 'a.b')"},
		{"Lua syntax", `dependency: {filters: {script: "return event.body. =="}}`, onEvent,
			"dropped: <string> line:1(column:21) near '==':   syntax error\n"},
		{"jq syntax", `dependency: {transform: {jq: ".body |"}}`, onEvent,
			"dropped: unexpected EOF"},
		{"conditions naming no dependency", `trigger: {template: {conditions: comments}}`, onStart,
			"unknown name comments (1:1)\n | comments\n | ^"},
		{"conditions syntax", `trigger: {template: {conditions: "comment &&"}}`, onStart,
			"unexpected token EOF (1:18)\n | comment  + \"&&\" + \n | .................^"},
		{"duplicate dependency names", `spec: {dependencies: [{name: comment, eventSourceName: github, eventName: first}, {name: comment, eventSourceName: github, eventName: second}]}`, onStart,
			"subscribes to second"},
		{"no trigger type", `trigger: {template: {k8s: null}}`, onTriggerType,
			"invalid trigger act, could not find an implementation"},
		{"two trigger types", `trigger: {template: {http: {url: "http://localhost:1"}}}`, onTrigger,
			"POST /api/v1/namespaces/agents/configmaps"},
		{"parameter from an unknown dependency", `trigger: {template: {k8s: {parameters: [{src: {dependencyName: coment, dataKey: body.action}, dest: data.action}]}}}`, onTrigger,
			"POST /api/v1/namespaces/agents/configmaps"},
		{"dataTemplate syntax", `trigger: {template: {k8s: {parameters: [{src: {dependencyName: comment, dataTemplate: "{{ .Input.body.action"}, dest: data.a}]}}}`, onTrigger,
			"unable to resolve 'comment' parameter value. err: template: param:1: unclosed action"},
		{"unknown template function", `trigger: {template: {k8s: {parameters: [{src: {dependencyName: comment, dataTemplate: "{{ regexFindd .Input.body.action }}"}, dest: data.a}]}}}`, onTrigger,
			`unable to resolve 'comment' parameter value. err: template: param:1: function "regexFindd" not defined`},
		{"retryStrategy without atLeastOnce", `trigger: {retryStrategy: {steps: 3, duration: 1ns}}`, onFailure,
			"1 attempt(s), seen as done"},
		{"(the same with it)", `trigger: {atLeastOnce: true, retryStrategy: {steps: 3, duration: 1ns}}`, onFailure,
			"3 attempt(s), failed after retries: " + refusal},
		{"factor in an object", `trigger: {atLeastOnce: true, retryStrategy: {steps: 3, duration: 1ns, factor: {value: 2}}}`, onFailure,
			`0 attempt(s), invalid backoff configuration, invalid factor, strconv.ParseFloat: parsing "{\"value\":2}": invalid syntax`},
		{"duration: soon", `trigger: {atLeastOnce: true, retryStrategy: {steps: 3, duration: soon}}`, onFailure,
			`0 attempt(s), invalid backoff configuration, time: invalid duration "soon"`},
		{"retryStrategy inside template", `trigger: {atLeastOnce: true, template: {retryStrategy: {steps: 3, duration: 1ns}}}`, onFailure,
			"1 attempt(s), failed after retries: " + refusal},
		{"dlq named like its trigger", `trigger: {atLeastOnce: true, template: {k8s: null, http: {url: x, timeout: 1}}, dlqTrigger: {atLeastOnce: true, template: {name: act, http: {url: x, timeout: 2}}}}`, onClients,
			"timeouts 1s 1s, one client: true"},
		{"k8s source without resource", `trigger: {template: {k8s: {source: {resource: null}}}}`, onResource,
			"unknown artifact location"},
		{"labelSelector on a delete", `trigger: {template: {k8s: {operation: delete, labelSelector: {matchLabels: {a: b}}}}}`, onTrigger,
			"GET /api/v1/namespaces/agents/configmaps/made"}, // and it is not there
		{"HTTP without policy", `trigger: {atLeastOnce: true, template: {k8s: null, http: {url: x}}}`, onServerError,
			"1 attempt(s), seen as done"},
		{"rateLimit.unit: sec", `trigger: {rateLimit: {unit: sec, requestsPerUnit: 5}}`, onRateLimit,
			"5 in 1s"},
		{"(the same as minute)", `trigger: {rateLimit: {unit: minute, requestsPerUnit: 5}}`, onRateLimit,
			"5 in 1s"},
		{"(the same as Minute)", `trigger: {rateLimit: {unit: Minute, requestsPerUnit: 5}}`, onRateLimit,
			"5 in 1m0s"},
	} {
		t.Run(defect.name, func(t *testing.T) {
			sensor := given(t, defect.difference)
			expect(t, "validation", validation(sensor), accepted)
			expect(t, "effect", defect.effect(t, sensor), defect.want)
		})
	}
}

func onEvent(t *testing.T, sensor *v1alpha1.Sensor) string {
	return judgement(t, sensor, event(t, ""))
}

// onStart is what keeps the trigger from starting, for as long as the sensor runs.
func onStart(_ *testing.T, sensor *v1alpha1.Sensor) string {
	dependencies, err := start(sensor)
	if err != nil {
		return err.Error()
	}
	var names []string
	for _, dependency := range dependencies {
		names = append(names, dependency.EventName)
	}
	return "subscribes to " + strings.Join(names, ", ")
}

// onTrigger is the error of the one attempt, or what it asked of the API server.
func onTrigger(t *testing.T, sensor *v1alpha1.Sensor) string {
	cluster := newCluster(t)
	done := fire(t, sensor, cluster, from(event(t, "")))
	if done.Main[0] != "" {
		return done.Main[0]
	}
	return strings.Join(cluster.requests(), ", ")
}

// onTriggerType tells the end of GetTrigger and of triggerOne anew (pkg/sensors): there is nothing to carry out.
func onTriggerType(t *testing.T, sensor *v1alpha1.Sensor) string {
	template := sensor.Spec.Triggers[0].Template
	expect(t, "template", asJSON(t, template), `{"name":"act"}`)
	return fmt.Sprintf("invalid trigger %s, could not find an implementation", template.Name)
}

func onResource(_ *testing.T, sensor *v1alpha1.Sensor) string {
	_, err := triggers.FetchKubernetesResource(sensor.Spec.Triggers[0].Template.K8s.Source)
	text, _, _ := strings.Cut(message(err), ":")
	return text
}

// onFailure is how often a trigger is tried that fails, and what the engine makes of it.
func onFailure(t *testing.T, sensor *v1alpha1.Sensor) string {
	sensor.Spec.Triggers[0].Policy = &v1alpha1.TriggerPolicy{Status: &v1alpha1.StatusPolicy{Allow: []int32{http.StatusOK}}}
	return onServerError(t, sensor)
}

func onServerError(t *testing.T, sensor *v1alpha1.Sensor) string {
	template := sensor.Spec.Triggers[0].Template
	template.K8s, template.HTTP = nil, &v1alpha1.HTTPTrigger{URL: newWeb(t, http.StatusInternalServerError).URL}
	done := fire(t, sensor, nil, from(event(t, "")))
	seen := done.Failed
	if seen == "" {
		seen = "seen as done"
	}
	return fmt.Sprintf("%d attempt(s), %s", len(done.Main), seen)
}

// onClients is which HTTP client a trigger and its dlqTrigger get: the engine keeps one for each name, and so it keeps limiters.
func onClients(t *testing.T, sensor *v1alpha1.Sensor) string {
	known := sharedutil.NewStringKeyedMap[*http.Client]()
	client := func(trigger *v1alpha1.Trigger) *http.Client {
		implementation, err := httptrigger.NewHTTPTrigger(known, sensor, trigger, zap.NewNop().Sugar())
		if err != nil {
			t.Fatal(err)
		}
		return implementation.Client
	}
	main, dlq := client(&sensor.Spec.Triggers[0]), client(sensor.Spec.Triggers[0].DlqTrigger)
	return fmt.Sprintf("timeouts %s %s, one client: %t", main.Timeout, dlq.Timeout, main == dlq)
}

// onRateLimit tells initRateLimiter anew (pkg/sensors/listener.go): it knows two words, and all others are seconds.
func onRateLimit(_ *testing.T, sensor *v1alpha1.Sensor) string {
	limit := sensor.Spec.Triggers[0].RateLimit
	duration := time.Second
	switch limit.Unit {
	case v1alpha1.Minute:
		duration = time.Minute
	case v1alpha1.Hour:
		duration = time.Hour
	}
	return fmt.Sprintf("%d in %s", limit.RequestsPerUnit, duration)
}
