package plane

import (
	"crypto/tls"
	"crypto/x509"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
)

const serverURL = "https://" + sandbox.KubernetesIP + ":443"

var kubernetesNames = []string{
	"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
}

// apiServer has the admission plugins that are on by default. It listens at the address and port of the Service kubernetes.default, so
// pods reach it without anything in between, and nowhere else: port 443 of other addresses is for others.
func (p *Plane) apiServer() *Process {
	const issuer = "https://kubernetes.default.svc"
	return p.process(APIServer, p.bin.APIServer, answers(serverURL+"/readyz", p.trusting()),
		"--etcd-servers="+etcdURL,
		"--bind-address="+sandbox.KubernetesIP,
		"--secure-port=443",
		"--tls-cert-file="+p.path("pki", APIServer+".crt"),
		"--tls-private-key-file="+p.path("pki", APIServer+".key"),
		"--service-cluster-ip-range="+sandbox.ServiceRange,
		"--authorization-mode=RBAC",
		"--token-auth-file="+p.path("pki", "tokens.csv"),
		"--service-account-issuer="+issuer,
		"--service-account-key-file="+p.path("pki", "service-accounts.pub"),
		"--service-account-signing-key-file="+p.path("pki", "service-accounts.key"),
		"--allow-privileged=true",
		"--kubelet-client-certificate="+p.path("pki", "kubelet-client.crt"),
		"--kubelet-client-key="+p.path("pki", "kubelet-client.key"),
		"--kubelet-preferred-address-types=InternalIP",
		"--audit-policy-file="+p.path("audit-policy.yaml"),
		"--audit-log-path="+p.AuditLog(),
		// It answers when the line is written, so that a kill loses none.
		"--audit-log-mode=blocking",
		// 0 would be 100 MB, and then another file.
		"--audit-log-maxsize=1000000",
	)
}

func (p *Plane) trusting() *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(p.ca.cert)
	return &tls.Config{RootCAs: roots}
}

// auditPolicy leaves out what is asked all the time and says nothing: probes. The stage at which a request comes in adds nothing to
// that at which it is answered.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
omitManagedFields: true
rules:
- level: None
  nonResourceURLs: ["/readyz*", "/livez*", "/healthz*"]
- level: Metadata
  verbs: [get, list, watch]
- level: RequestResponse
`
