package binaries

import "path/filepath"

// Tool is a program: the package that it is built from and the name that it gets.
type Tool struct{ Package, Name string }

const argoEvents = "github.com/argoproj/argo-events"

// tools is in the order of building. go.mod has the same packages as tools, which pins them.
var tools = []Tool{
	{"go.etcd.io/etcd/server/v3", "etcd"},
	{"github.com/nats-io/nats-server/v2", "nats-server"},
	{"k8s.io/kubernetes/cmd/kube-apiserver", "kube-apiserver"},
	{"k8s.io/kubernetes/cmd/kube-controller-manager", "kube-controller-manager"},
	{"k8s.io/kubernetes/cmd/kubectl", "kubectl"},
	{argoEvents + "/cmd", "argo-events"},
}

func inDir(dir, argoEventsModule string) Set {
	return Set{
		Etcd:              filepath.Join(dir, "etcd"),
		APIServer:         filepath.Join(dir, "kube-apiserver"),
		ControllerManager: filepath.Join(dir, "kube-controller-manager"),
		Kubectl:           filepath.Join(dir, "kubectl"),
		NATS:              filepath.Join(dir, "nats-server"),
		ArgoEvents:        filepath.Join(dir, "argo-events"),
		ArgoEventsModule:  argoEventsModule,
	}
}
