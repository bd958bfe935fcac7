package e2e

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// restrictedPods shows that every pod of the loop and of its prerequisites is admitted where the restricted Pod Security Standard is
// enforced. In the sensors' namespace it is since it was made: all that runs there is proof.
func restrictedPods(t *testing.T, w *world) {
	t.Run("the sensors' namespace enforces it", func(t *testing.T) {
		root := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "root"}, Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "a", Image: "a"}}}}
		_, err := w.Client.CoreV1().Pods(suite.SensorNamespace).Create(t.Context(), root, metav1.CreateOptions{})
		if err == nil || !strings.Contains(err.Error(), `violates PodSecurity "restricted:latest"`) {
			t.Errorf("a pod that says nothing of itself: %v", err)
		}
	})
	t.Run("that of the agents could", func(t *testing.T) {
		// The API server judges the pods that are there, and warns of those that it would refuse.
		agents := suite.Remediation.AgentNamespace
		pods, err := w.Client.CoreV1().Pods(agents).List(t.Context(), metav1.ListOptions{LabelSelector: "app in (remediation-cancel,remediation-resync)"})
		if err != nil || len(pods.Items) == 0 {
			t.Fatalf("%d pods of the loop in %s, %v", len(pods.Items), agents, err)
		}
		out := w.sh(t, "kubectl label --dry-run=server namespace "+agents+" pod-security.kubernetes.io/enforce=restricted")
		if strings.Contains(out, "Warning") {
			t.Errorf("pods in %s are refused: %s", agents, out)
		}
	})
	t.Run("the event source that calls nobody has no token", func(t *testing.T) {
		pods, err := w.Client.CoreV1().Pods(suite.SensorNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: "app=github-eventsource"})
		if err != nil || len(pods.Items) == 0 {
			t.Fatalf("%d pods of the event source, %v", len(pods.Items), err)
		}
		for _, pod := range pods.Items {
			for _, volume := range pod.Spec.Volumes {
				if volume.Projected != nil {
					t.Errorf("%s has the volume %q", pod.Name, volume.Name)
				}
			}
		}
	})
	t.Run("the pods of the bus", func(t *testing.T) { restrictedBus(t, w) })
}

// volumes is the part of the rendered bus that says which it has.
const volumes = "    persistence:\n      volumeSize: 10Gi\n"

// restrictedBus has the controller install the bus of the prerequisites, which the suite else runs outside, in a namespace of its own.
func restrictedBus(t *testing.T, w *world) {
	const namespace = "bus"
	rendered, err := os.ReadFile(suite.Root() + "/dist/infra/gitops/prerequisites/github-webhooks/default-eventbus.yaml")
	if err != nil {
		t.Fatal(err)
	}
	bus := strings.Replace(string(rendered), "namespace: github-webhooks", "namespace: "+namespace, 1)
	w.sh(t, "kubectl create namespace bus; kubectl label namespace bus pod-security.kubernetes.io/enforce=restricted")
	w.apply(t, bus)

	t.Run("are made, and wait for their volumes", func(t *testing.T) {
		w.eventually(t, time.Minute, func() error {
			pods, err := w.Client.CoreV1().Pods(namespace).List(t.Context(), metav1.ListOptions{LabelSelector: "eventbus-name=default"})
			if err != nil || len(pods.Items) != 3 {
				return fmt.Errorf("%d pods, %v", len(pods.Items), err)
			}
			claims, err := w.Client.CoreV1().PersistentVolumeClaims(namespace).List(t.Context(), metav1.ListOptions{})
			if err != nil || len(claims.Items) != 3 {
				return fmt.Errorf("%d claims, %v", len(claims.Items), err)
			}
			for _, claim := range claims.Items {
				if size := claim.Spec.Resources.Requests.Storage().String(); size != "10Gi" {
					t.Errorf("%s asks for %s", claim.Name, size)
				}
			}
			return nil
		})
	})
	t.Run("are evicted one at a time", func(t *testing.T) { oneEviction(t, w, namespace) })
	t.Run("have other volumes only in a StatefulSet that is made anew", func(t *testing.T) {
		w.apply(t, strings.Replace(bus, volumes, "", 1))
		w.eventually(t, time.Minute, func() error {
			if out := w.sh(t, "kubectl describe eventbus default -n bus"); !strings.Contains(out, "updates to statefulset spec for fields other than") {
				return fmt.Errorf("nothing is said of the volumes: %s", out)
			}
			return nil
		})
		w.sh(t, "kubectl delete statefulset eventbus-default-js -n bus")
		w.eventually(t, time.Minute, func() error {
			set, err := w.Client.AppsV1().StatefulSets(namespace).Get(t.Context(), "eventbus-default-js", metav1.GetOptions{})
			if err != nil || len(set.Spec.VolumeClaimTemplates) > 0 {
				return fmt.Errorf("the StatefulSet is not made without volumes: %v", err)
			}
			return nil
		})
	})
	t.Run("run so", func(t *testing.T) { runsRestricted(t, w, namespace, bus) })
	t.Run("are not made without what is rendered for it", func(t *testing.T) {
		w.apply(t, `{apiVersion: argoproj.io/v1alpha1, kind: EventBus, metadata: {name: plain, namespace: bus}, spec: {jetstream: {version: "2.9.16"}}}`)
		w.eventually(t, time.Minute, func() error {
			events, err := w.Client.CoreV1().Events(namespace).List(t.Context(), metav1.ListOptions{FieldSelector: "reason=FailedCreate,involvedObject.name=eventbus-plain-js"})
			if err != nil {
				return err
			}
			for _, event := range events.Items {
				if strings.Contains(event.Message, `violates PodSecurity "restricted:latest"`) {
					return nil
				}
			}
			return fmt.Errorf("no pod of the bus is refused: %v", events.Items)
		})
	})
	t.Run("go with their volumes when the bus does", func(t *testing.T) {
		w.sh(t, "kubectl delete eventbus -n bus --all --timeout=60s")
		claims, err := w.Client.CoreV1().PersistentVolumeClaims(namespace).List(t.Context(), metav1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, claim := range claims.Items {
			// Nothing in this cluster takes a claim away once it is deleted.
			if claim.DeletionTimestamp == nil {
				t.Errorf("%s is not deleted", claim.Name)
			}
		}
	})
}

// runsRestricted starts the NATS of a bus with one pod as its StatefulSet has it, by the engine's own configuration and probes. What
// this node does not have stays away: volumes of claims, the two helpers beside NATS, and what NATS shares with them.
func runsRestricted(t *testing.T, w *world, namespace, bus string) {
	one := strings.NewReplacer("name: default\n", "name: one\n", "replicas: 3", "replicas: 1", volumes, "").Replace(bus)
	w.apply(t, one)
	var set *appsv1.StatefulSet
	w.eventually(t, time.Minute, func() (err error) {
		set, err = w.Client.AppsV1().StatefulSets(namespace).Get(t.Context(), "eventbus-one-js", metav1.GetOptions{})
		return err
	})
	spec := set.Spec.Template.Spec
	spec.ShareProcessNamespace = nil
	for _, container := range spec.Containers {
		if container.Name == "main" {
			container.Lifecycle = nil
			spec.Containers = []corev1.Container{container}
			break
		}
	}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "nats"}, Spec: spec}
	if _, err := w.Client.CoreV1().Pods(namespace).Create(t.Context(), pod, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	w.sh(t, "kubectl wait pod/nats -n bus --for=condition=Ready --timeout=90s")
	running, err := w.Client.CoreV1().Pods(namespace).Get(t.Context(), "nats", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// Of clients, and of the kubelet's probes, which no network policy keeps out. Of several pods, each also has one for the others.
	if open := openPorts(running.Status.PodIP); !slices.Equal(open, []int{4222, 8222}) {
		t.Errorf("the bus listens on %v", open)
	}
	if config := w.sh(t, "kubectl get configmap eventbus-default-js-config -n bus -o yaml"); !strings.Contains(config, "port: 6222") {
		t.Errorf("three pods of the bus have no port for each other: %s", config)
	}
	w.sh(t, "kubectl delete pod nats -n bus")
}

// oneEviction has the three pods of the bus ready, which they never are here, and evicts them as a drain of their nodes does.
func oneEviction(t *testing.T, w *world, namespace string) {
	rendered, err := os.ReadFile(suite.Root() + "/dist/infra/gitops/prerequisites/github-webhooks/eventbus-default-poddisruptionbudget.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w.apply(t, strings.Replace(string(rendered), "namespace: github-webhooks", "namespace: "+namespace, 1))
	allowed := func(want int32) {
		t.Helper()
		w.eventually(t, time.Minute, func() error {
			budget, err := w.Client.PolicyV1().PodDisruptionBudgets(namespace).Get(t.Context(), "eventbus-default", metav1.GetOptions{})
			if err != nil || budget.Status.ExpectedPods != 3 || budget.Status.DisruptionsAllowed != want {
				return fmt.Errorf("%v, %d pods expected, %d evictions allowed, want %d", err, budget.Status.ExpectedPods, budget.Status.DisruptionsAllowed, want)
			}
			return nil
		})
	}
	allowed(0)
	pods := w.Client.CoreV1().Pods(namespace)
	ready := func(pod string) {
		t.Helper()
		if _, err := pods.Patch(t.Context(), pod, types.MergePatchType, []byte(`{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}`), metav1.PatchOptions{}, "status"); err != nil {
			t.Fatal(err)
		}
	}
	evict := func(pod string) error {
		return pods.EvictV1(t.Context(), &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: pod, Namespace: namespace}})
	}
	for i := range 3 {
		ready(fmt.Sprint("eventbus-default-js-", i))
	}
	allowed(1)
	if err := evict("eventbus-default-js-0"); err != nil {
		t.Errorf("the first: %v", err)
	}
	if err := evict("eventbus-default-js-1"); !apierrors.IsTooManyRequests(err) {
		t.Errorf("the second, while the first is away: %v", err)
	}
	// The StatefulSet makes it again.
	w.eventually(t, time.Minute, func() error {
		_, err := pods.Get(t.Context(), "eventbus-default-js-0", metav1.GetOptions{})
		return err
	})
	ready("eventbus-default-js-0")
	allowed(1)
	if err := evict("eventbus-default-js-1"); err != nil {
		t.Errorf("the second, when the first is back: %v", err)
	}
	w.sh(t, "kubectl delete poddisruptionbudget eventbus-default -n "+namespace)
}

// apply applies a manifest.
func (w *world) apply(t *testing.T, manifest string) {
	t.Helper()
	if out, err := w.Sh(t.Context(), w.Checkout, `printf '%s' "$MANIFEST" | kubectl apply -f -`, "MANIFEST="+manifest); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
