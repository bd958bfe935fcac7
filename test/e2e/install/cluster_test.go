package install

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// TestCluster installs the loop as docs/install.md says, with the controller for one namespace: the other scenarios have the
// cluster-wide one.
func TestCluster(t *testing.T) {
	p := newPerson(t, "/docs/install.md")
	p.env = []string{"GITHUB_TOKEN=" + suite.GitHubToken, "WEBHOOK_SECRET=" + suite.WebhookSecret}
	p.walk(t, []step{
		{block: "Argo Events: kubectl create namespace argo-events", not: "that is the cluster-wide controller, which TestKind installs"},
		{block: "Argo Events: kubectl apply -f dist/infra/gitops/prerequisites/cluster", run: argoEvents, after: noRightsOnCluster},
		{block: "Deploy: kubectl apply -R -f dist/infra/gitops/prerequisites/cluster", run: prerequisites},
		{block: "Deploy: # The whole"},
		{block: "Deploy: kubectl apply -R -f dist/infra/gitops/resources", after: commentHandled},
		{block: "The webhook and the route: kubectl apply", after: contains("ingress.networking.k8s.io/github-webhooks created")},
		{block: "GitHub Enterprise Server: kubectl create configmap", not: "suite/install.go runs it for the loop rework"},
		{block: "Secrets from an operator: helm repo add", run: operatorKinds},
		{block: "Secrets from an operator: kubectl create secret", before: downloadKey, after: withOperator},
		{block: "Secrets from an operator: kubectl get", after: contains("github-token", "github-webhook")},
		{block: "Monitoring: kubectl get prometheuses", not: "alerts_test.go runs it"},
		{block: "Monitoring: kubectl apply", not: "alerts_test.go runs it"},
	})
}

// noRightsOnCluster sees that the controller may do nothing in other namespaces.
func noRightsOnCluster(t *testing.T, p *person, _ string) {
	out, _ := p.Sh(t.Context(), p.Checkout, "kubectl auth can-i create deployments -n agent-platform --as system:serviceaccount:argo-events:argo-events-sa")
	if strings.TrimSpace(out) != "no" {
		t.Errorf("the controller may make Deployments in another namespace: %s", out)
	}
}

// commentHandled posts a comment, and waits for its CodeRun.
func commentHandled(t *testing.T, p *person, _ string) {
	p.listening(t)
	hook := p.GitHub.AddHook(github.HookOptions{Repository: suite.Remediation.Repository, URL: p.address(t, "github-eventsource-svc"), Secret: suite.WebhookSecret, Ledger: p.Ledger})
	comment := github.Comment{Labels: []string{"task-7"}, ID: p.IDs.Next()}
	if answer := hook.Send(t.Context(), comment, github.Passes); answer.Status != 200 {
		t.Fatalf("the event source answers %d, %v", answer.Status, answer.Err)
	}
	waitForRun("7")(t, p)
}

// operatorKinds makes the kinds of the operator, of the version that the page installs.
func operatorKinds(t *testing.T, p *person, block string) {
	module := p.Programs.ExternalSecretsModule
	if version := module[strings.LastIndex(module, "@v")+2:]; !strings.Contains(block, "--version "+version+" ") {
		t.Fatalf("it does not install %s:\n%s", version, block)
	}
	for _, kind := range []string{"external-secrets.io_externalsecrets", "generators.external-secrets.io_githubaccesstokens"} {
		p.sh(t, "kubectl create -f "+filepath.Join(module, "config/crds/bases", kind+".yaml"))
	}
	p.sh(t, "kubectl wait --for=condition=Established crd --all")
}

func downloadKey(t *testing.T, p *person) {
	if err := os.WriteFile(filepath.Join(p.Checkout, "app.private-key.pem"), []byte("a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// withOperator sets the props of the page, and deploys.
func withOperator(t *testing.T, p *person, _ string) {
	editProps(t, p, "externalSecrets")
	p.sh(t, "npm run -s synth")
	if err := p.LeaveOutBus(); err != nil {
		t.Fatal(err)
	}
	out := p.sh(t, "kubectl apply -R -f dist/infra/gitops/prerequisites; kubectl apply -R -f dist/infra/gitops/resources")
	contains(
		"externalsecret.external-secrets.io/github-token created", "githubaccesstoken.generators.external-secrets.io/github-token created",
		"externalsecret.external-secrets.io/github-webhook created",
	)(t, p, out)
}
