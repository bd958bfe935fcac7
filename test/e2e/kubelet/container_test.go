package kubelet

import (
	"os"
	"strings"
	"testing"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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

func testEnvironment(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Services(ns), `{metadata: {name: some-service}, spec: {ports: [{port: 81}]}}`)
	create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: config}, data: {A: of config, B: b}}`)
	create(t, w.client.CoreV1().Secrets(ns), `{metadata: {name: secret}, stringData: {A: of secret, C: c}}`)
	w.eventually(t, "the node knows the Service", func() error {
		for _, service := range w.kubelet.serviceList() {
			if service.Namespace == ns {
				return nil
			}
		}
		return os.ErrNotExist
	})
	var steps []string
	for _, name := range []string{
		"PLAIN", "COMPOSED", "A", "P_B", "C", "FROM_SECRET", "FROM_CONFIG", "NONE", "NAME", "IP", "NODE", "LABEL", "ACCOUNT", "MEMORY", "CPU",
		"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "SOME_SERVICE_SERVICE_PORT", "HOSTNAME", "HOME", "PATH",
	} {
		steps = append(steps, "variable", name)
	}
	said := w.output(t, ns, "variables", append(steps, "say", "$(PLAIN) $(UNKNOWN) $$(PLAIN)"), `
    resources: {limits: {memory: 64Mi}}
    env:
    - {name: PLAIN, value: plain}
    - {name: COMPOSED, value: "$(PLAIN) and $(C) and $(LATER)"}
    - {name: LATER, value: later}
    - {name: FROM_SECRET, valueFrom: {secretKeyRef: {name: secret, key: A}}}
    - {name: FROM_CONFIG, valueFrom: {configMapKeyRef: {name: config, key: A}}}
    - {name: NONE, valueFrom: {configMapKeyRef: {name: config, key: none, optional: true}}}
    - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
    - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
    - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
    - {name: ACCOUNT, valueFrom: {fieldRef: {fieldPath: spec.serviceAccountName}}}
    - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    envFrom: [{secretRef: {name: secret}}, {configMapRef: {name: config}, prefix: P_}, {secretRef: {name: none, optional: true}}]`)
	pod, err := w.client.CoreV1().Pods(ns).Get(t.Context(), "variables", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	node, err := w.kubelet.nodeStatus()
	if err != nil {
		t.Fatal(err)
	}
	contains(t, said,
		"PLAIN=plain", "COMPOSED=plain and c and $(LATER)", "A=of secret", "P_B=b", "C=c", "FROM_SECRET=of secret", "FROM_CONFIG=of config",
		"NONE=", "NAME=variables", "IP="+pod.Status.PodIP, "NODE=node-1", "LABEL=", "ACCOUNT=default", "MEMORY=67108864",
		"CPU="+node.Allocatable.Cpu().String(), "KUBERNETES_SERVICE_HOST=10.96.0.1", "KUBERNETES_SERVICE_PORT=443",
		"SOME_SERVICE_SERVICE_PORT=81", "HOSTNAME=variables", "HOME=/root", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"plain $(UNKNOWN) $(PLAIN)",
	)
	said = w.output(t, ns, "without-links", []string{"variable", "SOME_SERVICE_SERVICE_PORT", "variable", "KUBERNETES_SERVICE_HOST"}, "  enableServiceLinks: false")
	contains(t, said, "SOME_SERVICE_SERVICE_PORT=", "KUBERNETES_SERVICE_HOST=10.96.0.1")
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

func testStartError(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "no-program", []string{"argument"}, "    command: [no-such-program]")
	pod := w.phase(t, ns, "no-program", v1.PodFailed)
	ended := pod.Status.ContainerStatuses[0].State.Terminated
	if ended == nil || ended.ExitCode != 128 || ended.Reason != "StartError" || !strings.Contains(ended.Message, `"no-such-program": executable file not found in $PATH`) {
		t.Errorf("%+v", pod.Status)
	}
	create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: no-command}, spec: {containers: [{name: main, image: "docker.io/alpine/k8s"}]}}`)
	w.waits(t, ns, "no-command", createContainerError, "no command specified")
	if _, err := w.kubelet.Usage(ns, "no-program"); err == nil || !strings.Contains(err.Error(), `no container of pod "no-program"`) {
		t.Error(err)
	}
	if err := w.kubelet.Kill(ns, "nobody"); err == nil || !strings.Contains(err.Error(), `no pod "nobody" in namespace`) {
		t.Error(err)
	}
}

// waits waits until a pod's container waits for a reason.
func (w world) waits(t *testing.T, namespace, name, reason, says string) *v1.Pod {
	t.Helper()
	return w.await(t, namespace, name, "waits: "+reason+": "+says, func(pod *v1.Pod) bool {
		if len(pod.Status.ContainerStatuses) == 0 {
			return false
		}
		state := pod.Status.ContainerStatuses[0].State.Waiting
		return state != nil && state.Reason == reason && strings.Contains(state.Message, says) && pod.Status.Phase == v1.PodPending
	})
}

func testUnknownImage(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: unknown}, spec: {containers: [{name: main, image: "quay.io/nobody/knows:v1"}]}}`)
	create(t, w.client.CoreV1().Pods(ns), `{metadata: {name: invalid}, spec: {containers: [{name: main, image: "Not An Image"}]}}`)
	w.waits(t, ns, "unknown", imagePullBackOff, `Back-off pulling image "quay.io/nobody/knows:v1"`)
	w.event(t, ns, "unknown", containerFailed, `this node has ["docker.io/alpine/k8s" "docker.io/library/workload"]`)
	w.waits(t, ns, "invalid", invalidImageName, `"Not An Image"`)
	if _, err := w.plane.Kubectl(t.Context(), "logs", "-n", ns, "unknown"); err == nil || !strings.Contains(err.Error(), "trying and failing to pull image") {
		t.Error(err)
	}
	w.remove(t, ns, "unknown")
}

func testRootRefused(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "image", []string{"say", "never"}, "  securityContext: {runAsNonRoot: true}")
	w.run(t, ns, "user", []string{"say", "never"}, "    securityContext: {runAsNonRoot: true, runAsUser: 0}")
	w.waits(t, ns, "image", createContainerConfigError, "container has runAsNonRoot and image will run as root")
	w.waits(t, ns, "user", createContainerConfigError, "container's runAsUser breaks non-root policy")
}

func testUnsupported(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "host", []string{"say", "never"}, "  volumes: [{name: host, hostPath: {path: /}}]")
	pod := w.phase(t, ns, "host", v1.PodFailed)
	if pod.Status.Reason != "Unsupported" || !strings.Contains(pod.Status.Message, `the kind of volume "host"`) {
		t.Errorf("%+v", pod.Status)
	}
}

func testNodeSelector(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "elsewhere", []string{"say", "never"}, "  nodeSelector: {kubernetes.io/os: plan9}")
	w.event(t, ns, "elsewhere", failedScheduling, "kubernetes.io/os:plan9")
	pod := w.await(t, ns, "elsewhere", "unschedulable", func(pod *v1.Pod) bool { return len(pod.Status.Conditions) > 0 })
	if holds(pod, v1.PodScheduled) || pod.Status.Phase != v1.PodPending {
		t.Errorf("%+v", pod.Status)
	}
	contains(t, w.output(t, ns, "here", []string{"say", "here"}, "  nodeSelector: {kubernetes.io/os: linux}"), "here")
}
