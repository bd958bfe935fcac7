package traps

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/rand"
)

// deployed is the Deployment that the controller makes of a sensor.
func deployed(t *testing.T, sensor *v1alpha1.Sensor) *appsv1.Deployment {
	t.Helper()
	bus := &v1alpha1.EventBus{}
	bus.Status.Config.JetStream = &v1alpha1.JetStreamConfig{URL: "nats://bus"}
	deployment, err := buildDeployment(&sensorcontroller.AdaptorArgs{
		Image: "argo-events", Sensor: sensor, Labels: map[string]string{"sensor-name": sensor.Name},
	}, bus)
	if err != nil {
		t.Fatal(err)
	}
	return deployment
}

// pkg/reconciler/sensor/resource.go
func TestLabels(t *testing.T) {
	sensor := given(t, `spec: {template: {metadata: {labels: {of: template}, annotations: {of: template}}}}`)
	sensor.Labels = map[string]string{"of": "sensor"}
	sensor.Annotations = map[string]string{"of": "sensor"}
	deployment := deployed(t, sensor)
	pod := deployment.Spec.Template
	expect(t, "labels of the pod", pod.Labels, map[string]string{"of": "template", "sensor-name": "sensor"})
	expect(t, "annotations of the pod", pod.Annotations, map[string]string{"of": "template"})
	expect(t, "labels of the Deployment", deployment.Labels, map[string]string{"of": "sensor", "sensor-name": "sensor"})
	expect(t, "annotation of the Deployment", deployment.Annotations["of"], "")

	sensor.Spec.Template = nil
	expect(t, "labels of the pod without a template", deployed(t, sensor).Spec.Template.Labels, map[string]string{"sensor-name": "sensor"})
}

// No strategy: the default is RollingUpdate, and so two pods for a moment.
func TestStrategy(t *testing.T) {
	expect(t, "strategy", deployed(t, given(t, "")).Spec.Strategy, appsv1.DeploymentStrategy{})
}

func environment(t *testing.T, sensor *v1alpha1.Sensor, name string) string {
	t.Helper()
	return variable(t, deployed(t, sensor), name)
}

// variable is the value of an environment variable of the pods of a Deployment.
func variable(t *testing.T, deployment *appsv1.Deployment, name string) string {
	t.Helper()
	for _, variable := range deployment.Spec.Template.Spec.Containers[0].Env {
		if variable.Name == name {
			return variable.Value
		}
	}
	t.Fatalf("there is no variable %s", name)
	return ""
}

// A sensor travels to its pod in one environment variable, in base64.
func TestSensorObject(t *testing.T) {
	sensor := given(t, "")
	sensor.Labels = map[string]string{"of": "sensor"}
	text, err := base64.StdEncoding.DecodeString(environment(t, sensor, "SENSOR_OBJECT"))
	if err != nil {
		t.Fatal(err)
	}
	var travelled v1alpha1.Sensor
	if err := json.Unmarshal(text, &travelled); err != nil {
		t.Fatal(err)
	}
	expect(t, "spec", asJSON(t, travelled.Spec), asJSON(t, sensor.Spec))
	expect(t, "labels", travelled.Labels, nil)
}

// The pods elect a leader among as many as spec.replicas of the sensor that they are told, whatever their Deployment is scaled to
// afterwards. With an annotation they do so by a Lease, which takes no majority (NewElector in
// pkg/shared/leaderelection/leaderelection.go).
func TestElection(t *testing.T) {
	sensor := given(t, "spec: {replicas: 3}")
	deployment := deployed(t, sensor)
	var travelled v1alpha1.Sensor
	if err := json.Unmarshal([]byte(sensorIn(t, deployment)), &travelled); err != nil {
		t.Fatal(err)
	}
	expect(t, "pods, and those that vote", []int32{*deployment.Spec.Replicas, travelled.Spec.GetReplicas()}, []int32{3, 3})
	expect(t, "how they elect", environment(t, sensor, v1alpha1.EnvVarLeaderElection), "")
	sensor.Annotations = map[string]string{v1alpha1.AnnotationLeaderElection: "k8s"}
	expect(t, "how they elect with the annotation", environment(t, sensor, v1alpha1.EnvVarLeaderElection), "k8s")
}

// largest is how long the JSON can be: NAME=base64 and the closing zero must fit into MAX_ARG_STRLEN of Linux, 32 pages.
const largest = 98292

func TestLargestSensor(t *testing.T) {
	of := func(size int) string { return "SENSOR_OBJECT=" + base64.StdEncoding.EncodeToString(make([]byte, size)) }
	expect(t, "limit", []bool{len(of(largest))+1 <= 128<<10, len(of(largest+1))+1 <= 128<<10}, []bool{true, false})
	if runtime.GOOS != "linux" {
		t.Skip("MAX_ARG_STRLEN is a limit of Linux")
	}
	for size, want := range map[int]error{largest: nil, largest + 1: syscall.E2BIG} {
		process := exec.Command("/proc/self/exe", "-test.run=^$")
		process.Env = []string{of(size)}
		if err := process.Run(); !errors.Is(err, want) {
			t.Errorf("a process with a sensor of %d bytes: got %v, want %v", size, err, want)
		}
	}
	sensor := given(t, "")
	sensor.Spec.Triggers[0].Template.Conditions = rand.String(100_000)
	expect(t, "validation", validation(sensor), accepted)
	if size := len(environment(t, sensor, "SENSOR_OBJECT")); size < 128<<10 {
		t.Errorf("the controller made a variable of %d bytes", size)
	}
}

// The controller decodes a Sensor into its Go types and writes it back.
func TestCanonicalForm(t *testing.T) {
	sensor := given(t, `spec: {unknown: 1, template: {container: {resources: {limits: {cpu: 1000m, memory: 1024Mi}}}}}`)
	expect(t, "spec.template", asJSON(t, sensor.Spec.Template.Container.Resources), `{"limits":{"cpu":"1","memory":"1Gi"}}`)
	expect(t, "unknown field", strings.Contains(asJSON(t, sensor.Spec), "unknown"), false)
}
