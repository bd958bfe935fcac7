package kubelet

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/plane"

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

// inventory is what a node has taken of the machine.
type inventory struct {
	links, addresses, given, mounts, namespaces, processes, folders, workers []string
}

func takeInventory(t *testing.T, w world) inventory {
	t.Helper()
	var found inventory
	check := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	links, err := net.Interfaces()
	check(err)
	for _, link := range links {
		found.links = append(found.links, link.Name)
	}
	addresses, err := net.InterfaceAddrs()
	check(err)
	for _, address := range addresses {
		if !strings.Contains(address.String(), ":") { // IPv6 addresses come and go by themselves
			found.addresses = append(found.addresses, address.String())
		}
	}
	w.kubelet.pool.mu.Lock()
	for address := range w.kubelet.pool.used {
		found.given = append(found.given, address.String())
	}
	w.kubelet.pool.mu.Unlock()
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	check(err)
	for line := range strings.Lines(string(mounts)) {
		found.mounts = append(found.mounts, strings.Fields(line)[4])
	}
	own, err := os.Readlink("/proc/self/ns/net")
	check(err)
	files, err := filepath.Glob("/proc/self/fd/*")
	check(err)
	for _, file := range files {
		if target, err := os.Readlink(file); err == nil && strings.HasPrefix(target, "net:") && target != own {
			found.namespaces = append(found.namespaces, target)
		}
	}
	ownPID, err := os.Readlink("/proc/self/ns/pid")
	check(err)
	processes, err := filepath.Glob("/proc/[0-9]*/ns/pid")
	check(err)
	for _, process := range processes {
		if namespace, err := os.Readlink(process); err == nil && namespace != ownPID {
			found.processes = append(found.processes, process)
		}
	}
	found.folders, err = filepath.Glob(filepath.Join(w.kubelet.dir, "pods", "*"))
	check(err)
	stacks := make([]byte, 64<<20)
	for goroutine := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		if strings.Contains(goroutine, "kubelet.(*pod)") || strings.Contains(goroutine, "kubelet.(*unit)") {
			found.workers = append(found.workers, goroutine)
		}
	}
	for _, part := range []*[]string{&found.links, &found.addresses, &found.given, &found.mounts} {
		slices.Sort(*part)
	}
	return found
}

type inventoryPart struct {
	what        string
	now, before []string
}

func (i inventory) parts(before inventory) []inventoryPart {
	return []inventoryPart{
		{"network interfaces", i.links, before.links}, {"addresses", i.addresses, before.addresses},
		{"addresses given out", i.given, before.given}, {"mounts", i.mounts, before.mounts},
		{"network namespaces", i.namespaces, before.namespaces}, {"processes in containers", i.processes, before.processes},
		{"folders of pods", i.folders, before.folders}, {"goroutines", i.workers, before.workers},
	}
}

func (i inventory) difference(before inventory) error {
	for _, part := range i.parts(before) {
		if !slices.Equal(part.now, part.before) {
			return fmt.Errorf("%s: %q, before: %q", part.what, part.now, part.before)
		}
	}
	return nil
}

func hasAddress(t *testing.T, address string) bool {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(addresses, func(a net.Addr) bool { return a.String() == address+"/32" })
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
	w.eventually(t, "a pod runs again", func() error {
		_, err := again.running(ns, "deaf")
		return err
	})
	if again.pod(ns, "done") != nil {
		t.Error("a pod that is done runs again")
	}
}
