package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	batchv1 "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

func TestValid(t *testing.T) {
	tree := openTree(t)
	for _, sensor := range tree.Sensors {
		t.Run(sensor.Path, func(t *testing.T) {
			if err := ValidateSensor(tree, sensor.Value); err != nil {
				t.Fatal(err)
			}
			report(t, CheckSensor(tree, sensor.Value))
		})
	}
	for _, source := range tree.EventSources {
		t.Run(source.Path, func(t *testing.T) { report(t, CheckEventSource(source.Value)) })
	}
	for _, bus := range tree.EventBuses {
		t.Run(bus.Path, func(t *testing.T) {
			if err := eventbus.ValidateEventBus(bus.Value); err != nil {
				t.Error(err)
			}
		})
	}
	for _, object := range tree.Objects {
		if object.GetKind() != "CronJob" {
			continue
		}
		t.Run(object.Path, func(t *testing.T) {
			var job batchv1.CronJob
			if err := yaml.Unmarshal(object.Bytes, &job); err != nil {
				t.Fatal(err)
			}
			report(t, CheckCronJob(&job))
		})
	}
}

func report(t *testing.T, findings []string) {
	t.Helper()
	for _, finding := range findings {
		t.Error(finding)
	}
}

// sound is a sensor that works; each case below spoils one thing that ValidateSensor lets through.
const sound = `
metadata: {name: sound, namespace: here}
spec:
  dependencies:
    - name: comment
      eventSourceName: github
      eventName: issue_comment
      transform: {jq: .}
      filters:
        data: [{path: body.action, type: string, value: ["^created$"]}]
    - {name: other-comment, eventSourceName: github, eventName: issue_comment}
  triggers:
    - atLeastOnce: true
      retryStrategy: {steps: 3, factor: 2.0}
      template:
        name: act
        conditions: comment || other-comment
        http:
          url: https://example.com
          parameters: [{dest: url, src: {dependencyName: comment, dataTemplate: "{{ .Input.url }}"}}]
`

// soundTree renders the EventSource that the sound sensor listens to.
func soundTree(t *testing.T) *Tree {
	object := &Object{Path: "github.yaml", Bytes: []byte(`
apiVersion: argoproj.io/v1alpha1
kind: EventSource
metadata: {name: github, namespace: here}
spec: {github: {issue_comment: {}}}
`)}
	if err := yaml.Unmarshal(object.Bytes, &object.Object); err != nil {
		t.Fatal(err)
	}
	tree := &Tree{}
	if err := tree.decode(object); err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestCheckSensorFinds(t *testing.T) {
	tree := soundTree(t)
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing in a sound sensor": {"", "", ""},
		"jq syntax":                 {"jq: .", "jq: '.['", "unexpected EOF"},
		"an unknown jq function":    {"jq: .", "jq: nosuch(1)", "function not defined: nosuch/1"},
		"Lua syntax":                {"jq: .", "script: return return", "syntax error"},
		"a regular expression that RE2 does not know": {"^created$", "(?=x)", "invalid or unsupported Perl syntax"},
		"a filter type in upper case":                 {"type: string", "type: String", `type "String" is not`},
		"a number filter on text":                     {"type: string", "type: number", "invalid syntax"},
		"an order of strings":                         {"type: string", "comparator: '>=', type: string", `comparator ">=" does nothing`},
		"a filter template":                           {"type: string", "template: '{{', type: string", "unclosed action"},
		"a dot in the name of a field":                {"data: [", "exprs: [{expr: a.b == 1, fields: [{name: a.b, path: a}]}]\n        data: [", "a dot reads a member"},
		"an expression without its field":             {"data: [", "exprs: [{expr: b == 1, fields: [{name: a, path: a}]}]\n        data: [", `"b" is not among the fields`},
		"an event that nobody publishes":              {"eventName: issue_comment\n", "eventName: issue_coment\n", "publishes github / issue_coment"},
		"two dependencies of one name":                {"name: other-comment", "name: comment", "is there twice"},
		"conditions with an unknown dependency":       {"|| other-comment", "|| another", `there is no dependency "another"`},
		"conditions that are no expression":           {"|| other-comment", "||", "Unexpected end of expression"},
		"conditions with a comparison":                {"|| other-comment", "> 2", "only names of dependencies"},
		"a parameter from outside the conditions":     {"comment || other-comment", "other-comment", "the engine skips the parameter"},
		"template syntax":                             {"{{ .Input.url }}", "{{ .Input.url", "unclosed action"},
		"an unknown template function":                {"{{ .Input.url }}", "{{ nosuch }}", `function "nosuch" not defined`},
		"a payload of an event that may not be there": {"parameters: [{dest: url", "payload: [{dest: url", "the engine then panics"},
		"a quoted factor":                             {"factor: 2.0", "factor: '2.0'", "invalid factor"},
		"a duration without a number":                 {"factor: 2.0", "duration: soon", "invalid duration"},
		"a retry that nothing asks for":               {"atLeastOnce: true", "atLeastOnce: false", "does nothing without atLeastOnce"},
		"an unknown unit":                             {"atLeastOnce: true", "atLeastOnce: true\n      rateLimit: {unit: sec}", `unit "sec" counts as Second`},
		"no kind of trigger":                          {"conditions: comment", "conditions: comment || other-comment\n    - template:\n        name: b\n        conditions: comment", "is of the kinds []"},
		"a resource from elsewhere":                   {"http:", "k8s: {source: {url: {path: https://example.com}}}\n        http:", "must stand in the trigger"},
		"two kinds of trigger":                        {"conditions: comment", "log: {}\n        conditions: comment", `is of the kinds ["http" "log"]`},
		"a URL without a scheme":                      {"url: https://example.com\n          parameters: [{dest: url,", "url: example.com\n          parameters: [{dest: host,", "is not http(s)://"},
		"a URL with a placeholder for its host":       {"url: https://example.com\n          parameters: [{dest: url,", "url: 'https://{{ .host }}'\n          parameters: [{dest: host,", "invalid character"},
		"a dlqTrigger of the same name":               {"atLeastOnce: true", "atLeastOnce: true\n      dlqTrigger: {template: {name: act, log: {}}}", "has the trigger's name"},
		"a sensor too large for its pod":              {"jq: .", "jq: '. # " + strings.Repeat("x", 100_000) + "'", "bytes as environment variable SENSOR_OBJECT"},
	} {
		t.Run(name, func(t *testing.T) {
			document := strings.Replace(sound, test.old, test.new, 1)
			if document == sound && test.old != "" {
				t.Fatalf("%q is not in the sound sensor", test.old)
			}
			var sensor v1alpha1.Sensor
			if err := yaml.Unmarshal([]byte(document), &sensor); err != nil {
				t.Fatal(err)
			}
			found := CheckSensor(tree, &sensor)
			if got := fmt.Sprint(found); !strings.Contains(got, test.want) || (test.want == "") != (len(found) == 0) {
				t.Errorf("got %s, want %q", got, test.want)
			}
		})
	}
}

func TestCheckEventSourceFinds(t *testing.T) {
	const sound = `
metadata: {name: state, namespace: here}
spec:
  resource:
    maps:
      version: v1
      resource: configmaps
      eventTypes: [ADD]
      filter: {labels: [{key: app, operation: "==", value: x}], fields: [{key: metadata.name, operation: "==", value: ^a}]}
`
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing in a sound source": {"", "", ""},
		"a missing version":         {"version: v1", "group: g", "version must be specified"},
		"a label that cannot be":    {"value: x", "value: x y", "Invalid value"},
		"an unknown operation":      {`app, operation: "=="`, `app, operation: "~"`, `Unsupported value: "~"`},
		"a regular expression":      {"value: ^a", "value: (", "missing closing )"},
		"a filter expression":       {"  resource:\n    maps", "  webhook: {hook: {filter: {expression: 'a ='}}}\n  resource:\n    maps", "unexpected token"},
	} {
		t.Run(name, func(t *testing.T) {
			var source v1alpha1.EventSource
			if err := yaml.Unmarshal([]byte(strings.Replace(sound, test.old, test.new, 1)), &source); err != nil {
				t.Fatal(err)
			}
			found := CheckEventSource(&source)
			if got := fmt.Sprint(found); !strings.Contains(got, test.want) || (test.want == "") != (len(found) == 0) {
				t.Errorf("got %s, want %q", got, test.want)
			}
		})
	}
}

func TestCheckCronJobFinds(t *testing.T) {
	zone, nowhere := "Europe/Berlin", "Nowhere/City"
	for _, test := range []struct {
		schedule string
		zone     *string
		want     string
	}{
		{"*/5 * * * *", nil, "[]"},
		{"0 4 * * *", &zone, "[]"},
		{"*/5 * * *", nil, "[spec.schedule: expected exactly 5 fields, found 4: [*/5 * * *]]"},
		{"*/5 * * * *", &nowhere, "[spec.timeZone: unknown time zone Nowhere/City]"},
	} {
		job := &batchv1.CronJob{Spec: batchv1.CronJobSpec{Schedule: test.schedule, TimeZone: test.zone}}
		if got := fmt.Sprint(CheckCronJob(job)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.schedule, got, test.want)
		}
	}
}
