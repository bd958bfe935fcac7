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

// externalSecrets has the CRDs of the External Secrets Operator. Nothing of it is built, so go.mod does not name it.
var externalSecrets = pinned{"github.com/external-secrets/external-secrets@v1.3.2", "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ="}

// pinned is a module with its version, and the sum of its content.
type pinned struct{ path, sum string }

func inDir(dir, argoEventsModule, externalSecretsModule string) Set {
	return Set{
		Etcd:              filepath.Join(dir, "etcd"),
		APIServer:         filepath.Join(dir, "kube-apiserver"),
		ControllerManager: filepath.Join(dir, "kube-controller-manager"),
		Kubectl:           filepath.Join(dir, "kubectl"),
		NATS:              filepath.Join(dir, "nats-server"),
		ArgoEvents:        filepath.Join(dir, "argo-events"),
		ArgoEventsModule:  argoEventsModule,

		ExternalSecretsModule: externalSecretsModule,
	}
}
