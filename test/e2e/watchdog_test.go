package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const eventSourcePods = "eventsource-name in (github, remediation-state)"

// watchdog restarts the bus and gives a sensor a second Deployment, as a controller does whose picture of the cluster is old. Then it has
// the watchdog come, by the commands of its document: once for what it finds, and once more, when it finds nothing.
func watchdog(t *testing.T, w *world) {
	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/operate.md", "The watchdog")
	if err != nil {
		t.Fatal(err)
	}
	sensorPods := suite.Remediation.SensorPods()
	before, others := w.pods(t, sensorPods), w.pods(t, eventSourcePods)
	if len(before) != 1 || len(others) != 2 {
		t.Fatalf("pods of sensors: %d, of event sources: %d; want 1 and 2", len(before), len(others))
	}

	bus := w.Plane.Process(plane.NATS)
	if err := bus.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.noticed(t, before)
	w.double(t, suite.Remediation.Name.Sensor())

	// What it says is no proof: it comes by itself every five minutes, and may have been there just before.
	w.sh(t, blocks[0])
	w.eventually(t, patience, func() error { return w.oneOfEach(t, before) })
	w.same(t, eventSourcePods, others)
	after := w.pods(t, sensorPods)
	if told := w.sh(t, blocks[0]); strings.Contains(told, "pod ") || strings.Contains(told, "deployment.apps") {
		t.Errorf("nothing is wrong, and the watchdog says:\n%s", told)
	}
	w.same(t, sensorPods, after)

	// Those of the other loops would come sooner or later, in the middle of another scenario.
	w.watchdogs(t, blocks[0], w.Loops[1:])
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
}

// noticed waits until sensors have noticed that the bus was away.
func (w *world) noticed(t *testing.T, pods map[types.UID]corev1.Pod) {
	t.Helper()
	w.eventually(t, soon, func() error {
		for _, pod := range pods {
			log, err := w.Client.CoreV1().Pods(pod.Namespace).GetLogs(pod.Name, &corev1.PodLogOptions{}).DoRaw(t.Context())
			// One that is gone has been replaced.
			if !apierrors.IsNotFound(err) && !strings.Contains(string(log), "reconnected to EventBus") {
				return fmt.Errorf("pod %s has not noticed that the bus was away, %v", pod.Name, err)
			}
		}
		return nil
	})
}

// watchdogs has the watchdogs of loops come, by the documented command.
func (w *world) watchdogs(t *testing.T, command string, loops []suite.Loop) {
	t.Helper()
	for _, loop := range loops {
		w.sh(t, strings.ReplaceAll(command, suite.Remediation.Name.Watchdog(), loop.Name.Watchdog()))
		w.sh(t, "kubectl wait deployments -n github-webhooks -l "+loop.SensorPods()+" --for=condition=Available --timeout=60s")
	}
}

// pods are those in the namespace of the sensors that are not about to go.
func (w *world) pods(t *testing.T, selector string) map[types.UID]corev1.Pod {
	t.Helper()
	list, err := w.Client.CoreV1().Pods(suite.SensorNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		t.Fatal(err)
	}
	pods := map[types.UID]corev1.Pod{}
	for _, pod := range list.Items {
		if pod.DeletionTimestamp == nil {
			pods[pod.UID] = pod
		}
	}
	return pods
}

// same is that no pod has come in the place of one that was there before.
func (w *world) same(t *testing.T, selector string, before map[types.UID]corev1.Pod) {
	t.Helper()
	for uid, pod := range w.pods(t, selector) {
		if _, there := before[uid]; !there {
			t.Errorf("pod %s is new, and nothing was wrong with the one before", pod.Name)
		}
	}
}

// double makes a second Deployment of a sensor.
func (w *world) double(t *testing.T, sensor string) {
	t.Helper()
	deployments := w.Client.AppsV1().Deployments(suite.SensorNamespace)
	list, err := deployments.List(t.Context(), metav1.ListOptions{LabelSelector: "sensor-name=" + sensor})
	if err != nil || len(list.Items) != 1 {
		t.Fatalf("%d Deployments of %s, %v", len(list.Items), sensor, err)
	}
	first := list.Items[0]
	second := &appsv1.Deployment{Spec: first.Spec, ObjectMeta: metav1.ObjectMeta{
		GenerateName: first.GenerateName, Labels: first.Labels, Annotations: first.Annotations, OwnerReferences: first.OwnerReferences,
	}}
	if _, err := deployments.Create(t.Context(), second, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

// oneOfEach asks for one Deployment of each sensor, ready, whose pod is none of those before.
func (w *world) oneOfEach(t *testing.T, before map[types.UID]corev1.Pod) error {
	list, err := w.Client.AppsV1().Deployments(suite.SensorNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: suite.Remediation.SensorPods()})
	if err != nil {
		return err
	}
	pods := w.pods(t, suite.Remediation.SensorPods())
	if len(list.Items) != len(before) || len(pods) != len(before) {
		return fmt.Errorf("%d Deployments, %d pods, want %d", len(list.Items), len(pods), len(before))
	}
	for _, deployment := range list.Items {
		if deployment.Status.ReadyReplicas != 1 || deployment.Status.Replicas != 1 {
			return fmt.Errorf("Deployment %s has %d of %d pods ready", deployment.Name, deployment.Status.ReadyReplicas, deployment.Status.Replicas)
		}
	}
	for uid, pod := range pods {
		if _, old := before[uid]; old {
			return fmt.Errorf("pod %s is still there", pod.Name)
		}
	}
	return nil
}
