package suite

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/vishvananda/netlink"
)

const (
	githubHost    = "api.github.com"
	ownHost       = "github.example.com" // the same GitHub, with a certificate that nobody trusts who is not told to
	githubAddress = "192.0.2.10"         // of TEST-NET-1: on no network but the sandbox's
	busHost       = "nats"
	busAddress    = "10.244.0.1"
)

// bus is the part that the prerequisites have as a StatefulSet of NATS: here NATS runs outside the cluster.
const bus = `apiVersion: argoproj.io/v1alpha1
kind: EventBus
metadata: {name: default, namespace: github-webhooks}
spec: {jetstreamExotic: {url: "nats://nats:4222", streamConfig: "replicas: 1"}}
`

// renderLoops writes what is deployed: the tree of dist/ with the task's props, and the other loops.
func renderLoops(ctx context.Context, folder string) error {
	render := exec.CommandContext(ctx, filepath.Join(Root(), "node_modules/.bin/tsx"), "scripts/render-loops.ts", folder)
	render.Dir = Root()
	if out, err := render.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(render.Args, " "), err, out)
	}
	return nil
}

// writeCRDs puts the CRDs into one folder: the controller manager has to find them when it starts.
func (c *Cluster) writeCRDs(bin binaries.Set) ([]string, error) {
	folder := filepath.Join(c.Dir, "crds")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	install, err := os.ReadFile(argoEventsManifest(bin))
	if err != nil {
		return nil, err
	}
	var crds [][]byte
	for _, document := range bytes.Split(install, []byte("\n---\n")) {
		if bytes.Contains(document, []byte("\nkind: CustomResourceDefinition\n")) {
			crds = append(crds, document)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "argo-events.yaml"), bytes.Join(crds, []byte("\n---\n")), 0o644); err != nil {
		return nil, err
	}
	secrets := filepath.Join(bin.ExternalSecretsModule, "config/crds/bases")
	prometheus := filepath.Join(bin.PrometheusOperatorModule, "example/prometheus-operator-crd")
	return []string{
		folder,
		filepath.Join(secrets, "external-secrets.io_externalsecrets.yaml"),
		filepath.Join(secrets, "generators.external-secrets.io_githubaccesstokens.yaml"),
		filepath.Join(prometheus, "monitoring.coreos.com_podmonitors.yaml"),
		filepath.Join(prometheus, "monitoring.coreos.com_prometheusrules.yaml"),
		filepath.Join(prometheus, "monitoring.coreos.com_prometheuses.yaml"),
		filepath.Join(c.Checkout, "dist/infra/gitops/prerequisites/cluster/coderuns.cto.5dlabs.com-customresourcedefinition.yaml"),
		filepath.Join(Root(), "test/e2e/suite/testdata/agentruns.agents.example.com.yaml"),
	}, nil
}

func argoEventsManifest(bin binaries.Set) string {
	return filepath.Join(bin.ArgoEventsModule, "manifests/install.yaml")
}

func (c *Cluster) serveGitHub(ctx context.Context) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	address, err := netlink.ParseAddr(githubAddress + "/32")
	if err != nil {
		return err
	}
	if err := netlink.AddrReplace(loopback, address); err != nil {
		return fmt.Errorf("address of the stand-in GitHub: %w", err)
	}
	c.ownCA = plane.NewCA()
	var certificates []tls.Certificate
	for host, ca := range map[string]*plane.CA{githubHost: c.Plane.CA(), ownHost: c.ownCA} {
		certificate, err := tls.X509KeyPair(ca.Issue([]string{host}, nil))
		if err != nil {
			return err
		}
		certificates = append(certificates, certificate)
	}
	c.GitHub = github.New(github.Options{Authorization: "Bearer " + GitHubToken, Enterprise: ownHost})
	c.server, err = c.GitHub.Serve(ctx, githubAddress+":443", certificates...)
	return err
}

func (c *Cluster) startKubelet(ctx context.Context, bin binaries.Set) (*kubelet.Kubelet, error) {
	return kubelet.Start(ctx, kubelet.Options{
		Client: c.Client, Dir: filepath.Join(c.Dir, "node"), Node: "node-1",
		Images: map[string]kubelet.Image{
			"quay.io/argoproj/argo-events": {Entrypoint: []string{"/bin/argo-events"}, Files: map[string]string{"/bin/argo-events": bin.ArgoEvents}},
			"docker.io/alpine/k8s":         {Files: map[string]string{"/usr/bin/kubectl": bin.Kubectl}},
			"docker.io/library/nats":       {Files: map[string]string{"/nats-server": bin.NATS}},
		},
		Hosts: map[string]string{githubHost: githubAddress, ownHost: githubAddress, busHost: busAddress},
		CAs:   c.Plane.CA().PEM(),
	})
}

// installArgoEvents installs the engine by its own manifest. The bus is not ours to render, see [bus].
func (c *Cluster) installArgoEvents(ctx context.Context, bin binaries.Set) error {
	_, err := c.Sh(ctx, c.Dir, `
		kubectl create namespace argo-events
		kubectl apply -n argo-events -f "$MANIFEST"
		kubectl create namespace github-webhooks
		kubectl rollout status -n argo-events deployment/controller-manager --timeout=60s`,
		"MANIFEST="+argoEventsManifest(bin))
	if err != nil {
		return err
	}
	return c.ApplyBus(ctx)
}

// ApplyBus makes the bus in a namespace that is there, and waits until the controller knows it.
func (c *Cluster) ApplyBus(ctx context.Context) error {
	_, err := c.Sh(ctx, c.Dir, `
		printf '%s' "$BUS" | kubectl apply -f -
		kubectl wait -n github-webhooks --for=condition=Configured eventbus/default --timeout=60s`, "BUS="+bus)
	return err
}

// deploy does what docs/install.md tells to do, word for word, and makes the webhooks.
func (c *Cluster) deploy(ctx context.Context) error {
	blocks, err := ShellBlocks(filepath.Join(Root(), "docs/install.md"), "Deploy")
	if err != nil {
		return err
	}
	for _, block := range blocks {
		if _, err := c.Sh(ctx, c.Checkout, block, "GITHUB_TOKEN="+GitHubToken, "WEBHOOK_SECRET="+WebhookSecret); err != nil {
			return fmt.Errorf("docs/install.md, Deploy: %w", err)
		}
	}
	return nil
}

// deployEnterprise does what docs/install.md tells to do for a GitHub Enterprise Server, word for word. The Secret of the token is made by
// the External Secrets Operator, for which the test stands in.
func (c *Cluster) deployEnterprise(ctx context.Context) error {
	blocks, err := ShellBlocks(filepath.Join(Root(), "docs/install.md"), "GitHub Enterprise Server")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Checkout, "ca.crt"), c.ownCA.PEM(), 0o644); err != nil {
		return err
	}
	for _, block := range blocks {
		if _, err := c.Sh(ctx, c.Checkout, block); err != nil {
			return fmt.Errorf("docs/install.md, GitHub Enterprise Server: %w", err)
		}
	}
	for name, token := range map[string]string{"rework-token": GitHubToken, "rework-redelivery": RedeliveryToken, "closing-redelivery": RedeliveryToken} {
		command := fmt.Sprintf(`printf 'Bearer %%s' "$GITHUB_TOKEN" | kubectl create secret generic %s -n github-webhooks --from-file=header=/dev/stdin`, name)
		if _, err := c.Sh(ctx, c.Dir, command, "GITHUB_TOKEN="+token); err != nil {
			return err
		}
	}
	return nil
}

// deployOthers deploys the loops that are rendered for the suite. Their agents live in namespaces of their own.
func (c *Cluster) deployOthers(ctx context.Context) error {
	if err := c.deployEnterprise(ctx); err != nil {
		return err
	}
	for _, loop := range c.Loops[1:] {
		if _, err := c.Sh(ctx, c.Rendered(string(loop.Name)), `kubectl create namespace "$AGENTS"; kubectl apply -R -f .`, "AGENTS="+loop.AgentNamespace); err != nil {
			return err
		}
	}
	return nil
}

// Address is where the Service of an event source takes webhooks.
func (c *Cluster) Address(ctx context.Context, service string) (string, error) {
	out, err := c.Sh(ctx, c.Dir, "kubectl get service -n github-webhooks "+service+" -o jsonpath='{.spec.clusterIP}'")
	if err != nil {
		return "", err
	}
	address := strings.TrimSpace(out)
	if !clusterIP.MatchString(address) {
		return "", fmt.Errorf("Service %s: cluster IP %q", service, address)
	}
	return "http://" + address + ":12000/webhook", nil
}

var clusterIP = regexp.MustCompile(`^[0-9.]+$`)

// ready waits for the pods of sensors and event sources, and makes a webhook for each loop's repository: what an Ingress would do, the
// Service's own address does here.
func (c *Cluster) ready(ctx context.Context) error {
	if err := c.podsReady(ctx); err != nil {
		return err
	}
	var err error
	if c.Webhook, err = c.Address(ctx, "github-eventsource-svc"); err != nil {
		return err
	}
	for _, loop := range c.Loops {
		events := []string{"issue_comment"}
		if loop.PullRequests {
			events = append(events, "pull_request")
		}
		c.Hooks[loop.Repository] = c.GitHub.AddHook(github.HookOptions{
			Repository: loop.Repository, URL: c.Webhook, Secret: WebhookSecret, Ledger: c.Ledger, Events: events,
		})
	}
	return c.listening(ctx)
}
