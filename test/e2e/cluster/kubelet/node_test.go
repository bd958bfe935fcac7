package kubelet

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Containers go on while the API server is away, what happens to them is told when it is back, and so is what changed meanwhile.
func testAPIServer(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: stays}, spec: {containers: [{name: main, image: workload, args: [serve, here]}]}}`)
	create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: crashes}, spec: {containers: [{name: main, image: workload, args: [forever, here]}]}}`)
	w.run(t, ns, "ends", []string{"wait", "/data/on"}, `
    volumeMounts: [{name: data, mountPath: /data}]
  volumes: [{name: data, emptyDir: {}}]`)
	stays := w.await(t, ns, "stays", "ready", ready)
	w.await(t, ns, "crashes", "ready", ready)
	w.phase(t, ns, "ends", v1.PodRunning)
	server := w.plane.Process(plane.APIServer)
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := w.kubelet.Kill(ns, "crashes"); err != nil {
		t.Fatal(err)
	}
	ends := w.kubelet.pod(ns, "ends")
	if err := os.WriteFile(ends.dir()+"/volumes/data/on", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, "a container ends", func() error {
		if len(ends.processes()) > 0 {
			return fmt.Errorf("it runs")
		}
		return nil
	})
	// More than one try of everything that tries.
	time.Sleep(10 * retryPause)
	if said, err := fetch("http://" + stays.Status.PodIP + ":8080/"); err != nil || said != "here" {
		t.Errorf("%q, %v", said, err)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.phase(t, ns, "ends", v1.PodSucceeded)
	w.await(t, ns, "crashes", "runs again", func(pod *v1.Pod) bool { return pod.Status.ContainerStatuses[0].RestartCount == 1 && ready(pod) })
	if now := w.await(t, ns, "stays", "ready", ready); now.Status.ContainerStatuses[0].ContainerID != stays.Status.ContainerStatuses[0].ContainerID {
		t.Error("a container did not survive")
	}
	contains(t, w.output(t, ns, "after", []string{"say", "after"}), "after")
	w.remove(t, ns, "stays")
}

// testStart measures, and asserts nothing of times.
func testStart(t *testing.T, w world) {
	ns := w.namespace(t)
	changes := w.watch(t, ns)
	for i := range 5 {
		name := fmt.Sprintf("pod-%d", i)
		create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: `+name+`}, spec: {containers: [{name: main, image: workload, args: [forever, here]}]}}`)
		var bound time.Time
		for running := false; !running; {
			event, ok := <-changes
			if !ok {
				t.Fatal("the watch ended")
			}
			pod := event.Object.(*v1.Pod)
			if pod.Name != name {
				continue
			}
			if bound.IsZero() && pod.Spec.NodeName != "" {
				bound = time.Now()
			}
			running = pod.Status.Phase == v1.PodRunning
		}
		t.Logf("from bound to running: %s", time.Since(bound).Round(time.Millisecond))
	}
}

// empty deletes the pods of a namespace, what makes them anew, and its Services. To delete the namespace would take longer.
func (w world) empty(t *testing.T, namespace string) {
	t.Helper()
	soon, all := metav1.DeleteOptions{GracePeriodSeconds: new(int64)}, metav1.ListOptions{}
	*soon.GracePeriodSeconds = 1
	services, err := w.client.CoreV1().Services(namespace).List(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	for _, service := range services.Items {
		if err := w.client.CoreV1().Services(namespace).Delete(t.Context(), service.Name, metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{
		w.client.AppsV1().Deployments(namespace).DeleteCollection(t.Context(), metav1.DeleteOptions{}, all),
		w.client.BatchV1().CronJobs(namespace).DeleteCollection(t.Context(), metav1.DeleteOptions{}, all),
		w.client.BatchV1().Jobs(namespace).DeleteCollection(t.Context(), metav1.DeleteOptions{}, all),
		w.client.CoreV1().Pods(namespace).DeleteCollection(t.Context(), soon, all),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func testNothingLeft(t *testing.T, w world, before inventory) {
	namespaces, err := w.client.CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// Otherwise nothing is what is found of a node that is busy.
	for _, part := range takeInventory(t, w).parts(before) {
		if part.what != "mounts" && slices.Equal(part.now, part.before) {
			t.Errorf("pods should show in %s: %q", part.what, part.now)
		}
	}
	for _, namespace := range namespaces.Items {
		if strings.HasPrefix(namespace.Name, "test") {
			w.empty(t, namespace.Name)
		}
	}
	w.eventually(t, "nothing is left", func() error { return takeInventory(t, w).difference(before) })
	if left := w.kubelet.snapshot(); len(left) > 0 {
		t.Errorf("the node remembers pods: %v", left)
	}
	logs, err := filepath.Glob(filepath.Join(w.kubelet.dir, "log", "pods", "*", "main", "0.log"))
	if err != nil || len(logs) == 0 {
		t.Errorf("the logs should stay: %q, %v", logs, err)
	}
}

// Stop does not wait for containers to end by themselves. A node that starts again takes up what there is to do.
func testStop(t *testing.T, w world, before inventory) {
	ns := w.namespace(t)
	w.run(t, ns, "deaf", []string{"ignore", "SIGTERM", "sleep", "1h"})
	w.run(t, ns, "deleted", []string{"forever", "here"})
	w.run(t, ns, "done", []string{"say", "done"})
	w.phase(t, ns, "deaf", v1.PodRunning)
	w.phase(t, ns, "deleted", v1.PodRunning)
	w.phase(t, ns, "done", v1.PodSucceeded)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	w.kubelet.Stop(ctx)
	if ctx.Err() != nil {
		t.Error("the node did not stop")
	}
	if err := takeInventory(t, w).difference(before); err != nil {
		t.Error(err)
	}
	if err := w.client.CoreV1().Pods(ns).Delete(t.Context(), "deleted", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	again := w.startKubelet(t)
	w.gone(t, ns, "deleted")
	w.await(t, ns, "deaf", "runs again", func(pod *v1.Pod) bool {
		p := again.pod(ns, "deaf")
		return p != nil && len(p.processes()) > 0 && pod.Status.PodIP == p.address.Addr().String() && len(pod.Status.PodIPs) == 1
	})
	if again.pod(ns, "done") != nil {
		t.Error("a pod that is done runs again")
	}
}
