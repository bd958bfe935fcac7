package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// redeliveredByItself loses comments while the event source is away, and has the CronJob bring them, by the documented command: those of
// the webhook of a repository, and those of the webhook of an organization.
func redeliveredByItself(t *testing.T, w *world) {
	accepted := "Bearer " + suite.GitHubToken
	w.GitHub.SetAuthorization(accepted, "Bearer "+suite.RedeliveryToken)
	defer w.GitHub.SetAuthorization(accepted)
	organization := w.GitHub.AddHook(github.HookOptions{Organization: "octo-org", URL: w.Webhook, Secret: suite.WebhookSecret, Ledger: w.Ledger})
	t.Run("of a repository", func(t *testing.T) { w.redeliveredByItself(t, suite.Rework, w.Hooks[suite.Rework.Repository], nil) })
	t.Run("of an organization", func(t *testing.T) { w.redeliveredByItself(t, suite.Closing, organization, &suite.Rework) })
	t.Run("the documented Secret is as the CronJob reads it", func(t *testing.T) {
		command := w.blocks(t, "/docs/operate.md", "The redelivery", 2)[1]
		if _, err := w.Sh(t.Context(), w.Checkout, command, "REDELIVERY_TOKEN="+suite.RedeliveryToken); err != nil {
			t.Fatal(err)
		}
		mounted := w.sh(t, "kubectl get cronjob rework-redelivery -n github-webhooks -o jsonpath='{.spec.jobTemplate.spec.template.spec.volumes[0].secret.items[0].path}'")
		header := w.sh(t, "kubectl get secret github-redelivery -n github-webhooks -o jsonpath='{.data."+mounted+"}' | base64 -d")
		w.sh(t, "kubectl delete secret github-redelivery -n github-webhooks")
		if header != "Bearer "+suite.RedeliveryToken {
			t.Error("the Secret has no whole header")
		}
	})
	t.Run("a token that GitHub does not know fails the Job", func(t *testing.T) {
		w.GitHub.SetAuthorization(accepted)
		out := w.sh(t, `kubectl create job refused -n github-webhooks --from=cronjob/rework-redelivery
			kubectl wait job/refused -n github-webhooks --for=condition=failed --timeout=60s
			kubectl logs job/refused -n github-webhooks
			kubectl delete job refused -n github-webhooks`)
		if !strings.Contains(out, ": 401 Bad credentials; expected a token that GitHub knows") {
			t.Errorf("it says %s", out)
		}
	})
}

// redeliveredByItself does so with the webhook given. What the webhook loses for another loop's repository stays lost.
func (w *world) redeliveredByItself(t *testing.T, loop suite.Loop, hook *github.Hook, other *suite.Loop) {
	command := strings.ReplaceAll(w.blocks(t, "/docs/operate.md", "The redelivery", 2)[0], suite.Remediation.Name.Redelivery(), loop.Name.Redelivery())
	run := func() string {
		t.Helper()
		out := w.sh(t, command)
		w.GitHub.WaitRedeliveries()
		return out
	}
	before := len(w.redelivered())
	brought := func(when string, want ...string) {
		t.Helper()
		if got := w.redelivered()[before:]; !slices.Equal(got, want) {
			t.Fatalf("%s: redelivered are %q, want %q", when, got, want)
		}
	}
	var pulls []pull
	var comments []github.Comment
	for range 5 {
		p := w.Pull(loop)
		pulls, comments = append(pulls, p), append(comments, w.Comment(p))
	}
	edited := comments[4]
	edited.Action = "edited"

	back := w.eventSourceAway(t)
	var lost []string
	for _, c := range comments[:3] {
		made := hook.Send(t.Context(), c, github.Passes)
		if made.Err == nil {
			t.Fatalf("comment %d: nobody is there, and it gets %d", c.ID, made.Status)
		}
		lost = append(lost, made.GUID)
	}
	if other != nil {
		hook.Send(t.Context(), w.Comment(w.Pull(*other)), github.Passes)
	}
	run()
	brought("while the event source is away", lost[0])
	back()
	w.eventually(t, patience, func() error {
		if made := hook.Send(t.Context(), edited, github.Refused); made.Err != nil || made.Status != http.StatusOK {
			return fmt.Errorf("the event source is not back: %d, %v", made.Status, made.Err)
		}
		return nil
	})
	loses := httptest.NewServer(losesAnswers(w.Webhook))
	defer loses.Close()
	lost = append(lost, w.deliverTo(t, hook, loses.URL, comments[3], github.Passes, 0)) // it is there, which GitHub does not know
	// More than a page of deliveries after them.
	for range 101 {
		w.deliverTo(t, hook, w.Webhook, edited, github.Refused, 200)
	}

	hooks := func(method string) func(*http.Request) bool {
		return func(r *http.Request) bool { return r.Method == method && strings.Contains(r.URL.Path, "/deliveries") }
	}
	faults := []*github.Injection{
		w.GitHub.Inject(github.Fault{Times: 1, When: hooks("GET"), Effect: github.Status(http.StatusBadGateway)}),
		w.GitHub.Inject(github.Fault{Times: 1, When: hooks("POST"), Effect: github.SecondaryRateLimited(http.StatusTooManyRequests, 2*time.Second)}),
	}
	run()
	brought("at the first time after it", lost[0], lost[1])
	for _, fault := range faults {
		if fault.Hits() != 1 {
			t.Errorf("a fault has struck %d calls, want 1", fault.Hits())
		}
	}
	run()
	brought("after the first has arrived", lost[0], lost[1], lost[2], lost[3], lost[0])
	if out := run(); !strings.Contains(out, ", 0 redelivered, 0 refused") {
		t.Errorf("everything has arrived, and it says:\n%s", out)
	}
	for i, c := range comments[:4] {
		w.handled(t, pulls[i], c.ID, 1)
		w.settled(t, pulls[i])
		if runs := w.runs(t, pulls[i]); len(runs) != 1 {
			t.Errorf("%d runs of comment %d, want 1", len(runs), c.ID)
		}
	}
}

// eventSourceAway stops the event source that receives GitHub's webhooks, and returns what starts it again.
func (w *world) eventSourceAway(t *testing.T) func() {
	t.Helper()
	scale := func(replicas int) {
		w.sh(t, fmt.Sprintf("kubectl scale deployments -n github-webhooks -l eventsource-name=github --replicas=%d", replicas))
	}
	scale(0)
	w.eventually(t, patience, func() error {
		if pods := w.pods(t, "eventsource-name=github"); len(pods) > 0 {
			return fmt.Errorf("%d pods are still there", len(pods))
		}
		return nil
	})
	return func() {
		scale(1)
		w.sh(t, "kubectl wait deployments -n github-webhooks -l eventsource-name=github --for=condition=Available --timeout=60s")
	}
}
