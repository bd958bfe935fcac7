package kubelet

import (
	"strings"
	"testing"

	v1 "k8s.io/api/core/v1"
)

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

func testClaim(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "stored", []string{"say", "never"}, "  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]")
	w.event(t, ns, "stored", failedScheduling, "unbound immediate PersistentVolumeClaims")
}
