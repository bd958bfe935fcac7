package kubelet

import (
	"os"
	"strings"
	"testing"

	v1 "k8s.io/api/core/v1"
)

// contains checks that there is each of some lines.
func contains(t *testing.T, said string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+said, "\n"+line+"\n") {
			t.Errorf("no line %q in:\n%s", line, said)
		}
	}
}

func testContainer(t *testing.T, w world) {
	ns := w.namespace(t)
	said := w.output(t, ns, "identity", []string{
		"complain", "to stderr",
		"identity", "", "write", "/tmp/a", "write", "/usr/bin/of-the-container", "show", "/usr/bin/of-the-*", "show", "/etc/hostname",
		"show", "/etc/ssl/cert.pem", "show", "/etc/ssl/certs/ca-certificates.crt", "write", "/dev/null",
	})
	ca := strings.TrimSpace(string(w.plane.CA().PEM()))
	contains(t, said,
		"to stderr",
		"host identity, pid 1, user 0:0, groups [0], in /",
		"interface lo up", "interface eth0 up",
		"open 0 /dev/null", "open 1 pipe", "open 2 pipe",
		"CapEff: 00000000a80425fb", "CapBnd: 00000000a80425fb", "NoNewPrivs: 0",
		"/usr/bin/of-the-container -rw-r--r-- 0:0 written",
		"/etc/hostname -rw-r--r-- 0:0 identity",
		"/etc/ssl/cert.pem -rw-r--r-- 0:0 "+ca,
		"/etc/ssl/certs/ca-certificates.crt -rw-r--r-- 0:0 "+ca,
	)
	if strings.Count(said, "\nopen ") != 3 || strings.Count(said, "\ninterface ") != 2 {
		t.Errorf("more open files or interfaces than a container has:\n%s", said)
	}
	for _, mount := range []string{"/.outside", "/.layers", w.kubelet.dir} {
		if strings.Contains(said, "\nmount "+mount) {
			t.Errorf("the container has %s mounted", mount)
		}
	}
	if _, err := os.Stat("/usr/bin/of-the-container"); !os.IsNotExist(err) {
		t.Errorf("the container wrote into the machine: %v", err)
	}
	pod := w.phase(t, ns, "identity", v1.PodSucceeded)
	for _, condition := range pod.Status.Conditions {
		if condition.Message != "" {
			t.Errorf("condition %s says %q of a pod that is done", condition.Type, condition.Message)
		}
	}
	w.event(t, ns, "identity", scheduled, "node-1")
	w.event(t, ns, "identity", containerStarted, "main")
}

func testUser(t *testing.T, w world) {
	ns := w.namespace(t)
	said := w.output(t, ns, "user", []string{"identity", "", "write", "/data/a", "show", "/data/a", "show", "/proc/self/comm"}, `
    workingDir: /data/made
    securityContext: {runAsUser: 1234, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: data, mountPath: /data}]
  securityContext: {runAsNonRoot: true, runAsUser: 1, runAsGroup: 5678, supplementalGroups: [7], fsGroup: 9}
  volumes: [{name: data, emptyDir: {}}]`)
	contains(t, said,
		"host user, pid 1, user 1234:5678, groups [7 9 5678], in /data/made",
		"CapEff: 0000000000000000", "CapBnd: 0000000000000000", "NoNewPrivs: 1",
		"/data/a -rw-r--r-- 1234:9 written",
	)
	said = w.output(t, ns, "root", []string{"identity", ""}, `
    securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}`)
	contains(t, said, "CapEff: 0000000000000400", "CapBnd: 0000000000000400")
}

func testReadOnlyRoot(t *testing.T, w world) {
	ns := w.namespace(t)
	for name, path := range map[string]string{"root": "/a", "tmp": "/tmp/a", "usr": "/usr/a", "volume": "/of-config/a"} {
		create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: `+name+`}, data: {k: v}}`)
		w.run(t, ns, name, []string{"write", "/data/a", "write", path}, `
    securityContext: {readOnlyRootFilesystem: true}
    volumeMounts: [{name: data, mountPath: /data}, {name: config, mountPath: /of-config}]
  volumes: [{name: data, emptyDir: {}}, {name: config, configMap: {name: `+name+`}}]`)
	}
	for name, path := range map[string]string{"root": "/a", "tmp": "/tmp/a", "usr": "/usr/a", "volume": "/of-config/a"} {
		w.phase(t, ns, name, v1.PodFailed)
		if said := w.logs(t, ns, name, v1.PodLogOptions{}); !strings.Contains(said, "open "+path+": read-only file system") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

func testInitContainers(t *testing.T, w world) {
	ns := w.namespace(t)
	pods := w.client.CoreV1().Pods(ns)
	create(t, pods, `
metadata: {name: well}
spec:
  restartPolicy: Never
  volumes: [{name: data, emptyDir: {}}]
  initContainers:
  - {name: first, image: workload, args: [write, /data/first], volumeMounts: [{name: data, mountPath: /data}]}
  - {name: second, image: workload, args: [show, /data/first, write, /data/second], volumeMounts: [{name: data, mountPath: /data}]}
  containers:
  - {name: main, image: workload, args: [show, /data/*], volumeMounts: [{name: data, mountPath: /data}]}`)
	create(t, pods, `
metadata: {name: badly}
spec:
  restartPolicy: Never
  initContainers: [{name: first, image: workload, args: [exit, "7"]}]
  containers: [{name: main, image: workload, args: [say, never]}]`)
	create(t, pods, `
metadata: {name: again}
spec:
  volumes: [{name: data, emptyDir: {}}]
  initContainers:
  - {name: first, image: workload, args: [show, /data/there], volumeMounts: [{name: data, mountPath: /data}]}
  containers: [{name: main, image: workload, args: [serve, ok]}]`)
	pod := w.phase(t, ns, "well", v1.PodSucceeded)
	contains(t, w.logs(t, ns, "well", v1.PodLogOptions{}), "/data/first -rw-r--r-- 0:0 written", "/data/second -rw-r--r-- 0:0 written")
	contains(t, w.logs(t, ns, "well", v1.PodLogOptions{Container: "second"}), "/data/first -rw-r--r-- 0:0 written")
	if !holds(pod, v1.PodInitialized) || len(pod.Status.InitContainerStatuses) != 2 || !pod.Status.InitContainerStatuses[1].Ready {
		t.Errorf("%+v", pod.Status)
	}
	pod = w.phase(t, ns, "badly", v1.PodFailed)
	if ended := pod.Status.InitContainerStatuses[0].State.Terminated; ended == nil || ended.ExitCode != 7 || holds(pod, v1.PodInitialized) {
		t.Errorf("%+v", pod.Status)
	}
	w.await(t, ns, "again", "its init container tries again", func(pod *v1.Pod) bool {
		return pod.Status.Phase == v1.PodPending && len(pod.Status.InitContainerStatuses) == 1 && pod.Status.InitContainerStatuses[0].RestartCount > 1
	})
}

func testTwoContainers(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: two}
spec:
  restartPolicy: OnFailure
  volumes: [{name: data, emptyDir: {}}]
  containers:
  - name: server
    image: workload
    args: [serve, among us]
    volumeMounts: [{name: data, mountPath: /data}]
    readinessProbe: {periodSeconds: 1, tcpSocket: {port: 8080}}
  - name: client
    image: workload
    args: [wait, /data/go, get, "http://127.0.0.1:8080/", say, "$(FROM)"]
    env: [{name: FROM, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
    volumeMounts: [{name: data, mountPath: /data}]`)
	w.await(t, ns, "two", "ready", ready)
	p := w.kubelet.pod(ns, "two")
	if err := os.WriteFile(p.dir()+"/volumes/data/go", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	pod := w.await(t, ns, "two", "one container done", func(pod *v1.Pod) bool { return pod.Status.ContainerStatuses[1].State.Terminated != nil })
	if pod.Status.Phase != v1.PodRunning || ready(pod) {
		t.Errorf("%+v", pod.Status)
	}
	contains(t, w.logs(t, ns, "two", v1.PodLogOptions{Container: "client"}), "200 among us", pod.Status.PodIP)
}
