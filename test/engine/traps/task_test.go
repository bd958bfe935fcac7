package traps

import (
	"fmt"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"go.uber.org/zap/zapcore"
)

// run is a CodeRun as the task creates it.
const run = `source: {resource: {apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: run, namespace: agents}, spec: {pr_number: 0}}}`

// What the task's YAML becomes on the engine, and what does what it means.
func TestTask(t *testing.T) {
	for name, test := range map[string]func(*testing.T){
		`comparator: "~"`:                  testTilde,
		`!= an empty string`:               testEmptyValue,
		`a login with [bot]`:               testBot,
		`a dot in the name of a field`:     testDottedField,
		`parameters beside k8s`:            testParametersInTemplate,
		`parameters beside template`:       testParametersOfTrigger,
		`dest with brackets`:               testDest,
		`a template without .Input`:        testTemplate,
		`condition and conditions`:         testConditions,
		`patchStrategy: merge`:             testPatchStrategy,
		`delete by labels`:                 testDelete,
		`retryStrategy in the template`:    testRetryStrategy,
		`a fallback trigger`:               testFallback,
		`an Event without involvedObject`:  testEvent,
		`http payload, url and header`:     testHTTP,
		`LOG_LEVEL, LOG_FORMAT, RETRY_*`:   testEnvironment,
		`port 9090`:                        testPort,
		`a volume of a ConfigMap`:          testVolume,
		`an id compared with itself`:       testDeduplication,
		`the marker in the wrong encoding`: testEncoding,
	} {
		t.Run(name, test)
	}
}

func testTilde(t *testing.T) {
	const written = `dependency: {filters: {data: [{path: body.comment.body, type: string, comparator: "~", value: %s}]}}`
	expect(t, "the comparator", validation(given(t, fmt.Sprintf(written, `[x]`))), "comparator ~ not supported")
	_, err := decode(fmt.Sprintf(written, `".*Required Changes.*"`))
	expect(t, "a string", message(err),
		"json: cannot unmarshal string into Go struct field DataFilter.dependencies.filters.data.value of type []string")

	const works = `{data: [{path: body.comment.body, type: string, value: ["🔴 Required Changes"]}]}`
	expect(t, "in the middle of the text", filtered(t, works, event(t, "")), passed)
	expect(t, "not in it", filtered(t, works, event(t, `body: {comment: {body: fine}}`)), dropped)
}

func testEmptyValue(t *testing.T) {
	const written = `{data: [{path: body.issue.pull_request.url, type: string, comparator: "!=", value: [""]}]}`
	expect(t, "validation", validation(given(t, "dependency: {filters: "+written+"}")),
		"one of data filters is not valid (value must be not empty)")
	expect(t, "were it accepted", filtered(t, written, event(t, "")), dropped)

	const works = `{data: [{path: body.issue.pull_request.url, type: string, value: ["(?s)."]}]}`
	expect(t, "a pull request", filtered(t, works, event(t, "")), passed)
	expect(t, "an empty url", filtered(t, works, event(t, `body: {issue: {pull_request: {url: ""}}}`)), dropped)
	expect(t, "an issue", filtered(t, works, event(t, `body: {issue: {pull_request: null}}`)),
		"dropped: data filter error (path 'body.issue.pull_request.url' does not exist)")
}

func testBot(t *testing.T) {
	for _, test := range []struct{ value, login, want string }{
		{`5DLabs-Tess[bot]`, "5DLabs-Tess[bot]", dropped},
		{`5DLabs-Tess[bot]`, "evil-5DLabs-Tesso", passed},
		{`5DLabs-Tess`, "evil-5DLabs-Tess-2", passed},
		{`^5DLabs-Tess\\[bot\\]$`, "5DLabs-Tess[bot]", passed},
		{`^5DLabs-Tess\\[bot\\]$`, "evil-5DLabs-Tesso", dropped},
	} {
		filters := fmt.Sprintf(`{data: [{path: body.comment.user.login, type: string, value: ["%s"]}]}`, test.value)
		got := filtered(t, filters, event(t, fmt.Sprintf(`body: {comment: {user: {login: %q}}}`, test.login)))
		expect(t, test.value+" and "+test.login, got, test.want)
	}
}

func testDottedField(t *testing.T) {
	const written = `{exprs: [{expr: "issue.state == 'open'", fields: [{name: issue.state, path: body.issue.state}]}]}`
	expect(t, "validation", validation(given(t, "dependency: {filters: "+written+"}")), accepted)
	expect(t, "as written", filtered(t, written, event(t, "")), "dropped: expr filter error (Unable to access unexported field 'state' in token 'issue.state')")
	expect(t, "a name without dots", filtered(t,
		`{exprs: [{expr: "state == 'open'", fields: [{name: state, path: body.issue.state}]}]}`, event(t, "")), passed)
	expect(t, "a data filter", filtered(t,
		`{data: [{path: body.issue.state, type: string, value: ["^open$"]}]}`, event(t, "")), passed)
}

// number is a parameter as the task writes it.
const number = `{src: {dependencyName: comment, dataKey: body.issue.number}, dest: spec.pr_number}`

// madeBy is the CodeRun that a trigger creates for the ordinary event.
func madeBy(t *testing.T, trigger string) map[string]any {
	t.Helper()
	cluster := newCluster(t)
	sensor := given(t, "trigger: "+trigger)
	expect(t, "validation", validation(sensor), accepted)
	expect(t, "attempts", fire(t, sensor, cluster, from(event(t, ""))).Main, []string{""})
	return cluster.last(t)
}

// Steps 1.2, 2.2, 3.1: template.parameters is no field.
func testParametersInTemplate(t *testing.T) {
	made := madeBy(t, `{template: {k8s: {`+run+`}, parameters: [`+number+`]}}`)
	expect(t, "as written", asJSON(t, made["spec"]), `{"pr_number":0}`)
	made = madeBy(t, `{template: {k8s: {`+run+`, parameters: [`+number+`]}}}`)
	expect(t, "under k8s", asJSON(t, made["spec"]), `{"pr_number":"7"}`)
}

// Step 5.2: the parameters of a trigger change the trigger.
func testParametersOfTrigger(t *testing.T) {
	made := madeBy(t, `{template: {k8s: {`+run+`}}, parameters: [`+number+`]}`)
	expect(t, "as written", asJSON(t, made["spec"]), `{"pr_number":0}`)
	toTrigger := strings.ReplaceAll(number, "dest: spec.pr_number", "dest: k8s.source.resource.spec.pr_number")
	made = madeBy(t, `{template: {k8s: {`+run+`}}, parameters: [`+toTrigger+`]}`)
	expect(t, "a path in the trigger", asJSON(t, made["spec"]), `{"pr_number":"7"}`)
}

func testDest(t *testing.T) {
	parameter := func(dest string) string {
		return `{template: {k8s: {` + run + `, parameters: [{src: {dependencyName: comment, dataKey: body.issue.number}, dest: '` + dest + `'}]}}}`
	}
	metadata := func(dest string) string {
		made := madeBy(t, parameter(dest))["metadata"].(map[string]any)
		delete(made, "labels")
		return asJSON(t, made)
	}
	expect(t, "with a dot", metadata(`metadata.annotations["a.b/c"]`),
		`{"annotations[\"a":{"b/c\"]":"7"},"name":"run","namespace":"agents"}`)
	expect(t, "without", metadata(`metadata.labels["task-id"]`), `{"labels[\"task-id\"]":"7","name":"run","namespace":"agents"}`)
	expect(t, "escaped", metadata(`metadata.annotations.a\.b/c`), `{"annotations":{"a.b/c":"7"},"name":"run","namespace":"agents"}`)
}

func testTemplate(t *testing.T) {
	for _, test := range []struct{ template, want string }{
		{`{{ .body.issue.number }}`, "unable to resolve 'comment' parameter value. err: template evaluated to empty string or no value: {{ .body.issue.number }}"},
		{`{{ range .body.issue.labels }}{{ .name }}{{ end }}`, "unable to resolve 'comment' parameter value. err: template evaluated to empty string or no value: {{ range .body.issue.labels }}{{ .name }}{{ end }}"},
		{`task-{{ .taskId }}-remediation-state`, "task-<no value>-remediation-state"},
		{`{{ .Input.body.issue.number }}`, "7"},
		{`{{ range .Input.body.issue.labels }}{{ .name }}{{ end }}`, "task-3"},
		{`{{ .Input.body.comment.id }}`, "2.345678901e+09"},
		{`{{ int64 .Input.body.comment.id }}`, "2345678901"},
		{`pr {{ .Input.body.pr }}`, "pr <no value>"},
	} {
		expect(t, test.template, resolved(t, fmt.Sprintf(`{dependencyName: comment, dataTemplate: %q}`, test.template)), test.want)
	}
	expect(t, "dataKey", resolved(t, `{dependencyName: comment, dataKey: body.comment.id}`), "2345678901")
}

func testConditions(t *testing.T) {
	written := given(t, `trigger: {template: {condition: "taskId != 'unknown'"}}`)
	expect(t, "an unknown field", validation(written), accepted)
	expect(t, "is lost", written.Spec.Triggers[0].Template.Conditions, "")

	written = given(t, `trigger: {template: {conditions: "failed_attempts > 2"}}`)
	expect(t, "conditions", validation(written), accepted)
	_, err := start(written)
	expect(t, "the trigger never starts", message(err), "unknown name failed_attempts (1:1)\n | failed_attempts > 2\n | ^")

	works := given(t, `trigger: {template: {conditions: comment}}`)
	dependencies, err := start(works)
	expect(t, "the name of a dependency", message(err), "")
	expect(t, "its dependencies", len(dependencies), 1)
}

func testPatchStrategy(t *testing.T) {
	for strategy, want := range map[string]struct{ contentType, problem string }{
		`patchStrategy: merge, `:                        {"merge", "UnsupportedMediaType"},
		`patchStrategy: application/merge-patch+json, `: {"application/merge-patch+json", ""},
		``: {"application/merge-patch+json", ""},
	} {
		cluster := newCluster(t)
		cluster.objects["/api/v1/namespaces/agents/configmaps/made"] = []byte(`{"apiVersion": "v1", "kind": "ConfigMap"}`)
		sensor := given(t, `trigger: {template: {k8s: {`+strategy+`operation: patch}}}`)
		expect(t, "validation", validation(sensor), accepted)
		done := fire(t, sensor, cluster, from(event(t, "")))
		expect(t, strategy, done.Main, []string{want.problem})
		expect(t, "content type", cluster.Calls[1].ContentType, want.contentType)
	}
}

func testDelete(t *testing.T) {
	const object = `operation: delete, source: {resource: {apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {%s}}}`
	byLabels := given(t, `trigger: {template: {k8s: {`+fmt.Sprintf(object, `name: null, namespace: agents, labels: {status: running}`)+`}}}`)
	expect(t, "validation", validation(byLabels), accepted)
	cluster := newCluster(t)
	expect(t, "by labels", fire(t, byLabels, cluster, from(event(t, ""))).Main,
		[]string{"failed to retrieve existing object. err: name is required"})
	expect(t, "no request", cluster.requests(), nil)

	const path = "/apis/cto.5dlabs.com/v1alpha1/namespaces/agents/coderuns/made"
	cluster.objects[path] = []byte(`{"apiVersion": "cto.5dlabs.com/v1alpha1", "kind": "CodeRun"}`)
	byName := given(t, `trigger: {template: {k8s: {`+fmt.Sprintf(object, `name: made, labels: {status: running}`)+`}}}`)
	expect(t, "by name", fire(t, byName, cluster, from(event(t, ""))).Main, []string{""})
	expect(t, "labels are not asked for", cluster.requests(), []string{"GET " + path, "DELETE " + path})
}

// failing is a trigger that an http server refuses.
const failing = `template: {k8s: null, http: {url: %q}}, policy: {status: {allow: [200]}}`

const refusal = "policy application resulted in failure. http response status 500 is not allowed"

func testRetryStrategy(t *testing.T) {
	const strategy = `retryStrategy: {steps: 3, duration: 1ns, jitter: 0}`
	trigger := fmt.Sprintf(failing, newWeb(t, 500).URL)
	for difference, want := range map[string]int{
		strings.Replace(trigger, "k8s: null", "k8s: null, "+strategy, 1) + ", atLeastOnce: true": 1,
		trigger + ", " + strategy:                         1,
		trigger + ", " + strategy + ", atLeastOnce: true": 3,
	} {
		sensor := given(t, "trigger: {"+difference+"}")
		expect(t, "validation", validation(sensor), accepted)
		expect(t, difference, len(fire(t, sensor, nil, from(event(t, ""))).Main), want)
	}
}

func testFallback(t *testing.T) {
	_, err := start(given(t, `trigger: {template: {conditions: "failed_attempts > 2"}}`))
	if err == nil {
		t.Error("a trigger with such conditions starts")
	}
	web := newWeb(t, 500)
	for _, test := range []struct {
		trigger, validation string
		main, dlq           int
	}{
		{`dlqTrigger: {template: {name: dlq, http: {url: %q}}}`, "to use dlqTrigger, trigger.atLeastOnce must be set to true", 1, 0},
		{`atLeastOnce: true, dlqTrigger: {template: {name: dlq, http: {url: %q}}}`, "atLeastOnce must be set to true within the dlqTrigger", 3, 1},
		{`atLeastOnce: true, dlqTrigger: {atLeastOnce: true, template: {name: dlq, http: {url: %q}}}`, accepted, 3, 1},
	} {
		sensor := given(t, fmt.Sprintf(`trigger: {`+failing+`, retryStrategy: {steps: 3, duration: 1ns, jitter: 0}, `+test.trigger+`}`, web.URL, web.URL))
		expect(t, test.trigger, validation(sensor), test.validation)
		done := fire(t, sensor, nil, from(event(t, "")))
		expect(t, "attempts", []int{len(done.Main), len(done.DLQ)}, []int{test.main, test.dlq})
	}
}

// The API server refuses it, which only a real one can show. What is sent is shown here: neither involvedObject nor text in place of
// the template.
func testEvent(t *testing.T) {
	made := madeBy(t, `{template: {k8s: {source: {resource: {apiVersion: v1, kind: Event, metadata: {name: e, namespace: agents},
		type: Warning, message: "Failed for task {{ .taskId }}"}}}}}`)
	_, named := made["involvedObject"]
	expect(t, "involvedObject", named, false)
	expect(t, "a resource is no template", made["message"], any("Failed for task {{ .taskId }}"))
	made = madeBy(t, `{template: {k8s: {source: {resource: {apiVersion: v1, kind: Event, metadata: {name: e, namespace: agents}}},
		parameters: [{src: {dependencyName: comment, dataTemplate: "Failed for {{ (index .Input.body.issue.labels 0).name }}"}, dest: message}]}}}`)
	expect(t, "a parameter is", made["message"], any("Failed for task-3"))
}

func testHTTP(t *testing.T) {
	web := newWeb(t, 200)
	_, err := decode(`trigger: {template: {k8s: null, http: {url: x, payload: [remediation-in-progress]}}}`)
	expect(t, "payload", message(err),
		"json: cannot unmarshal string into Go struct field HTTPTrigger.triggers.template.http.payload of type v1alpha1.TriggerParameter")

	request := func(http string) {
		sensor := given(t, `trigger: {template: {k8s: null, http: {`+http+`}}}`)
		expect(t, "validation", validation(sensor), accepted)
		expect(t, "attempts", fire(t, sensor, nil, from(event(t, ""))).Main, []string{""})
	}
	request(fmt.Sprintf(`url: "%s/issues/{{.PRNumber}}/labels", headers: {Authorization: "token {{.GitHubToken}}"}`, web.URL))
	expect(t, "url", web.Requests[0].URL.Path, "/issues/{{.PRNumber}}/labels")
	expect(t, "header", web.Requests[0].Header.Get("Authorization"), "token {{.GitHubToken}}")

	request(`url: "` + web.URL + `", parameters: [{src: {dependencyName: comment, dataTemplate: "` + web.URL + `/issues/{{ .Input.body.issue.number }}/labels"}, dest: url}],
		payload: [{src: {dependencyName: comment, dataTemplate: "iteration-{{ .Input.body.issue.number }}"}, dest: labels.0}]`)
	expect(t, "url by a parameter", web.Requests[1].URL.Path, "/issues/7/labels")
	expect(t, "payload", web.Bodies[1], `{"labels":["iteration-7"]}`)

	_, err = decode(`trigger: {template: {k8s: null, http: {url: x, secureHeaders: [{name: Authorization, valueFrom: {secretKeyRef: {name: s, key: k}}}]}}}`)
	expect(t, "secureHeaders", message(err), "")
}

func testEnvironment(t *testing.T) {
	for text, want := range map[string]zapcore.Level{"INFO": zapcore.InfoLevel, "DEBUG": zapcore.InfoLevel, "ERROR": zapcore.InfoLevel, "debug": zapcore.DebugLevel, "info": zapcore.InfoLevel} {
		config := logging.ConfigureLogLevelLogger(text)
		expect(t, text, config.Level.Level(), want)
		expect(t, "format", config.Encoding, "json")
	}
	expect(t, "read by nobody", filesWith(t, "LOG_FORMAT", "RETRY_ATTEMPTS", "RETRY_BACKOFF", "/etc/logging"), nil)
	if len(filesWith(t, `"LOG_LEVEL"`)) == 0 {
		t.Error("LOG_LEVEL was not found either, so the search is wrong")
	}
}

func testPort(t *testing.T) {
	ports := deployed(t, given(t, "")).Spec.Template.Spec.Containers[0].Ports
	expect(t, "ports of a sensor's pod", len(ports), 1)
	expect(t, "its port", fmt.Sprint(ports[0].Name, " ", ports[0].ContainerPort), "metrics 7777")
	expect(t, "an event source's", v1alpha1.EventSourceMetricsPort, 7777)
}

// That the pod then hangs is the kubelet's doing, which is not shown here. The controller hands the volume on as it is, not optional.
func testVolume(t *testing.T) {
	sensor := given(t, `spec: {template: {volumes: [{name: log-config, configMap: {name: sensor-logging-config}}],
		container: {volumeMounts: [{name: log-config, mountPath: /etc/logging}]}}}`)
	expect(t, "validation", validation(sensor), accepted)
	pod := deployed(t, sensor).Spec.Template.Spec
	expect(t, "volume", asJSON(t, pod.Volumes[0]), `{"name":"log-config","configMap":{"name":"sensor-logging-config"}}`)
}

func testDeduplication(t *testing.T) {
	expect(t, "as written", filtered(t, `{exprs: [{expr: "commentId != lastProcessedCommentId", fields: [
		{name: commentId, path: body.comment.id}, {name: lastProcessedCommentId, path: body.comment.id}]}]}`, event(t, "")), dropped)
	// A key for each comment in the state is our own; that an event can be told from a stored one by it, is the engine's.
	expect(t, "a key of a name made from an id", filtered(t,
		`{data: [{path: 'body.data.handled-2345678901', type: string, value: ["(?s)."]}]}`, event(t, `body: {data: {handled-2345678901: "1"}}`)), passed)
}

func testEncoding(t *testing.T) {
	const marker, written = "🔴", "ðŸ”´"
	windows1252 := map[byte]rune{0xF0: 'ð', 0x9F: 'Ÿ', 0x94: '”', 0xB4: '´'}
	var misread strings.Builder
	for _, b := range []byte(marker) {
		misread.WriteRune(windows1252[b])
	}
	expect(t, "UTF-8 read as Windows-1252", misread.String(), written)
	for value, want := range map[string]string{".*" + written + " Required Changes.*": dropped, marker + " Required Changes": passed} {
		expect(t, value, filtered(t, `{data: [{path: body.comment.body, type: string, value: ["`+value+`"]}]}`, event(t, "")), want)
	}
}
