package install

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

const organization = "octo-org"

// TestOrganization has one webhook for two repositories of an organization, made by the event source itself.
func TestOrganization(t *testing.T) {
	p := newPerson(t, "/docs/install/organization.md")
	p.env = []string{"HOOKS_TOKEN=" + suite.GitHubToken, "GITHUB_TOKEN=" + suite.GitHubToken, "WEBHOOK_SECRET=" + suite.WebhookSecret}
	p.walk(t, []step{
		{block: "By hand: gh webhook forward", not: "the webhook by hand differs in who makes it, and the test makes one below"},
		{block: "By the event source: printf", before: organizationApp, after: bothLoops},
		{block: "By the event source: kubectl logs", after: contains("hook not found for organization octo-org, creating ...")},
	})
	t.Run("by hand", func(t *testing.T) { byHand(t, p) })
}

// organizationApp renders the app of the page, and applies it in the documented order.
func organizationApp(t *testing.T, p *person) {
	page, err := readFile(p.page)
	if err != nil {
		t.Fatal(err)
	}
	blocks := propsBlock.FindAllStringSubmatch(page, -1)
	if len(blocks) != 1 {
		t.Fatalf("%d programs", len(blocks))
	}
	program := strings.NewReplacer(
		"'cdk8s-argo-events'", "'./index'", "'cdk8s-argo-events/remediation'", "'./remediation'", "https://hooks.example.com", "http://hooks.example.com",
	).Replace(blocks[0][1])
	if err := os.WriteFile(filepath.Join(p.Checkout, "src/organization.ts"), []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	for file := range strings.SplitSeq("\n"+p.sh(t, "npx tsx src/organization.ts"), "\n# infra/gitops/") {
		path, yaml, _ := strings.Cut(file, "\n")
		if path == "" || strings.HasSuffix(path, "default-eventbus.yaml") {
			continue
		}
		path = filepath.Join(p.Checkout, "organization", path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(yaml), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// GitHub takes a token under both words, and the engine writes the older one.
	p.GitHub.SetAuthorization("Bearer "+suite.GitHubToken, "token "+suite.GitHubToken)
	argoEvents(t, p, clusterWide(t))
	p.sh(t, "kubectl apply -f organization/prerequisites/cluster; kubectl apply -R -f organization/prerequisites")
	if err := p.ApplyBus(t.Context()); err != nil {
		t.Fatal(err)
	}
	secrets, err := suite.ShellBlocks(suite.Root()+"/docs/install.md", "Deploy")
	if err != nil {
		t.Fatal(err)
	}
	p.sh(t, secrets[1])
	p.sh(t, "kubectl apply -R -f organization/resources")
}

// clusterWide is the command that installs the controller.
func clusterWide(t *testing.T) string {
	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/install.md", "Argo Events")
	if err != nil {
		t.Fatal(err)
	}
	return blocks[0]
}

// bothLoops posts what the webhook of the organization sends, for which the event source has asked.
func bothLoops(t *testing.T, p *person, _ string) {
	p.listening(t)
	var hook *github.Hook
	p.eventually(t, func() error {
		hooks := p.GitHub.OrganizationHooks(organization)
		if len(hooks) != 1 || hooks[0].URL() != "http://hooks.example.com/webhook" {
			return fmt.Errorf("the webhooks of the organization are %v", hooks)
		}
		hook = hooks[0]
		return nil
	})
	// What a route does.
	hook.SetURL(p.address(t, "octo-org-eventsource-svc"))
	eachTakesItsOwn(t, p, hook, "7")
}

// byHand has a webhook that somebody has made.
func byHand(t *testing.T, p *person) {
	hook := p.GitHub.AddOrganizationHook(organization, github.HookOptions{URL: p.address(t, "octo-org-eventsource-svc"), Secret: suite.WebhookSecret, Ledger: p.Ledger})
	eachTakesItsOwn(t, p, hook, "8")
}

// eachTakesItsOwn comments in both repositories under the same task, and in a third one.
func eachTakesItsOwn(t *testing.T, p *person, hook *github.Hook, task string) {
	t.Helper()
	ids := map[string]int64{}
	for _, repository := range []string{"widgets", "gadgets", "others"} {
		comment := github.Comment{Repository: organization + "/" + repository, Labels: []string{"task-" + task}, ID: p.IDs.Next()}
		ids[repository] = comment.ID
		if answer := hook.Send(t.Context(), comment, github.Passes); answer.Status != 200 {
			t.Fatalf("the event source answers %d, %v", answer.Status, answer.Err)
		}
	}
	for _, repository := range []string{"widgets", "gadgets"} {
		want := fmt.Sprintf("coderun.cto.5dlabs.com/%s-rex-t%s-c%d\n", repository, task, ids[repository])
		p.eventually(t, func() error {
			if runs := p.sh(t, "kubectl get coderuns -o name -l task-id="+task+" -n "+repository+"-agents"); runs != want {
				return fmt.Errorf("the CodeRuns of %s are %q, not %q", repository, runs, want)
			}
			return nil
		})
	}
	// Whatever the third would lead to, it would have done by now.
	if all := p.sh(t, "kubectl get coderuns -A -o name -l task-id="+task); strings.Count(all, "\n") != 2 {
		t.Errorf("the CodeRuns are\n%s", all)
	}
}
