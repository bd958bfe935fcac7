package traps

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"
)

const (
	configMaps = "/api/v1/namespaces/agents/configmaps"
	made       = configMaps + "/made"
)

// pkg/sensors/triggers/standard-k8s/standard-k8s.go
func TestOperations(t *testing.T) {
	const own = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"made","namespace":"agents"}}`
	for _, test := range []struct {
		operation       string
		exists, labeled bool
		want            []string
	}{
		{"create", false, true, []string{"POST " + configMaps}},
		{"patch", false, false, []string{"GET " + made, "POST " + configMaps}},
		{"patch", true, false, []string{"GET " + made, "PATCH " + made}},
		{"update", false, false, []string{"GET " + made, "POST " + configMaps}},
		{"update", true, false, []string{"GET " + made, "PUT " + made}},
		{"delete", false, false, []string{"GET " + made}},
		{"delete", true, false, []string{"GET " + made, "DELETE " + made}},
	} {
		t.Run(fmt.Sprintf("%s, exists: %t", test.operation, test.exists), func(t *testing.T) {
			cluster := newCluster(t)
			if test.exists {
				cluster.objects[made] = []byte(own)
			}
			sensor := given(t, `trigger: {template: {k8s: {operation: `+test.operation+`}}}`)
			expect(t, "attempts", fire(t, sensor, cluster, from(event(t, ""))).Main, []string{""})
			expect(t, "requests", cluster.requests(), test.want)
			body := strings.TrimSpace(cluster.Calls[len(cluster.Calls)-1].Body)
			switch {
			case test.labeled:
				object := unstructured.Unstructured{Object: cluster.last(t)}
				labels := object.GetLabels()
				stamp := labels["events.argoproj.io/action-timestamp"]
				delete(labels, "events.argoproj.io/action-timestamp")
				expect(t, "labels", labels, map[string]string{"events.argoproj.io/sensor": "sensor", "events.argoproj.io/trigger": "act"})
				milliseconds, err := strconv.ParseInt(stamp, 10, 64)
				if age := time.Since(time.UnixMilli(milliseconds)); err != nil || age < 0 || age > time.Minute {
					t.Errorf("the label action-timestamp is %q", stamp)
				}
			case test.operation != "delete":
				expect(t, "body", body, own)
			}
		})
	}
}

func TestSamePatchTwice(t *testing.T) {
	cluster := newCluster(t)
	sensor := given(t, `trigger: {template: {k8s: {operation: patch, parameters: [{src: {dependencyName: comment, dataKey: body.comment.id}, dest: data.id}]}}}`)
	for range 3 { // the first one creates
		expect(t, "attempts", fire(t, sensor, cluster, from(event(t, ""))).Main, []string{""})
	}
	expect(t, "second patch", cluster.Calls[5], cluster.Calls[3])
	expect(t, "content type", cluster.Calls[5].ContentType, "application/merge-patch+json")
	if !strings.Contains(cluster.Calls[5].Body, `"id":"2345678901"`) {
		t.Errorf("the patch is %s", cluster.Calls[5].Body)
	}
}

// client-go's own limits hold for a sensor: GetClientConfig sets none (pkg/shared/util/util.go), and no field of a Sensor does.
func TestLimit(t *testing.T) {
	cluster := newCluster(t)
	config, err := sharedutil.GetClientConfig(kubeconfig(t, cluster.url))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "QPS and burst", []float32{config.QPS, float32(config.Burst)}, []float32{0, 0})
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	var took []time.Duration
	for _, resource := range []string{"configmaps", "secrets"} { // two triggers, one limit
		for range 7 {
			_, _ = client.Resource(schema.GroupVersionResource{Version: "v1", Resource: resource}).Namespace("agents").Get(t.Context(), "made", metav1.GetOptions{})
		}
		took = append(took, time.Since(begin))
	}
	if took[0] > 600*time.Millisecond || took[1] < 700*time.Millisecond || took[1] > 5*time.Second {
		t.Errorf("7 calls took %s, 14 took %s: a burst of 10 and 5 a second would be 0 and 0.8 s", took[0], took[1])
	}
}

func TestHTTPIsNotLimited(t *testing.T) {
	sensor := given(t, `trigger: {template: {k8s: null, http: {url: "`+newWeb(t, 200).URL+`"}}}`)
	begin := time.Now()
	for range 60 {
		fire(t, sensor, nil, from(event(t, "")))
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("60 requests took %s, with a limit it were 10 s", took)
	}
}

// pkg/sensors/triggers/http/http.go
func TestStatus(t *testing.T) {
	for _, test := range []struct {
		status int
		policy string
		want   string
	}{
		{200, "", ""},
		{404, "", ""},
		{500, "", ""},
		{200, "policy: {status: {allow: [200, 404]}}", ""},
		{404, "policy: {status: {allow: [200, 404]}}", ""},
		{201, "policy: {status: {allow: [200, 404]}}", "policy application resulted in failure. http response status 201 is not allowed"},
	} {
		sensor := given(t, fmt.Sprintf("trigger: {template: {k8s: null, http: {url: %q}}, %s}", newWeb(t, test.status).URL, test.policy))
		expect(t, fmt.Sprint(test.status, " ", test.policy), fire(t, sensor, nil, from(event(t, ""))).Main, []string{test.want})
	}
}

// pkg/sensors/dependencies/transform.go
func TestTransform(t *testing.T) {
	for jq, want := range map[string]string{
		`{id: .body.comment.id, n: .body.issue.number}`: `{"id":2345678901,"n":7}`,
		`{id: 12345678901234567, big: 1e21}`:            `{"big":1e+21,"id":12345678901234567}`, // digits below 1e21
		`{a: 1}, {b: 2}`:                                `{"a":1}`,                              // what comes after the first is not looked at
		`empty`:                                         "no output available from the jq command execution",
		`.body.action`:                                  "jq transformation output must be a JSON object",
		`[.body]`:                                       "jq transformation output must be a JSON object",
		`.body.action.x`:                                "jq transformation output must be a JSON object", // a run error looks the same
		`.body |`:                                       "unexpected EOF",
		`{x: nosuch}`:                                   "jq transformation output must be a JSON object",
	} {
		transformed, err := transform(t, &v1alpha1.EventDependency{Transform: &v1alpha1.EventDependencyTransformer{JQ: jq}}, string(event(t, "").Data))
		got := message(err)
		if err == nil {
			got = string(transformed.Data)
		}
		expect(t, jq, got, want)
	}
}

// A number in the event goes through a float64, so ids above 2^53 change.
func TestTransformLargeNumber(t *testing.T) {
	transformed, err := transform(t, &v1alpha1.EventDependency{Transform: &v1alpha1.EventDependencyTransformer{JQ: "."}}, `{"id": 12345678901234567}`)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "id", string(transformed.Data), `{"id":12345678901234568}`)
}

// A number that jq makes of a text keeps all its digits, into the object: the number of a task has up to 18.
func TestLongNumberOfText(t *testing.T) {
	for _, digits := range []string{"9007199254740993", "123456789012345678", "999999999999999999"} {
		transformed, err := transform(t, &v1alpha1.EventDependency{Transform: &v1alpha1.EventDependencyTransformer{JQ: "{n: (.task | tonumber)}"}}, `{"task": "`+digits+`"}`)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, digits, string(transformed.Data), `{"n":`+digits+`}`)
		parameter := v1alpha1.TriggerParameter{Src: &v1alpha1.TriggerParameterSource{DependencyName: "comment", DataKey: "n", UseRawData: true}, Dest: "spec.n"}
		object, err := triggers.ApplyParams([]byte(`{"apiVersion":"a/v1","kind":"A","spec":{"n":""}}`), []v1alpha1.TriggerParameter{parameter}, from(transformed))
		if err != nil {
			t.Fatal(err)
		}
		// As the trigger reads it (ApplyResourceParameters in pkg/sensors/triggers/params.go), and sends it.
		var resource unstructured.Unstructured
		if err := json.Unmarshal(object, &resource); err != nil {
			t.Fatal(err)
		}
		sent, err := json.Marshal(&resource)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, digits, strings.TrimSpace(string(sent)), `{"apiVersion":"a/v1","kind":"A","spec":{"n":`+digits+`}}`)
	}
}

// pkg/sensors/triggers/params.go
func TestParameters(t *testing.T) {
	for src, want := range map[string]string{
		`dataKey: body.issue.number`:                                       `"7"`,
		`dataKey: body.issue.number, useRawData: true`:                     `7`,
		`dataKey: body.issue.state, useRawData: true`:                      `"open"`,
		`dataKey: body.comment.user`:                                       `"{\"login\":\"5DLabs-Tess[bot]\"}"`,
		`dataKey: body.comment.user, useRawData: true`:                     `{"login":"5DLabs-Tess[bot]"}`,
		`dataKey: body.none, value: "9", useRawData: true`:                 `"9"`,
		`dataTemplate: "{{ .Input.body.issue.number }}"`:                   `"7"`,
		`dataTemplate: "{{ .Input.body.issue.number }}", useRawData: true`: `"7"`,
		`dataTemplate: "{{ .Input.body.comment.id }}"`:                     `"2.345678901e+09"`,
		`dataTemplate: "x{{ .Input.body.none }}"`:                          `"x<no value>"`,
		`dataTemplate: "{{ .Input.body.none }}"`:                           "unable to resolve 'comment' parameter value. err: template evaluated to empty string or no value: {{ .Input.body.none }}",
		`dataTemplate: "{{ if false }}x{{ end }}"`:                         "unable to resolve 'comment' parameter value. err: template evaluated to empty string or no value: {{ if false }}x{{ end }}",
		`dataTemplate: "{{ if false }}x{{ end }}", value: "default"`:       `"default"`,
		`dataKey: body.none`:                                               "unable to resolve 'comment' parameter value. err: <nil>",
	} {
		var parameter v1alpha1.TriggerParameter
		if err := yaml.UnmarshalStrict([]byte(`{src: {dependencyName: comment, `+src+`}, dest: field}`), &parameter); err != nil {
			t.Fatal(err)
		}
		object, err := triggers.ApplyParams([]byte(`{}`), []v1alpha1.TriggerParameter{parameter}, from(event(t, "")))
		got := message(err)
		if err == nil {
			got = strings.TrimSuffix(strings.TrimPrefix(string(object), `{"field":`), `}`)
		}
		expect(t, src, got, want)
	}
}

// With `||`, the event of one dependency only is there. A resource keeps its own value; the payload of a request is a crash, and the
// sensor's process with it (pkg/sensors/triggers/params.go).
func TestMissingDependency(t *testing.T) {
	parameter := v1alpha1.TriggerParameter{Src: &v1alpha1.TriggerParameterSource{DependencyName: "other", DataKey: "a"}, Dest: "field"}
	object, err := triggers.ApplyParams([]byte(`{"field":"own"}`), []v1alpha1.TriggerParameter{parameter}, from(event(t, "")))
	expect(t, "resource", string(object)+message(err), `{"field":"own"}`)

	crash := func(parameter v1alpha1.TriggerParameter) (cause any) {
		defer func() { cause = recover() }()
		_, _ = triggers.ConstructPayload(from(event(t, "")), []v1alpha1.TriggerParameter{parameter})
		return nil
	}
	expect(t, "payload", fmt.Sprint(crash(parameter)), "runtime error: invalid memory address or nil pointer dereference")
	parameter.Src.Value = new(string)
	expect(t, "payload with a default", crash(parameter), nil)
}

// pkg/shared/util/retry.go
func TestRetry(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                      "1s factor 1 jitter 1 steps 5",
		`{steps: 3, duration: 5}`: "5ns factor 1 jitter 1 steps 3",
		`{duration: "5"}`:         `time: missing unit in duration "5"`,
		`{steps: 3, duration: 10s, factor: 2.0, jitter: 0.1}`: "10s factor 2 jitter 0.1 steps 3",
		`{factor: "2.0"}`: `invalid factor, strconv.ParseFloat: parsing "\"2.0\"": invalid syntax`,
		`{jitter: "0.1"}`: `invalid jitter, strconv.ParseFloat: parsing "\"0.1\"": invalid syntax`,
	} {
		var strategy v1alpha1.Backoff
		if err := yaml.Unmarshal([]byte(text), &strategy); err != nil {
			t.Fatal(err)
		}
		backoff, err := sharedutil.Convert2WaitBackoff(&strategy)
		got := message(err)
		if err == nil {
			got = fmt.Sprint(backoff.Duration, " factor ", backoff.Factor, " jitter ", backoff.Jitter, " steps ", backoff.Steps)
		}
		expect(t, text, got, want)
	}
}

// A number in quotes is accepted; from then on the trigger is never tried, and its dlqTrigger acts at once.
func TestQuotedFactor(t *testing.T) {
	web := newWeb(t, 200)
	sensor := given(t, `trigger: {atLeastOnce: true, retryStrategy: {steps: 3, factor: "2.0"}, template: {k8s: null, http: {url: "`+web.URL+`"}},
		dlqTrigger: {atLeastOnce: true, template: {name: dlq, http: {url: "`+web.URL+`"}}}}`)
	expect(t, "validation", validation(sensor), accepted)
	done := fire(t, sensor, nil, from(event(t, "")))
	expect(t, "attempts", []int{len(done.Main), len(done.DLQ)}, []int{0, 1})
	expect(t, "failure", done.Failed, `invalid backoff configuration, invalid factor, strconv.ParseFloat: parsing "\"2.0\"": invalid syntax`)
}

func TestAttempts(t *testing.T) {
	duration := v1alpha1.FromInt64(1)
	for succeedsAt, want := range map[int]string{1: "1 ", 3: "3 ", 4: "3 failed after retries: not yet"} {
		calls := 0
		err := sharedutil.DoWithRetry(&v1alpha1.Backoff{Steps: 3, Duration: &duration}, func() error {
			if calls++; calls < succeedsAt {
				return fmt.Errorf("not yet")
			}
			return nil
		})
		expect(t, fmt.Sprint("success at ", succeedsAt), fmt.Sprint(calls, " ", message(err)), want)
	}
}

// The engine guesses resources from kinds (pkg/sensors/triggers/triggers.go). The table is that of
// test/argo-events/permissions.test.ts, which guesses the same for Roles.
func TestResourceNames(t *testing.T) {
	table := map[string]string{
		"ConfigMap": "configmaps", "CodeRun": "coderuns", "Ingress": "ingresses", "Box": "boxes", "Batch": "batches",
		"NetworkPolicy": "networkpolicies", "Gateway": "gateways", "Leaf": "leaves", "Knife": "knives", "EventBus": "eventbus", "X": "x",
	}
	for kind, plural := range table {
		object := &unstructured.Unstructured{}
		object.SetAPIVersion("group/v1")
		object.SetKind(kind)
		expect(t, kind, triggers.GetGroupVersionResource(object), schema.GroupVersionResource{Group: "group", Version: "v1", Resource: plural})
	}
	text, err := os.ReadFile("../../argo-events/permissions.test.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		var kind, plural string
		if n, _ := fmt.Sscanf(strings.NewReplacer("'", "", "[", "", "]", "", ",", " ").Replace(line), " %s %s", &kind, &plural); n == 2 && strings.HasPrefix(line, "  ['") {
			expect(t, "the other table's "+kind, plural, table[kind])
			delete(table, kind)
		}
	}
	var missing []string
	for kind := range table {
		missing = append(missing, kind)
	}
	slices.Sort(missing)
	expect(t, "kinds that the other table does not have", missing, nil)
}
