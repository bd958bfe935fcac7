package kubelet

import (
	"fmt"
	"net/http"
	"testing"

	v1 "k8s.io/api/core/v1"
)

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
