package plane

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

func testKubectl(t *testing.T, w world) {
	if out := w.must(t, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"); out != "admin" {
		t.Errorf("the kubeconfig is that of %q", out)
	}
	_, err := w.Kubectl(t.Context(), "get", "configmap", "absent")
	if err == nil || err.Error() != `kubectl get configmap absent: exit status 1: Error from server (NotFound): configmaps "absent" not found` {
		t.Error(err)
	}
	if out := w.must(t, "get", "namespaces", "-o", "name"); strings.Contains(out, "left-out") {
		t.Errorf("more was applied than definitions: %s", out)
	}
}

func testDeployment(t *testing.T, w world) {
	namespace := w.namespace(t, "deployment")
	w.must(t, "create", "deployment", "-n", namespace, "web", "--image=example.com/web")
	var pods *corev1.PodList
	eventually(t, "a pod of the Deployment", func(ctx context.Context) bool {
		var err error
		pods, err = w.client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{LabelSelector: "app=web"})
		return err == nil && len(pods.Items) == 1
	})
	pod := pods.Items[0]
	if owner := metav1.GetControllerOf(&pod); owner == nil || owner.Kind != "ReplicaSet" {
		t.Errorf("owner %v, want a ReplicaSet", owner)
	}
	if pod.Status.Phase != corev1.PodPending || pod.Spec.NodeName != "" {
		t.Errorf("phase %q on node %q, want that it waits for a node", pod.Status.Phase, pod.Spec.NodeName)
	}
	if len(pod.Spec.Volumes) != 1 || pod.Spec.Volumes[0].Projected == nil {
		t.Errorf("volumes %v, want the token of the service account", pod.Spec.Volumes)
	}
	w.must(t, "delete", "deployment", "-n", namespace, "web")
	eventually(t, "garbage is collected", func(ctx context.Context) bool {
		pods, err := w.client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		return err == nil && len(pods.Items) == 0
	})
}

func testQuota(t *testing.T, w world) {
	namespace := w.namespace(t, "quota")
	w.must(t, "create", "quota", "-n", namespace, "widgets", "--hard=count/widgets.example.com=1")
	widgets := w.dynamic.Resource(schema.GroupVersionResource{Group: "example.com", Version: "v1", Resource: "widgets"}).Namespace(namespace)
	create := func(ctx context.Context, name string, dryRun ...string) error {
		widget := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "example.com/v1", "kind": "Widget"}}
		widget.SetName(name)
		_, err := widgets.Create(ctx, widget, metav1.CreateOptions{DryRun: dryRun})
		return err
	}
	eventually(t, "the first is within the quota", func(ctx context.Context) bool { return create(ctx, "first") == nil })
	// The API server learns of a quota a moment after it is stored, and may have let the first through without it.
	eventually(t, "the quota is in force", func(ctx context.Context) bool {
		err := create(ctx, "second", metav1.DryRunAll)
		return err != nil && strings.Contains(err.Error(), "exceeded quota")
	})
	refused(t, create(t.Context(), "second"), "exceeded quota: widgets")
	if err := widgets.Delete(t.Context(), "first", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "there is room again", func(ctx context.Context) bool { return create(ctx, "second") == nil })
}

func testRBAC(t *testing.T, w world) {
	namespace := w.namespace(t, "rbac")
	w.must(t, "create", "serviceaccount", "-n", namespace, "reader")
	w.must(t, "create", "role", "-n", namespace, "reader", "--verb=get", "--resource=configmaps")
	w.must(t, "create", "rolebinding", "-n", namespace, "reader", "--role=reader", "--serviceaccount="+namespace+":reader")
	token, err := w.client.CoreV1().ServiceAccounts(namespace).CreateToken(t.Context(), "reader", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(w.REST())
	config.BearerToken = token.Status.Token
	reader := kubernetes.NewForConfigOrDie(config)
	can := func(ctx context.Context, verb, namespace string) bool {
		review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
			ResourceAttributes: &authorizationv1.ResourceAttributes{Namespace: namespace, Verb: verb, Resource: "configmaps"},
		}}
		review, err := reader.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
		return err == nil && review.Status.Allowed
	}
	eventually(t, "it may what its Role says", func(ctx context.Context) bool { return can(ctx, "get", namespace) })
	if can(t.Context(), "list", namespace) || can(t.Context(), "get", "default") {
		t.Error("it may more than its Role says")
	}
	_, err = reader.CoreV1().ConfigMaps(namespace).Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "own"}}, metav1.CreateOptions{})
	refused(t, err, `User "system:serviceaccount:rbac:reader" cannot create resource "configmaps"`)
}

func testAdmissionPolicy(t *testing.T, w world) {
	w.apply(t, `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-forbidden}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
  validations: [{expression: "object.metadata.name != 'forbidden'", message: "that name is taken by nobody"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-forbidden}
spec: {policyName: no-forbidden, validationActions: [Deny]}
`)
	create := func(ctx context.Context, name string) error {
		_, err := w.client.CoreV1().ConfigMaps("default").Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}},
			metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		return err
	}
	eventually(t, "the policy is in force", func(ctx context.Context) bool { return create(ctx, "forbidden") != nil })
	refused(t, create(t.Context(), "forbidden"), "that name is taken by nobody")
	if err := create(t.Context(), "allowed"); err != nil {
		t.Error(err)
	}
	eventually(t, "its types are checked", func(ctx context.Context) bool {
		policy, err := w.client.AdmissionregistrationV1().ValidatingAdmissionPolicies().Get(ctx, "no-forbidden", metav1.GetOptions{})
		return err == nil && policy.Status.TypeChecking != nil
	})
}

// testFromPods asks as a pod does: at the address of the Service, and with the certificates that it is given.
func testFromPods(t *testing.T, w world) {
	service, err := w.client.CoreV1().Services("default").Get(t.Context(), "kubernetes", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if service.Spec.ClusterIP != sandbox.KubernetesIP {
		t.Errorf("the Service has the address %q, want %q", service.Spec.ClusterIP, sandbox.KubernetesIP)
	}
	slices, err := w.client.DiscoveryV1().EndpointSlices("default").List(t.Context(), metav1.ListOptions{LabelSelector: "kubernetes.io/service-name=kubernetes"})
	if err != nil {
		t.Fatal(err)
	}
	if len(slices.Items) != 1 || len(slices.Items[0].Endpoints) != 1 || slices.Items[0].Endpoints[0].Addresses[0] != sandbox.KubernetesIP {
		t.Errorf("endpoints %v, want %q, where it listens", slices.Items, sandbox.KubernetesIP)
	}
	for _, other := range []string{sandbox.NodeIP, "127.0.0.1"} {
		listener, err := net.Listen("tcp", other+":443")
		if err != nil {
			t.Errorf("nobody else can have port 443: %v", err)
			continue
		}
		listener.Close()
	}
	bundle, err := w.client.CoreV1().ConfigMaps("default").Get(t.Context(), "kube-root-ca.crt", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(bundle.Data["ca.crt"]))
	for _, name := range []string{sandbox.KubernetesIP, "kubernetes.default.svc"} {
		if err := answers("https://"+sandbox.KubernetesIP+"/version", &tls.Config{RootCAs: roots, ServerName: name})(t.Context()); err != nil {
			t.Errorf("as %s: %v", name, err)
		}
	}
}

// testLogs has a kubelet that serves logs, and nothing else.
func testLogs(t *testing.T, w world) {
	cert, key := w.CA().Issue([]string{"node"}, nil)
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(w.CA().PEM())
	listener, err := tls.Listen("tcp", sandbox.NodeIP+":10250", &tls.Config{
		Certificates: []tls.Certificate{pair}, ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert,
	})
	if err != nil {
		t.Fatal(err)
	}
	kubelet := &http.Server{Handler: http.HandlerFunc(func(out http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(out, "%s for %s", request.URL.Path, request.TLS.PeerCertificates[0].Subject.CommonName)
	})}
	go kubelet.Serve(listener)
	t.Cleanup(func() { kubelet.Close() })

	namespace := w.namespace(t, "logs")
	w.apply(t, `
apiVersion: v1
kind: Node
metadata: {name: node}
---
apiVersion: v1
kind: Pod
metadata: {name: pod, namespace: logs}
spec: {nodeName: node, containers: [{name: main, image: example.com/main}]}
`)
	node, err := w.client.CoreV1().Nodes().Get(t.Context(), "node", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	node.Status.Addresses = []corev1.NodeAddress{{Type: corev1.NodeHostName, Address: "node"}, {Type: corev1.NodeInternalIP, Address: sandbox.NodeIP}}
	node.Status.DaemonEndpoints.KubeletEndpoint.Port = 10250
	if _, err := w.client.CoreV1().Nodes().UpdateStatus(t.Context(), node, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	if got, want := w.must(t, "logs", "-n", namespace, "pod"), "/containerLogs/logs/pod/main for kube-apiserver-kubelet-client"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	stream, err := w.client.CoreV1().Pods(namespace).GetLogs("pod", &corev1.PodLogOptions{}).Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if _, err := io.ReadAll(stream); err != nil {
		t.Error(err)
	}
}
