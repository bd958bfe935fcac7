package kubelet

import (
	"fmt"
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func testCrashLoop(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: crashes}
spec:
  containers:
  - {name: main, image: workload, args: [say, once more, exit, "5"], terminationMessagePolicy: FallbackToLogsOnError}`)
	pod := w.await(t, ns, "crashes", "CrashLoopBackOff", func(pod *v1.Pod) bool {
		return len(pod.Status.ContainerStatuses) > 0 && pod.Status.ContainerStatuses[0].State.Waiting != nil &&
			pod.Status.ContainerStatuses[0].State.Waiting.Reason == "CrashLoopBackOff"
	})
	status := pod.Status.ContainerStatuses[0]
	last := status.LastTerminationState.Terminated
	if last == nil || last.ExitCode != 5 || last.Reason != "Error" || last.Message != "once more\n" || status.RestartCount < 1 || pod.Status.Phase != v1.PodRunning || ready(pod) {
		t.Errorf("%+v", pod.Status)
	}
	if said := w.logs(t, ns, "crashes", v1.PodLogOptions{}); said != "once more\n" {
		t.Errorf("%q", said)
	}
	w.event(t, ns, "crashes", backOff, "Back-off restarting failed container main")
	w.remove(t, ns, "crashes")
}

func testKill(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: victim}, spec: {containers: [{name: main, image: workload, args: [variable, HOSTNAME, forever, here]}]}}`)
	w.await(t, ns, "victim", "ready", ready)
	w.says(t, ns, "victim", "here\n")
	if err := w.kubelet.Kill(ns, "victim"); err != nil {
		t.Fatal(err)
	}
	pod := w.await(t, ns, "victim", "runs again", func(pod *v1.Pod) bool {
		return pod.Status.ContainerStatuses[0].RestartCount == 1 && ready(pod)
	})
	if last := pod.Status.ContainerStatuses[0].LastTerminationState.Terminated; last == nil || last.ExitCode != 137 {
		t.Errorf("%+v", pod.Status)
	}
	contains(t, w.logs(t, ns, "victim", v1.PodLogOptions{Previous: true}), "HOSTNAME=victim", "here")
	w.run(t, ns, "once", []string{"forever", "here"})
	w.phase(t, ns, "once", v1.PodRunning)
	if err := w.kubelet.Kill(ns, "once"); err != nil {
		t.Fatal(err)
	}
	w.phase(t, ns, "once", v1.PodFailed)
}

func testTermination(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "polite", []string{"forever", "here"})
	w.run(t, ns, "deaf", []string{"ignore", "SIGTERM", "say", "deaf", "sleep", "1h"}, "  terminationGracePeriodSeconds: 1")
	for _, name := range []string{"polite", "deaf"} {
		w.says(t, ns, name, "\n")
	}
	changes := w.watch(t, ns)
	for _, name := range []string{"polite", "deaf"} {
		if err := w.client.CoreV1().Pods(ns).Delete(t.Context(), name, metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	codes := map[string]int32{}
	phases := map[string]v1.PodPhase{}
	for gone := 0; gone < 2; {
		event, ok := <-changes
		if !ok {
			t.Fatal("the watch ended")
		}
		pod := event.Object.(*v1.Pod)
		if event.Type == "DELETED" {
			gone++
		}
		if ended := pod.Status.ContainerStatuses[0].State.Terminated; ended != nil {
			codes[pod.Name] = ended.ExitCode
		}
		phases[pod.Name] = pod.Status.Phase
	}
	if codes["polite"] != 3 || codes["deaf"] != 137 || phases["polite"] != v1.PodFailed || phases["deaf"] != v1.PodFailed {
		t.Errorf("%v %v", codes, phases)
	}
}

func testForce(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "deaf", []string{"ignore", "SIGTERM", "sleep", "1h"})
	w.phase(t, ns, "deaf", v1.PodRunning)
	p := w.kubelet.pod(ns, "deaf")
	zero := int64(0)
	if err := w.client.CoreV1().Pods(ns).Delete(t.Context(), "deaf", metav1.DeleteOptions{GracePeriodSeconds: &zero}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, "its process is gone", func() error {
		if running := p.processes(); len(running) > 0 {
			return fmt.Errorf("it is there: %d", running[0].PID)
		}
		return nil
	})
}

func testNameUsedAgain(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "name", []string{"ignore", "SIGTERM", "say", "first", "sleep", "1h"}, "  terminationGracePeriodSeconds: 1")
	w.phase(t, ns, "name", v1.PodRunning)
	zero := int64(0)
	if err := w.client.CoreV1().Pods(ns).Delete(t.Context(), "name", metav1.DeleteOptions{GracePeriodSeconds: &zero}); err != nil {
		t.Fatal(err)
	}
	// The first still runs.
	contains(t, w.output(t, ns, "name", []string{"say", "second"}), "second")
}

func testUsage(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "burns", []string{"burn", "300ms", "say", "burnt", "sleep", "1h"}, "  terminationGracePeriodSeconds: 1")
	w.says(t, ns, "burns", "burnt\n")
	use, err := w.kubelet.Usage(ns, "burns")
	if err != nil {
		t.Fatal(err)
	}
	// A busy machine gives it less time than it takes.
	if use.CPU <= 0 || use.CPU > time.Minute || use.PeakRSS < 1<<20 || use.PeakRSS > 1<<30 {
		t.Errorf("%+v", use)
	}
}
