package plane

import (
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Users with a static token.
const (
	admin   = "admin"
	manager = "system:kube-controller-manager"
)

// writeFiles writes what the processes read when they start.
func (p *Plane) writeFiles() error {
	for _, name := range []string{"log", "pki", "jetstream"} {
		if err := os.MkdirAll(p.path(name), 0o700); err != nil {
			return err
		}
	}
	accounts := newKey()
	p.tokens = map[string]string{admin: rand.Text(), manager: rand.Text()}
	tokens := fmt.Sprintf("%s,%s,1,system:masters\n%s,%s,2\n", p.tokens[admin], admin, p.tokens[manager], manager)
	for name, content := range map[string][]byte{
		"ca.crt":               p.ca.PEM(),
		"tokens.csv":           []byte(tokens),
		"service-accounts.key": encodeKey(accounts),
		"service-accounts.pub": encodePublicKey(accounts),
	} {
		if err := p.write(content, "pki", name); err != nil {
			return err
		}
	}
	for _, server := range []struct {
		name  string
		names []string
		ips   []net.IP
	}{
		{APIServer, kubernetesNames, []net.IP{net.ParseIP(sandbox.KubernetesIP)}},
		{"kubelet-client", []string{"kube-apiserver-kubelet-client"}, nil},
		{ControllerManager, []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}},
		{NATS, []string{"nats"}, []net.IP{net.ParseIP(sandbox.NodeIP)}},
	} {
		cert, key := p.ca.Issue(server.names, server.ips)
		if err := p.write(cert, "pki", server.name+".crt"); err != nil {
			return err
		}
		if err := p.write(key, "pki", server.name+".key"); err != nil {
			return err
		}
	}
	if err := p.write([]byte(auditPolicy), "audit-policy.yaml"); err != nil {
		return err
	}
	if err := p.write([]byte(p.natsConfig()), "nats.conf"); err != nil {
		return err
	}
	if err := p.writeKubeconfig(p.path("controller-manager.kubeconfig"), manager); err != nil {
		return err
	}
	return p.writeKubeconfig(p.Kubeconfig(), admin)
}

func (p *Plane) writeKubeconfig(path, user string) error {
	name := strings.TrimPrefix(user, "system:")
	config := api.NewConfig()
	config.Clusters["e2e"] = &api.Cluster{Server: serverURL, CertificateAuthorityData: p.ca.PEM()}
	config.AuthInfos[name] = &api.AuthInfo{Token: p.tokens[user]}
	config.Contexts["e2e"] = &api.Context{Cluster: "e2e", AuthInfo: name}
	config.CurrentContext = "e2e"
	return clientcmd.WriteToFile(*config, path)
}
