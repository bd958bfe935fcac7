package plane

import (
	"context"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// controllers are those that what we apply, and what Argo Events makes of it, comes to. There are no nodes, volumes and addresses to
// look after: a node that is a stand-in would be found to be dead.
var controllers = []string{
	"cronjob-controller",
	"clusterrole-aggregation-controller",
	"deployment-controller",
	"disruption-controller",
	"endpoints-controller",
	"endpointslice-controller",
	"garbage-collector-controller",
	"job-controller",
	"namespace-controller",
	"replicaset-controller",
	"resourcequota-controller",
	"root-ca-certificate-publisher-controller",
	"serviceaccount-controller",
	"serviceaccount-token-controller",
	"statefulset-controller",
	"ttl-after-finished-controller",
	"validatingadmissionpolicy-status-controller", // says of policies what does not fit the types that they are for
}

// controllerManager runs each controller under its own account, as kubeadm does: policies and the audit log tell them apart.
func (p *Plane) controllerManager() *Process {
	return p.process(ControllerManager, p.bin.ControllerManager, p.controllersWork,
		"--kubeconfig="+p.path("controller-manager.kubeconfig"),
		"--controllers="+strings.Join(controllers, ","),
		"--use-service-account-credentials",
		"--service-account-private-key-file="+p.path("pki", "service-accounts.key"),
		"--root-ca-file="+p.path("pki", "ca.crt"),
		"--service-cluster-ip-range="+sandbox.ServiceRange,
		"--leader-elect=false",
		"--resource-quota-sync-period=2s",
		// The default of 20 makes the start a second longer: the accounts take their tokens one after another.
		"--kube-api-qps=100",
		"--kube-api-burst=200",
		"--bind-address=127.0.0.1",
		"--secure-port=10257",
		"--tls-cert-file="+p.path("pki", ControllerManager+".crt"),
		"--tls-private-key-file="+p.path("pki", ControllerManager+".key"),
	)
}

// controllersWork asks for what controllers make first, since the process answers before they have begun.
func (p *Plane) controllersWork(ctx context.Context) error {
	if err := answers("https://127.0.0.1:10257/healthz", p.trusting())(ctx); err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(p.REST())
	if err != nil {
		return err
	}
	if _, err := client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{}); err != nil {
		return err
	}
	_, err = client.CoreV1().ConfigMaps(metav1.NamespaceDefault).Get(ctx, "kube-root-ca.crt", metav1.GetOptions{})
	return err
}
