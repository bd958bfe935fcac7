package kubelet

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"
)

// world is a control plane with a node.
type world struct {
	plane   *plane.Plane
	kubelet *Kubelet
	client  kubernetes.Interface
}

const limit = 30 * time.Second

func start(t *testing.T) world {
	t.Helper()
	set, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := plane.Start(t.Context(), plane.Options{Dir: filepath.Join(sandbox.Dir(), "plane"), Bin: set})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	config := p.REST()
	config.WarningHandler = rest.NoWarnings{}
	w := world{plane: p, client: kubernetes.NewForConfigOrDie(config)}
	w.kubelet = w.startKubelet(t)
	return w
}

func (w world) startKubelet(t *testing.T) *Kubelet {
	t.Helper()
	set, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	k, err := Start(t.Context(), Options{
		Client: w.client, Dir: filepath.Join(sandbox.Dir(), "node"), Node: "node-1",
		Images: map[string]Image{
			"workload":             {Entrypoint: []string{workload}, Files: map[string]string{workload: self}},
			"docker.io/alpine/k8s": {Files: map[string]string{"/usr/bin/kubectl": set.Kubectl}},
		},
		Hosts: map[string]string{"api.github.com": "192.0.2.10"},
		CAs:   w.plane.CA().PEM(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		k.Stop(ctx)
	})
	return k
}

// namespace makes one for a test.
func (w world) namespace(t *testing.T) string {
	t.Helper()
	name := strings.Map(func(r rune) rune {
		if r == '/' || r == '_' || r == ' ' {
			return '-'
		}
		return r
	}, strings.ToLower(t.Name()))
	name = strings.Trim(name[max(0, len(name)-60):], "-")
	object := &v1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if _, err := w.client.CoreV1().Namespaces().Create(t.Context(), object, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	// A pod needs its account, and the account's token the certificate of the API server.
	w.eventually(t, "the account of namespace "+name, func() error {
		_, err := w.client.CoreV1().ServiceAccounts(name).Get(t.Context(), "default", metav1.GetOptions{})
		return err
	})
	w.eventually(t, "the certificate in namespace "+name, func() error {
		_, err := w.client.CoreV1().ConfigMaps(name).Get(t.Context(), "kube-root-ca.crt", metav1.GetOptions{})
		return err
	})
	return name
}

func decode[T any](t *testing.T, text string) *T {
	t.Helper()
	object := new(T)
	if err := yaml.UnmarshalStrict([]byte(text), object); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return object
}

// creator is the part of a typed client that makes objects.
type creator[T any] interface {
	Create(context.Context, *T, metav1.CreateOptions) (*T, error)
}

func create[T any](t *testing.T, with creator[T], text string) *T {
	t.Helper()
	object, err := with.Create(t.Context(), decode[T](t, text), metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("%v for\n%s", err, text)
	}
	return object
}

// run makes a pod of a single container; more of its spec may follow.
func (w world) run(t *testing.T, namespace, name string, args []string, more ...string) *v1.Pod {
	t.Helper()
	list, err := yaml.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("metadata: {name: %s}\nspec:\n  restartPolicy: Never\n  containers:\n  - name: main\n    image: workload\n    args:\n", name)
	for line := range strings.Lines(string(list)) {
		text += "    " + line
	}
	return create(t, w.client.CoreV1().Pods(namespace), text+strings.Join(more, "\n"))
}

// output runs a pod to its end and gives what it has said.
func (w world) output(t *testing.T, namespace, name string, args []string, more ...string) string {
	t.Helper()
	w.run(t, namespace, name, args, more...)
	pod := w.phase(t, namespace, name, v1.PodSucceeded, v1.PodFailed)
	said := w.logs(t, namespace, name, v1.PodLogOptions{})
	if pod.Status.Phase == v1.PodFailed {
		t.Fatalf("pod %s failed: %s", name, said)
	}
	return said
}

func (w world) logs(t *testing.T, namespace, name string, options v1.PodLogOptions) string {
	t.Helper()
	said, err := w.client.CoreV1().Pods(namespace).GetLogs(name, &options).DoRaw(t.Context())
	if err != nil {
		t.Fatalf("logs of pod %s: %v: %s", name, err, said)
	}
	return string(said)
}

// says waits until a pod's container has said something.
func (w world) says(t *testing.T, namespace, name, part string) {
	t.Helper()
	w.eventually(t, fmt.Sprintf("pod %s says %q", name, part), func() error {
		said, err := w.client.CoreV1().Pods(namespace).GetLogs(name, &v1.PodLogOptions{}).DoRaw(t.Context())
		if err == nil && !strings.Contains(string(said), part) {
			err = fmt.Errorf("it has said %q", said)
		}
		return err
	})
}

// await waits until a pod is as it should be.
func (w world) await(t *testing.T, namespace, name, what string, ok func(*v1.Pod) bool) *v1.Pod {
	t.Helper()
	var pod *v1.Pod
	w.eventually(t, fmt.Sprintf("pod %s: %s", name, what), func() (err error) {
		if pod, err = w.client.CoreV1().Pods(namespace).Get(t.Context(), name, metav1.GetOptions{}); err != nil {
			return err
		}
		if ok(pod) {
			return nil
		}
		status, err := yaml.Marshal(pod.Status)
		if err != nil {
			return err
		}
		return fmt.Errorf("status:\n%s", status)
	})
	return pod
}

func (w world) phase(t *testing.T, namespace, name string, phases ...v1.PodPhase) *v1.Pod {
	t.Helper()
	return w.await(t, namespace, name, fmt.Sprint(phases), func(pod *v1.Pod) bool {
		for _, phase := range phases {
			if pod.Status.Phase == phase {
				return true
			}
		}
		return false
	})
}

func ready(pod *v1.Pod) bool { return holds(pod, v1.PodReady) }

func holds(pod *v1.Pod, kind v1.PodConditionType) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == kind {
			return condition.Status == v1.ConditionTrue
		}
	}
	return false
}

func (w world) eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	end := time.Now().Add(limit)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not after %s: %s: %v", limit, what, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// watch tells of changes to the pods of a namespace, not longer than a test may wait.
func (w world) watch(t *testing.T, namespace string) <-chan watch.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	changes, err := w.client.CoreV1().Pods(namespace).Watch(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return changes.ResultChan()
}

// remove deletes a pod and waits until it is gone.
func (w world) remove(t *testing.T, namespace, name string) {
	t.Helper()
	if err := w.client.CoreV1().Pods(namespace).Delete(t.Context(), name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	w.gone(t, namespace, name)
}

func (w world) gone(t *testing.T, namespace, name string) {
	t.Helper()
	w.eventually(t, "pod "+name+" is gone", func() error {
		list, err := w.client.CoreV1().Pods(namespace).List(t.Context(), metav1.ListOptions{FieldSelector: "metadata.name=" + name})
		if err == nil && len(list.Items) > 0 {
			err = fmt.Errorf("it is there: %s", list.Items[0].Status.Phase)
		}
		return err
	})
}

// event waits for an Event about an object.
func (w world) event(t *testing.T, namespace, name, reason, says string) {
	t.Helper()
	w.eventually(t, "Event "+reason, func() error {
		list, err := w.client.CoreV1().Events(namespace).List(t.Context(), metav1.ListOptions{FieldSelector: "involvedObject.name=" + name})
		if err != nil {
			return err
		}
		var all []string
		for _, event := range list.Items {
			if event.Reason == reason && strings.Contains(event.Message, says) {
				return nil
			}
			all = append(all, event.Reason+": "+event.Message)
		}
		return fmt.Errorf("there are %q", all)
	})
}
