package install

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// soon is how long something may take that nothing holds up.
const soon = 60 * time.Second

// TestKind installs the loop as docs/install/kind.md says, and makes the mistakes on the way that the page knows.
func TestKind(t *testing.T) {
	p := newPerson(t, "/docs/install/kind.md")
	p.walk(t, []step{
		{block: "What you need: REPOSITORY=", run: variables},
		{block: "Choose the props, and render: git clone", not: "the clone is a copy of this tree, with its packages"},
		{block: "Choose the props, and render: npm run -s synth", before: ownProps, after: rendered},
		{block: "Make a cluster: kind create", not: "the cluster is that of the suite"},
		{block: "Make a cluster: k3d cluster create", not: "the cluster is that of the suite"},
		{block: "Make a cluster: kubectl version"},
		{block: "Install Argo Events: kubectl create namespace", before: withoutArgoEvents, run: argoEvents},
		{block: "Apply the prerequisites: kubectl apply", before: loopFirst, run: prerequisites},
		{block: "Apply the prerequisites: kubectl wait"},
		{block: "Apply the prerequisites: kubectl rollout status", not: "NATS runs outside the cluster, see suite/install.go"},
		{block: "Make the Secrets: # The whole", before: noSecrets},
		{block: "Apply the loop: kubectl apply"},
		{block: "Apply the loop: until"},
		{block: "The first CodeRun: kubectl set env", after: contains("answered 200")},
		{block: "The first CodeRun: npx tsx", before: waitForRun("999999999"), after: contains("has its CodeRun", "remediation-rex-t999999999-c")},
		{block: "Connect GitHub: kubectl port-forward", run: forward},
		{block: "The first comment: gh label create", before: noLabel},
		{block: "The first comment: npx tsx", before: waitForRun("1"), after: contains("has its CodeRun", "remediation-rex-t1-c", "RemediationTriggered")},
		{block: "The first comment: gh pr view", before: waitForLabels, after: contains("task-1\nremediation-in-progress\niteration-1\n")},
		{block: "When it does not work: npx tsx", after: contains("2 tasks\n")},
		{block: "When it does not work: kubectl logs", after: contains("successfully dispatched the request", "Successfully processed trigger")},
	})
	wrongSecret(t, p)
	noCodeRuns(t, p)
}

// variables sets those of the block. The secret of the webhooks is random, and the token what GitHub accepts.
func variables(t *testing.T, p *person, block string) {
	out := p.sh(t, "set -a\n"+block+"\nenv")
	for line := range strings.Lines(out) {
		name, _, _ := strings.Cut(line, "=")
		if strings.Contains("\n"+block, "\n"+name+"=") {
			p.env = append(p.env, strings.TrimSuffix(line, "\n"))
		}
	}
	if len(p.variable("WEBHOOK_SECRET")) != 64 || p.variable("GITHUB_TOKEN") != suite.GitHubToken {
		t.Fatalf("the variables are %q", p.env)
	}
}

// ownProps are those of the first trial.
func ownProps(t *testing.T, p *person) { editProps(t, p, "reviewers") }

var (
	propsBlock = regexp.MustCompile("(?ms)^ *```ts\n(.*?)^ *```$")
	propsLine  = regexp.MustCompile(`(?ms)^const props: .*?^};\n|^const props: .*?;\n`)
)

// editProps puts the props of the page that have a word in them into src/main.ts.
func editProps(t *testing.T, p *person, word string) {
	t.Helper()
	page, err := readFile(p.page)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(p.Checkout, "src/main.ts")
	program, err := readFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var props []string
	for _, block := range propsBlock.FindAllStringSubmatch(page, -1) {
		if strings.Contains(block[1], "const props: RemediationProps = {") && strings.Contains(block[1], word) {
			props = append(props, block[1])
		}
	}
	if len(props) != 1 || len(propsLine.FindAllString(program, -1)) != 1 {
		t.Fatalf("the page has %d blocks of props with %q, or src/main.ts has no line for them", len(props), word)
	}
	changed := propsLine.ReplaceAllLiteralString(program, props[0])
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rendered sees that the props are those of the variables.
func rendered(t *testing.T, p *person, out string) {
	contains("updated dist/infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml")(t, p, out)
	sensor := p.sh(t, "cat dist/infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml")
	for _, value := range []string{p.variable("REPOSITORY"), p.variable("REVIEWER")} {
		if !strings.Contains(sensor, "- (?i)^"+value+"$") && !strings.Contains(sensor, "- ^"+value+"$") {
			t.Errorf("the sensor does not filter for %q", value)
		}
	}
}

// manifests is where the page has them from. test/docs/install.test.ts sees that it is the version that the tests run.
var manifests = regexp.MustCompile(`https://raw\.githubusercontent\.com/argoproj/argo-events/v[0-9.]+/manifests/`)

// argoEvents runs the block with the manifest of the module in place of its URL.
func argoEvents(t *testing.T, p *person, block string) {
	if !manifests.MatchString(block) {
		t.Fatalf("it installs no manifest of Argo Events:\n%s", block)
	}
	p.sh(t, manifests.ReplaceAllLiteralString(block, p.Programs.ArgoEventsModule+"/manifests/"))
}

// prerequisites runs the block without the bus, and makes that of the suite.
func prerequisites(t *testing.T, p *person, block string) {
	if err := p.LeaveOutBus(); err != nil {
		t.Fatal(err)
	}
	p.sh(t, block)
	if err := p.ApplyBus(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// forward makes the webhook, which posts to the Service.
func forward(t *testing.T, p *person, block string) {
	if !strings.Contains(block, `--secret="$WEBHOOK_SECRET" --url=http://localhost:12000/webhook`) || !strings.Contains(block, "12000:12000") {
		t.Fatalf("it does not forward to the event source:\n%s", block)
	}
	p.gh.hook = p.GitHub.AddHook(github.HookOptions{
		Repository: p.variable("REPOSITORY"), URL: p.address(t, "github-eventsource-svc"), Secret: p.variable("WEBHOOK_SECRET"), Ledger: p.Ledger,
	})
}

func contains(texts ...string) func(*testing.T, *person, string) {
	return func(t *testing.T, _ *person, out string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(out, text) {
				t.Errorf("it does not print %q:\n%s", text, out)
			}
		}
	}
}

// waitForRun waits as a reader does who types the next command a few seconds later.
func waitForRun(task string) func(*testing.T, *person) {
	return func(t *testing.T, p *person) {
		t.Helper()
		p.eventually(t, func() error {
			events := p.sh(t, "kubectl get events -n agent-platform --field-selector involvedObject.name=task-"+task+"-remediation-state")
			if !strings.Contains(events, "RemediationTriggered") {
				return fmt.Errorf("task %s has the Events\n%s", task, events)
			}
			return nil
		})
	}
}

func waitForLabels(t *testing.T, p *person) {
	p.eventually(t, func() error {
		if labels := p.sh(t, `gh pr view "$PULL_REQUEST" --repo "$REPOSITORY" --json labels --jq '.labels[].name'`); !strings.Contains(labels, "iteration-1") {
			return fmt.Errorf("the labels are\n%s", labels)
		}
		return nil
	})
}

func (p *person) eventually(t *testing.T, ask func() error) {
	t.Helper()
	if err := suite.Eventually(t.Context(), soon, ask); err != nil {
		t.Fatal(err)
	}
}

func readFile(path string) (string, error) {
	content, err := os.ReadFile(path)
	return string(content), err
}
