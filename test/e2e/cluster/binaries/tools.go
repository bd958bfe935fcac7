package binaries

import "path/filepath"

// Tool is a program: the package that it is built from and the name that it gets.
type Tool struct{ Package, Name string }

const argoEvents = "github.com/argoproj/argo-events"

// pinned is a module of which only the CRDs are needed, with the sum of its content. No package of it is imported, so a go.mod would not
// keep it.
type pinned struct{ path, sum string }

var (
	prometheusOperator = pinned{"github.com/prometheus-operator/prometheus-operator@v0.85.0", "h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s="}
	externalSecrets    = pinned{"github.com/external-secrets/external-secrets@v1.3.2", "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ="}
)

var prometheusTools = []Tool{{"github.com/prometheus/prometheus/cmd/prometheus", "prometheus"}}

// tools is in the order of building. go.mod has the same packages as tools, which pins them.
var tools = []Tool{
	{"go.etcd.io/etcd/server/v3", "etcd"},
	{"github.com/nats-io/nats-server/v2", "nats-server"},
	{"k8s.io/kubernetes/cmd/kube-apiserver", "kube-apiserver"},
	{"k8s.io/kubernetes/cmd/kube-controller-manager", "kube-controller-manager"},
	{"k8s.io/kubernetes/cmd/kubectl", "kubectl"},
	{argoEvents + "/cmd", "argo-events"},
}

func inDir(dir string) Set {
	return Set{
		Etcd:              filepath.Join(dir, "etcd"),
		APIServer:         filepath.Join(dir, "kube-apiserver"),
		ControllerManager: filepath.Join(dir, "kube-controller-manager"),
		Kubectl:           filepath.Join(dir, "kubectl"),
		NATS:              filepath.Join(dir, "nats-server"),
		ArgoEvents:        filepath.Join(dir, "argo-events"),
	}
}
