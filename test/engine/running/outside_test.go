package running

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// outside is all that a sensor reaches: the API server and the web, as in the verdicts. Several triggers act at once.
type outside struct {
	lock    sync.Mutex
	cluster []*engine.Recorder // one for each time that a trigger asks for a resource
	web     engine.HTTPRecorder
}

// Resource implements dynamic.Interface.
func (o *outside) Resource(resource schema.GroupVersionResource) dynamic.NamespaceableResourceInterface {
	o.lock.Lock()
	defer o.lock.Unlock()
	one := &engine.Recorder{}
	o.cluster = append(o.cluster, one)
	return one.Resource(resource)
}

// RoundTrip implements http.RoundTripper.
func (o *outside) RoundTrip(request *http.Request) (*http.Response, error) {
	o.lock.Lock()
	defer o.lock.Unlock()
	return o.web.RoundTrip(request)
}

// done is what has been done since it was last asked for, when no trigger is at work.
func (o *outside) done(t *testing.T) (lines []string) {
	t.Helper()
	o.lock.Lock()
	defer o.lock.Unlock()
	for _, one := range o.cluster {
		for _, write := range one.Writes {
			lines = append(lines, line(t, write.Heading(), write.Object))
		}
	}
	for _, request := range o.web.Requests {
		sent := map[string]any{"headers": request.Headers}
		if request.Body != nil {
			sent["body"] = request.Body
		}
		lines = append(lines, line(t, request.Method+" "+request.URL, sent))
	}
	o.cluster, o.web.Requests = nil, nil
	slices.Sort(lines)
	return lines
}

// answer is the status with which the web answers all requests: one that each of these sensors counts as success.
func answer(t *testing.T, sensors []*v1alpha1.Sensor) int {
	t.Helper()
	var allowed [][]int32
	for _, sensor := range sensors {
		for _, trigger := range sensor.Spec.Triggers {
			if policy := trigger.Policy; policy != nil && policy.Status != nil {
				allowed = append(allowed, policy.Status.Allow)
			}
		}
	}
	for status := int32(200); status < 300; status++ {
		if !slices.ContainsFunc(allowed, func(list []int32) bool { return !slices.Contains(list, status) }) {
			return int(status)
		}
	}
	t.Fatal("no status is a success of all triggers")
	return 0
}

// withoutSecrets is the sensor with the names of secrets in its headers, as in the verdicts: their values are files.
func withoutSecrets(sensor *v1alpha1.Sensor) *v1alpha1.Sensor {
	own := sensor.DeepCopy()
	for i := range own.Spec.Triggers {
		if template := own.Spec.Triggers[i].Template; template.HTTP != nil {
			template.HTTP = engine.WithoutSecrets(template.HTTP)
		}
		if dlq := own.Spec.Triggers[i].DlqTrigger; dlq != nil && dlq.Template.HTTP != nil {
			dlq.Template.HTTP = engine.WithoutSecrets(dlq.Template.HTTP)
		}
	}
	return own
}

// line is an action with all that it sends, for a comparison.
func line(t *testing.T, heading string, sent any) string {
	t.Helper()
	text, err := yaml.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s\n%s", heading, text)
}
