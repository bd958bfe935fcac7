package traps

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/resource"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"go.uber.org/zap"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Which objects pass the filters of a watched resource in the samples.
var resourceEffects = map[string]effect{
	"field-key":          {onWatch, "passes: ", "passes: web"},
	"field-not-anchored": {onWatch, "passes: web, web-canary", "passes: web"},
	"field-not-text":     {onWatch, "passes: ", "passes: web"},
	"label-selector": {
		func(_ *testing.T, s *sample) string {
			selector, err := resource.LabelSelector(s.Sources[0].Spec.Resource["web"].Filter.Labels)
			if err != nil {
				refused, _, _ := strings.Cut(err.Error(), ": a valid label")
				return refused
			}
			return selector.String()
		},
		`values[1][app]: Invalid value: " shop"`, "app in (shop,web)",
	},
	"name-prefix":      {onWatch, "passes: ", "passes: web, web-canary"},
	"watched-resource": {onPath, "GET /api/v1/namespaces/shop/deployments", "GET /apis/apps/v1/namespaces/shop/deployments"},
}

// Two Deployments that a filter may tell apart.
const deployments = `
- {metadata: {name: web, labels: {app.kubernetes.io/name: web}, annotations: {deployment.kubernetes.io/revision: "3"}}, spec: {replicas: 3, paused: true}}
- {metadata: {name: web-canary, labels: {app.kubernetes.io/name: web-canary}, annotations: {deployment.kubernetes.io/revision: "13"}}, spec: {replicas: 3, paused: true}}
`

func onWatch(t *testing.T, s *sample) string {
	return passing(t, s.Sources[0].Spec.Resource["web"].Filter)
}

// passing are the names of the Deployments that pass a filter.
func passing(t *testing.T, filter *v1alpha1.ResourceFilter) string {
	t.Helper()
	var objects []map[string]any
	if err := yaml.Unmarshal([]byte(deployments), &objects); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, object := range objects {
		object["apiVersion"], object["kind"] = "apps/v1", "Deployment"
		event := &resource.InformerEvent{Obj: &unstructured.Unstructured{Object: object}, Type: v1alpha1.UPDATE}
		if passFilters(event, filter, time.Now(), zap.NewNop().Sugar()) {
			names = append(names, event.Obj.(*unstructured.Unstructured).GetName())
		}
	}
	return "passes: " + strings.Join(names, ", ")
}

// onPath is the first thing that a watch asks the API server for.
func onPath(t *testing.T, s *sample) string {
	asked := make(chan string, 1)
	// StartListening never returns, so this server stays for as long as the process.
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		select {
		case asked <- request.Method + " " + request.URL.Path:
		default:
		}
		http.NotFound(writer, request)
	}))
	t.Setenv(v1alpha1.EnvVarKubeConfig, kubeconfig(t, server.URL))
	source := resource.EventListener{EventSourceName: "apps", EventName: "web", ResourceEventSource: s.Sources[0].Spec.Resource["web"], Metrics: metrics.NewMetrics("events")}
	go func() {
		_ = source.StartListening(logging.WithLogger(context.Background(), zap.NewNop().Sugar()), nil)
	}()
	select {
	case path := <-asked:
		return path
	case <-time.After(5 * time.Second):
		return "nothing"
	}
}

// What the rules field-key, field-not-text and field-not-anchored say of filters on fields.
func TestFieldFilters(t *testing.T) {
	for filter, passes := range map[string]string{
		// A number, a boolean, an object and a list count as an empty text.
		`{key: spec.replicas, operation: "==", value: "3"}`:        "",
		`{key: spec.replicas, operation: "!=", value: "3"}`:        "web, web-canary",
		`{key: spec.replicas, operation: "==", value: ""}`:         "web, web-canary",
		`{key: spec.replicas, operation: "==", value: ".*"}`:       "web, web-canary",
		`{key: spec.paused, operation: "==", value: "true"}`:       "",
		`{key: metadata.labels, operation: "==", value: web}`:      "",
		`{key: "metadata.labels.#", operation: "==", value: web}`:  "",
		`{key: metadata.uid, operation: "!=", value: x}`:           "", // it is not there
		`{key: body.metadata.name, operation: "!=", value: x}`:     "",
		`{key: metadata.name, operation: "!=", value: web}`:        "",
		`{key: metadata.name, operation: "=", value: ^web$}`:       "web",
		`{key: metadata.name, operation: in, value: web}`:          "",
		`{key: metadata.name, operation: exists, value: ""}`:       "",
		`{key: metadata.name, value: web}`:                         "",
		`{key: "metadata['name']", operation: "!=", value: other}`: "",
	} {
		var field v1alpha1.Selector
		if err := yaml.Unmarshal([]byte(filter), &field); err != nil {
			t.Fatal(err)
		}
		expect(t, filter, passing(t, &v1alpha1.ResourceFilter{Fields: []v1alpha1.Selector{field}}), "passes: "+passes)
	}
}

// What the rule label-selector says of labels.
func TestLabelFilters(t *testing.T) {
	refused := []string{
		`{key: app, operation: in, value: "a, b"}`, `{key: app, operation: exists, value: x}`, `{key: app, operation: "!", value: x}`,
		`{key: app, operation: gt, value: many}`, `{key: app, operation: lt, value: ""}`, `{key: app, operation: "==", value: "a,b"}`,
		`{key: app, value: ^web$}`, `{key: 'app\.kubernetes\.io/name', value: web}`, `{key: a/b/c, value: web}`,
	}
	taken := []string{
		`{key: app, operation: in, value: "a,b"}`, `{key: app, operation: in, value: ""}`, `{key: app, operation: exists}`, `{key: app, operation: "!", value: ""}`,
		`{key: app, operation: gt, value: "3"}`, `{key: app.kubernetes.io/name, value: ""}`, `{key: app, value: v1.2_3}`,
	}
	for _, text := range append(refused, taken...) {
		var label v1alpha1.Selector
		if err := yaml.Unmarshal([]byte(text), &label); err != nil {
			t.Fatal(err)
		}
		_, err := resource.LabelReq(label)
		isRefused := false
		for _, one := range refused {
			isRefused = isRefused || one == text
		}
		expect(t, text+" is refused", err != nil, isRefused)
	}
}
