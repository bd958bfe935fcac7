package kubelet

import (
	"os"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

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
