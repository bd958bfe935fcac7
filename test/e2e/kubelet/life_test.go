package kubelet

import (
	"context"
	"fmt"
	"net/http"
	"strings"
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

// server is the workload that serves, with probes.
func (w world) server(t *testing.T, namespace, probes string) *v1.Pod {
	t.Helper()
	return create(t, w.client.CoreV1().Pods(namespace), `
metadata: {name: server, labels: {app: server}}
spec:
  containers:
  - name: main
    image: workload
    args: [serve, here]
    ports: [{name: web, containerPort: 8080}]
`+probes)
}

func tell(t *testing.T, pod *v1.Pod, path string) {
	t.Helper()
	response, err := http.Get("http://" + pod.Status.PodIP + ":8080" + path)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}

func testReadiness(t *testing.T, w world) {
	ns := w.namespace(t)
	w.server(t, ns, `    readinessProbe: {periodSeconds: 1, httpGet: {path: /health, port: web}, failureThreshold: 1}`)
	service := create(t, w.client.CoreV1().Services(ns), `{metadata: {name: server}, spec: {selector: {app: server}, ports: [{port: 80, targetPort: web}]}}`)
	pod := w.await(t, ns, "server", "ready", ready)
	url := "http://" + service.Spec.ClusterIP + "/"
	answers := func() error {
		_, err := fetch(url)
		return err
	}
	w.eventually(t, "the Service answers", answers)
	tell(t, pod, "/fail")
	pod = w.await(t, ns, "server", "not ready", func(pod *v1.Pod) bool { return !ready(pod) })
	w.eventually(t, "the Service does not answer", func() error {
		if answers() == nil {
			return fmt.Errorf("it does")
		}
		return nil
	})
	w.event(t, ns, "server", containerUnhealthy, "Readiness probe failed: HTTP probe failed with statuscode: 500")
	tell(t, pod, "/mend")
	pod = w.await(t, ns, "server", "ready", ready)
	if pod.Status.ContainerStatuses[0].RestartCount != 0 {
		t.Errorf("%+v", pod.Status)
	}
}

func testLiveness(t *testing.T, w world) {
	ns := w.namespace(t)
	w.server(t, ns, `    livenessProbe: {periodSeconds: 1, httpGet: {path: /health, port: 8080}, failureThreshold: 2}`)
	pod := w.await(t, ns, "server", "ready", ready)
	w.eventually(t, "it serves", func() error {
		_, err := fetch("http://" + pod.Status.PodIP + ":8080/")
		return err
	})
	tell(t, pod, "/fail")
	w.await(t, ns, "server", "started again", func(pod *v1.Pod) bool { return pod.Status.ContainerStatuses[0].RestartCount == 1 && ready(pod) })
	w.event(t, ns, "server", killing, "Container main failed liveness probe, will be restarted")
}

func testStartup(t *testing.T, w world) {
	ns := w.namespace(t)
	w.server(t, ns, `    startupProbe: {periodSeconds: 1, tcpSocket: {port: 8080}, initialDelaySeconds: 1}
    readinessProbe: {periodSeconds: 1, tcpSocket: {port: web}}`)
	w.await(t, ns, "server", "running, not started", func(pod *v1.Pod) bool {
		return pod.Status.Phase == v1.PodRunning && !*pod.Status.ContainerStatuses[0].Started && !ready(pod)
	})
	w.await(t, ns, "server", "ready", func(pod *v1.Pod) bool { return ready(pod) && *pod.Status.ContainerStatuses[0].Started })
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: never}
spec: {containers: [{name: main, image: workload, args: [forever, here], startupProbe: {periodSeconds: 1, tcpSocket: {port: 1}, failureThreshold: 1, terminationGracePeriodSeconds: 1}}]}`)
	w.await(t, ns, "never", "started again", func(pod *v1.Pod) bool {
		return len(pod.Status.ContainerStatuses) > 0 && pod.Status.ContainerStatuses[0].RestartCount > 0
	})
}

func testExecProbe(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: asks}
spec:
  volumes: [{name: data, emptyDir: {}}]
  securityContext: {runAsUser: 1234}
  containers:
  - name: main
    image: workload
    args: [wait, /tmp/written-by-probe, say, seen, forever, here]
    env: [{name: GREETING, value: hello}]
    volumeMounts: [{name: data, mountPath: /data}]
    readinessProbe: {periodSeconds: 1, timeoutSeconds: 30, failureThreshold: 1, exec: {command: [`+workload+`, identity, "", variable, GREETING, write, /tmp/written-by-probe, show, /data/*]}}`)
	w.event(t, ns, "asks", containerUnhealthy, "GREETING=hello")
	w.event(t, ns, "asks", containerUnhealthy, "host asks, pid ")
	w.event(t, ns, "asks", containerUnhealthy, "user 1234:0, groups [0], in /")
	w.event(t, ns, "asks", containerUnhealthy, "CapEff: 0000000000000000\nCapBnd: 00000000a80425fb")
	w.says(t, ns, "asks", "seen\n")
	if ready(w.phase(t, ns, "asks", v1.PodRunning)) {
		t.Error("ready although the probe fails")
	}
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: slow}
spec:
  containers:
  - {name: main, image: workload, args: [forever, here], readinessProbe: {periodSeconds: 1, timeoutSeconds: 1, exec: {command: [`+workload+`, sleep, 1m]}}}
  - {name: well, image: workload, args: [forever, here], readinessProbe: {periodSeconds: 1, timeoutSeconds: 30, exec: {command: [`+workload+`, say, well]}}}`)
	w.event(t, ns, "slow", containerUnhealthy, "timed out")
	w.await(t, ns, "slow", "one container ready", func(pod *v1.Pod) bool {
		return pod.Status.ContainerStatuses[1].Ready && !pod.Status.ContainerStatuses[0].Ready
	})
}

func testLogs(t *testing.T, w world) {
	ns := w.namespace(t)
	long := strings.Repeat("long ", 8000)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: talks, labels: {app: talks}}
spec:
  restartPolicy: Never
  volumes: [{name: config, configMap: {name: go, optional: true}}]
  containers:
  - name: main
    image: workload
    args: [say, one, say, two, say, "`+long+`", wait, /config/on, say, three]
    volumeMounts: [{name: config, mountPath: /config}]`)
	w.phase(t, ns, "talks", v1.PodRunning)
	follower, err := w.client.CoreV1().Pods(ns).GetLogs("talks", &v1.PodLogOptions{Follow: true}).Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer follower.Close()
	buffer := make([]byte, 4)
	for read := 0; read < len(buffer); {
		n, err := follower.Read(buffer[read:])
		if err != nil {
			t.Fatal(err)
		}
		read += n
	}
	if string(buffer) != "one\n" {
		t.Errorf("%q", buffer)
	}
	followed := make(chan string, 1)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	go func() {
		said, err := w.plane.Kubectl(ctx, "logs", "-n", ns, "-f", "-l", "app=talks", "--tail=-1")
		followed <- fmt.Sprint(said, err)
	}()
	create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: go}, data: {"on": "1"}}`)
	const nothing = "<nil>"
	if said, want := <-followed, "one\ntwo\n"+long+"\nthree\n"+nothing; said != want {
		t.Errorf("followed: %d bytes, want %d", len(said), len(want))
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"talks"}, "one\ntwo\n" + long + "\nthree\n"},
		{[]string{"talks", "--tail=1"}, "three\n"},
		{[]string{"talks", "--tail=0"}, ""},
		{[]string{"talks", "--limit-bytes=6"}, "one\ntw"},
		{[]string{"talks", "--since=1h", "--tail=1"}, "three\n"},
		{[]string{"talks", "--since-time=2100-01-01T00:00:00Z"}, ""},
	} {
		said, err := w.plane.Kubectl(t.Context(), append([]string{"logs", "-n", ns}, test.args...)...)
		if err != nil || said != test.want {
			t.Errorf("%q: %d bytes, %v, want %d", test.args, len(said), err, len(test.want))
		}
	}
	said, err := w.plane.Kubectl(t.Context(), "logs", "-n", ns, "talks", "--timestamps", "--tail=1")
	stamp, line, _ := strings.Cut(said, " ")
	if at, parseErr := time.Parse(time.RFC3339Nano, stamp); err != nil || parseErr != nil || line != "three\n" || time.Since(at) > time.Hour {
		t.Errorf("%q, %v, %v", said, err, parseErr)
	}
	if _, err := w.plane.Kubectl(t.Context(), "logs", "-n", ns, "talks", "--previous"); err == nil || !strings.Contains(err.Error(), `previous terminated container "main" in pod "talks" not found`) {
		t.Error(err)
	}
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
