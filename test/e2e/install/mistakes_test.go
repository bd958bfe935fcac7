package install

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
)

const applyLoop = "kubectl apply -R -f dist/infra/gitops/resources"

// says fails when a text is not in what a command has printed, or not on the page: the reader looks there for what they see.
func (p *person) says(t *testing.T, out, text string) {
	t.Helper()
	if !strings.Contains(out, text) {
		t.Errorf("it does not say %q:\n%s", text, out)
	}
	if page, err := readFile(p.page); err != nil || !strings.Contains(page, "`"+text+"`") {
		t.Errorf("%s does not show `%s`: %v", p.page, text, err)
	}
}

// soonSays asks until a command says the text of the page.
func (p *person) soonSays(t *testing.T, script, text string) {
	t.Helper()
	var out string
	p.eventually(t, func() error {
		out, _ = p.Sh(t.Context(), p.Checkout, script, p.env...)
		if !strings.Contains(out, text) {
			return fmt.Errorf("%s does not say %q:\n%s", script, text, out)
		}
		return nil
	})
	p.says(t, out, text)
}

// withoutArgoEvents applies everything before the controller is there, and in the wrong order.
func withoutArgoEvents(t *testing.T, p *person) {
	out := p.fails(t, applyLoop)
	p.says(t, out, `no matches for kind "Sensor"`)
	p.says(t, out, `namespaces "agent-platform" not found`)
	// The namespaces come after what is in them.
	out = p.fails(t, "kubectl apply -R -f dist/infra/gitops/prerequisites")
	p.says(t, out, `namespaces "agent-platform" not found`)
}

// loopFirst applies the loop before the bus is there.
func loopFirst(t *testing.T, p *person) {
	p.sh(t, applyLoop)
	p.soonSays(t, "npx tsx src/cli.ts status", "Argo Events has not deployed a sensor")
	p.soonSays(t, "kubectl describe sensor pr-comment-remediation -n github-webhooks", "EventBus not found.")
}

// noSecrets waits for pods that cannot start.
func noSecrets(t *testing.T, p *person) {
	p.soonSays(t, "npx tsx src/cli.ts status", "a sensor has no pod that is ready")
	p.soonSays(t, "npx tsx src/cli.ts status", "the event source of GitHub's comments has no pod that is ready")
	p.soonSays(t, "kubectl describe pods -n github-webhooks -l app=remediation-sensor", `secret "github-token" not found`)
	p.soonSays(t, "kubectl describe pods -n github-webhooks -l eventsource-name=github", `secret "github-webhook" not found`)
}

const eventSourceLog = "kubectl logs -n github-webhooks -l eventsource-name=github --tail=-1"

// wrongSecret posts with another secret than that of the cluster.
func wrongSecret(t *testing.T, p *person) {
	hook := p.GitHub.AddHook(github.HookOptions{Repository: "octo-org/other", URL: p.gh.hook.URL(), Secret: "another", Ledger: p.Ledger})
	if answer := hook.Send(t.Context(), github.Comment{Repository: p.variable("REPOSITORY"), ID: p.IDs.Next()}, github.Refused); answer.Status != 400 {
		t.Fatalf("the event source answers %d, %v", answer.Status, answer.Err)
	}
	p.soonSays(t, eventSourceLog, "request is not valid event notification, discarding it")
}

// noLabel comments on a pull request that is of no task, as somebody who is no reviewer would.
func noLabel(t *testing.T, p *person) {
	before := p.sh(t, "kubectl get configmaps -n agent-platform -o name")
	comment := github.Comment{Repository: p.variable("REPOSITORY"), ID: p.IDs.Next(), Author: p.variable("REVIEWER")}
	if answer := p.gh.hook.Send(t.Context(), comment, github.Refused); answer.Status != 200 {
		t.Fatalf("the event source answers %d, %v", answer.Status, answer.Err)
	}
	p.soonSays(t, "kubectl logs -n github-webhooks -l app=remediation-sensor --tail=-1", "not interested in dependency feedback-comment (didn't pass filter)")
	if after := p.sh(t, "kubectl get configmaps -n agent-platform -o name"); after != before {
		t.Errorf("the ConfigMaps were\n%s\nand are\n%s", before, after)
	}
}

// noCodeRuns takes the CRD away, and brings it back.
func noCodeRuns(t *testing.T, p *person) {
	p.sh(t, "kubectl delete crd coderuns.cto.5dlabs.com")
	p.sh(t, `gh label create task-2 --repo "$REPOSITORY"; gh pr edit 43 --repo "$REPOSITORY" --add-label task-2; gh pr comment 43 --repo "$REPOSITORY" --body '🔴 Required Changes'`)
	p.soonSays(t, "npx tsx src/cli.ts status", "the API server does not know the CodeRuns of the loop")
	p.sh(t, "kubectl apply -f dist/infra/gitops/prerequisites/cluster; kubectl wait --for=condition=Established crd/coderuns.cto.5dlabs.com")
	p.eventually(t, func() error {
		_, err := p.Sh(t.Context(), p.Checkout, "npx tsx src/cli.ts retry 2 || true; kubectl get coderuns -n agent-platform -l task-id=2 -o name | grep .")
		return err
	})
	waitForRun("2")(t, p)
}
