package engine

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"sigs.k8s.io/yaml"
)

const sample = `{"action": "edited", "count": 3, "ok": true, "text": "a 🔴\nb", "labels": [null]}`

// Which filter says no is worked out here, and must agree with the engine, which only says that one does.
func TestExplain(t *testing.T) {
	for filters, want := range map[string]string{
		`{data: [{path: count, type: number, comparator: "<", value: ["3", "2"]}]}`:                                              `refused: count is 3, wanted < 3 or 2 (number)`,
		`{data: [{path: ok, type: bool, value: ["false"]}]}`:                                                                     `refused: ok is true, wanted = false (bool)`,
		`{data: [{path: action, type: string, comparator: "!=", value: ["e"]}]}`:                                                 `refused: action is "edited", wanted != e`,
		`{data: [{path: user.login, type: string, value: [x]}]}`:                                                                 `refused: user.login is absent, wanted = x, and the whole event is logged`,
		`{data: [{path: text, type: string, value: [c]}]}`:                                                                       `refused: text is "a 🔴\nb", wanted = c`,
		`{data: [{path: action, type: string, value: ["("]}]}`:                                                                   "refused: action is \"edited\", wanted = (: data filter error (error parsing regexp: missing closing ): `(`), and the whole event is logged",
		`{data: [{path: action, type: string, template: "{{ .Input | upper }}", value: [e]}]}`:                                   `refused: action is "edited", wanted = e after {{ .Input | upper }}`,
		`{data: [{path: count, type: number, value: ["3"]}, {path: action, type: string, value: [created]}]}`:                    `refused: action is "edited", wanted = created`,
		`{dataLogicalOperator: or, data: [{path: count, type: number, value: ["4"]}, {path: action, type: string, value: [x]}]}`: `refused: none of: count is 3, wanted = 4 (number); action is "edited", wanted = x`,
		`{dataLogicalOperator: or, data: [{path: count, type: number, value: ["4"]}, {path: action, type: string, value: [e]}]}`: `passed`,
		`{exprs: [{expr: "count > 3", fields: [{name: count, path: count}]}]}`:                                                   `refused: count (count) is 3, wanted count > 3`,
		`{context: {subject: other}}`:                                                            `refused: the context filter`,
		`{time: {start: "04:00:00", stop: "05:00:00"}}`:                                          `refused: the time filter, wanted 04:00:00 to 05:00:00`,
		`{script: "return event.count == 4"}`:                                                    `refused: the script filter`,
		`{data: [{path: count, type: number, value: ["3"]}], script: "return event.count == 3"}`: `passed`,
	} {
		t.Run(filters, func(t *testing.T) {
			if got := outcome(t, "filters: "+filters); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestExplainBetweenKinds(t *testing.T) {
	got := outcome(t, `filtersLogicalOperator: or
filters: {script: return false, data: [{path: count, type: number, value: ["4"]}]}`)
	if want := "refused: none of: count is 3, wanted = 4 (number); the script filter"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestExplainTransform(t *testing.T) {
	got := outcome(t, `transform: {jq: '.names = [.labels[] | .name | test("x")]'}`)
	want := "transform failed: jq transformation output must be a JSON object (test(\"x\"; null) cannot be applied to: null)"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// outcome judges the sample against one dependency, given by the fields beside its name and event.
func outcome(t *testing.T, dependency string) string {
	t.Helper()
	value := v1alpha1.EventDependency{Name: "sample", EventSourceName: "source", EventName: "event"}
	if err := yaml.UnmarshalStrict([]byte(dependency), &value); err != nil {
		t.Fatal(err)
	}
	verdict := judge(t, &v1alpha1.Sensor{Spec: v1alpha1.SensorSpec{Dependencies: []v1alpha1.EventDependency{value}}})
	return verdict.Dependencies.Content[1].Value
}

func judge(t *testing.T, sensor *v1alpha1.Sensor) *Verdict {
	t.Helper()
	verdict, err := Judge(&Tree{}, sensor, Payload{EventSource: "source", Event: "event", Data: json.RawMessage(sample)})
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

func TestJudge(t *testing.T) {
	for name, test := range map[string]struct{ trigger, want string }{
		"a patch": {`
template:
  name: act
  conditions: a
  k8s:
    operation: patch
    parameters: [{dest: data.count, src: {dependencyName: a, dataKey: count}}]
    source: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: there}}}
`, `
- trigger: act
  firedBy: a
  does:
    patch ConfigMap there/c:
      apiVersion: v1
      data:
        count: "3"
      kind: ConfigMap
      metadata:
        name: c
        namespace: there
`},
		"a delete in the sensor's namespace": {`
template:
  name: act
  conditions: a
  k8s: {operation: delete, source: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}}}
`, `
- trigger: act
  firedBy: a
  does:
    delete configmaps here/c: {}
`},
		"a request with secrets": {`
policy: {status: {allow: [204]}}
template:
  name: act
  conditions: a
  http:
    url: https://example.com/x
    method: PUT
    headers: {X-One: "1"}
    dynamicHeaders: [{dest: X-Two, src: {dependencyName: a, dataKey: action}}]
    secureHeaders: [{name: X-One, valueFrom: {secretKeyRef: {name: s, key: k}}}]
    basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}
    payload: [{dest: count, src: {dependencyName: a, dataKey: count, useRawData: true}}]
`, `
- trigger: act
  firedBy: a
  does:
    PUT https://example.com/x:
      allow:
        - 204
      body:
        count: 3
      headers:
        Authorization: Basic (secret s, key u):(secret s, key p)
        X-One: (secret s, key k)
        X-Two: edited
`},
		"a parameter that is not there, and what then": {`
atLeastOnce: true
template:
  name: act
  conditions: a
  http: {url: https://example.com, payload: [{dest: x, src: {dependencyName: a, dataKey: none}}]}
dlqTrigger:
  template:
    name: last
    http: {url: https://example.com/last, method: DELETE}
`, `
- trigger: act
  firedBy: a
  fails: 'unable to resolve ''a'' parameter value. err: <nil>'
  unresolved:
    - 'x: unable to resolve ''a'' parameter value. err: <nil>'
  ifItFails:
    trigger: last
    does:
      DELETE https://example.com/last:
        allow: any status
        headers: {}
`},
		"either dependency": {`
template:
  name: act
  conditions: b || a
  http: {url: https://example.com, payload: [{dest: count, src: {dependencyName: b, dataKey: count}}]}
`, `
- trigger: act
  firedBy: b
  does:
    POST https://example.com:
      allow: any status
      body:
        count: "3"
      headers: {}
- trigger: act
  firedBy: a
  fails: 'the engine panics: runtime error: invalid memory address or nil pointer dereference'
  unresolved:
    - 'count: there is no event of b'
`},
		"both dependencies": {`
template:
  name: act
  conditions: a && refused
  http: {url: https://example.com}
`, `
- trigger: act
  firedBy: a
  waitsFor: a && refused
`},
		"a kind that these tests do not know": {`
template: {name: act, conditions: a, log: {}}
`, `
- trigger: act
  firedBy: a
  fails: 'trigger "act" is of a kind that these tests do not know, only k8s, argoWorkflow and http: add it to action.go'
`},
	} {
		t.Run(name, func(t *testing.T) {
			sensor := &v1alpha1.Sensor{}
			if err := yaml.Unmarshal([]byte(`
metadata: {name: s, namespace: here}
spec:
  dependencies:
    - {name: a, eventSourceName: source, eventName: event}
    - {name: b, eventSourceName: source, eventName: event}
    - {name: refused, eventSourceName: source, eventName: event, filters: {script: return false}}
    - {name: elsewhere, eventSourceName: other, eventName: event}
`), sensor); err != nil {
				t.Fatal(err)
			}
			sensor.Spec.Triggers = make([]v1alpha1.Trigger, 1)
			if err := yaml.UnmarshalStrict([]byte(test.trigger), &sensor.Spec.Triggers[0]); err != nil {
				t.Fatal(err)
			}
			got, err := Record("v0", judge(t, sensor).Triggers)
			if err != nil {
				t.Fatal(err)
			}
			if want := Header("v0") + strings.TrimPrefix(test.want, "\n"); string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
