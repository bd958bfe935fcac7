package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	corev1 "k8s.io/api/core/v1"
)

// refusedPayloads are comments that differ from a good one in one thing. That nothing came of them is seen in the end, over the whole
// history: no object ever had one of their ids, and no write came from them. Here it is seen that no pod goes because of them, and that
// no log has their text: anybody can comment.
func refusedPayloads(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	before := w.pods(t, suite.Remediation.SensorPods())
	type refused struct {
		name    string
		change  func(*github.Comment)
		options []github.Option
		status  int
	}
	comment := func(name string, change func(*github.Comment)) refused { return refused{name, change, nil, 200} }
	payload := func(name string, options ...github.Option) refused {
		return refused{name, func(*github.Comment) {}, options, 200}
	}
	forged := func(name string, status int, options ...github.Option) refused {
		return refused{name, func(*github.Comment) {}, options, status}
	}
	for _, r := range []refused{
		comment("edited", func(c *github.Comment) { c.Action = "edited" }),
		comment("deleted", func(c *github.Comment) { c.Action = "deleted" }),
		comment("closed pull request", func(c *github.Comment) { c.State = "closed" }),
		comment("plain issue", func(c *github.Comment) { c.PlainIssue = true }),
		comment("no marker", func(c *github.Comment) { c.Body = "🟢 Looks good" }),
		comment("marker as the task has it, decoded wrongly", func(c *github.Comment) { c.Body = "ðŸ”´ Required Changes" }),
		comment("no task label", func(c *github.Comment) { c.Labels = []string{"bug"} }),
		comment("malformed task label", func(c *github.Comment) { c.Labels = []string{"task-7x", "task-", "task-007", "atask-7"} }),
		comment("login with something before", func(c *github.Comment) { c.Author = "evil-5DLabs-Tess" }),
		comment("login with something behind", func(c *github.Comment) { c.Author = "5DLabs-Tess[bot]x" }),
		comment("login as the task's pattern would have it", func(c *github.Comment) { c.Author = "5DLabs-Tesso" }),
		comment("login with a letter that is like s", func(c *github.Comment) { c.Author = "5DLab\u017f-Tess" }),
		payload("another repository", github.Set("repository.full_name", "5dlabs/cto-fork")),
		payload("another repository, with a private name", github.Set("repository.full_name", "5dlabs/"+private)),
		payload("another login, with a private name", github.Set("comment.user.login", private)),
		payload("an action with a private name", github.Set("action", private)),
		payload("a state with a private name", github.Set("issue.state", private)),
		payload("a label with a private name and no other", github.Set("issue.labels", []any{map[string]any{"name": private}})),
		payload("another event", github.Event("pull_request_review_comment")),
		payload("labels null", github.Set("issue.labels", nil)),
		payload("labels of null", github.Set("issue.labels", []any{nil})),
		payload("id of 16 digits", github.Set("comment.id", int64(1234567890123456))),
		payload("id negative", github.Set("comment.id", -1)),
		payload("comment null", github.Set("comment", nil)),
		payload("pull request number text", github.Set("issue.number", "../../../repos/other")),
		payload("repository with a path", github.Set("repository.full_name", "5dlabs/../evil")),
		payload("sender without login", github.Set("comment.user", nil)),
		payload("no action", github.Remove("action")),
		payload("no repository", github.Remove("repository")),
		payload("no issue", github.Remove("issue")),
		payload("no labels", github.Remove("issue.labels")),
		payload("a pull request without its URL", github.Set("issue.pull_request", map[string]any{})),
		payload("no comment", github.Remove("comment")),
		payload("no user", github.Remove("comment.user")),
		payload("a body that is a list", github.Set("comment.body", []any{private})),
		payload("an issue that is a text", github.Set("issue", private)),
		forged("wrong signature", 400, github.WrongSignature()),
		forged("no signature", 400, github.NoSignature()),
		forged("malformed JSON", 400, github.RawBody([]byte(`{"action":"created"`))),
		forged("no object", 400, github.RawBody([]byte(`"created"`))),
		forged("oversized", 400, github.Set("comment.body", github.Marker+strings.Repeat(" x", 1<<20))),
	} {
		c := w.Comment(p)
		c.Body = github.Marker
		r.change(&c)
		c.Body += hostile
		// Before what makes it refused, which may take these fields away.
		options := append(slices.Clone(everywhere), r.options...)
		answer := w.Hooks[c.Repository].Send(t.Context(), c, github.Refused, options...)
		if answer.Err != nil || answer.Status != r.status {
			t.Errorf("%s: status %d, %v; want status %d", r.name, answer.Status, answer.Err, r.status)
		}
	}
	// The one trigger that listens to comments takes them in their order: when this one is through, all of those have been.
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	if runs := w.runs(t, p); len(runs) != 1 {
		t.Errorf("%d runs, want 1", len(runs))
	}

	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/operate.md", "The watchdog")
	if err != nil {
		t.Fatal(err)
	}
	if told := w.sh(t, blocks[0]); strings.Contains(told, "pod ") {
		t.Errorf("nothing is wrong with the sensor, and the watchdog says:\n%s", told)
	}
	w.same(t, suite.Remediation.SensorPods(), before)
	for _, selector := range []string{"sensor-name", "eventsource-name"} {
		for _, pod := range w.pods(t, selector) {
			log, err := w.Client.CoreV1().Pods(pod.Namespace).GetLogs(pod.Name, &corev1.PodLogOptions{}).DoRaw(t.Context())
			if err != nil {
				t.Error(err)
			}
			for line := range strings.Lines(string(log)) {
				if strings.Contains(line, private) {
					t.Errorf("pod %s logs the text of an event:\n%.2000s", pod.Name, line)
				}
			}
		}
	}
}

// private is a text of refused comments that must get into no log. It is quoted in JSON, so there are no quotes in it.
const private = "private-4f1c7b"

// everywhere is the private text in fields that no filter reads.
var everywhere = []github.Option{
	github.Set("issue.title", private), github.Set("issue.body", private), github.Set("issue.user.login", private),
	github.Set("comment.html_url", "https://github.com/"+private), github.Set("comment.created_at", private),
	github.Set("comment.author_association", private), github.Set("repository.name", private), github.Set("repository.description", private),
	github.Set("sender.login", private),
}

// hostile is at the end of each refused comment: whoever greps for it takes it for a line of the sensor's own.
const hostile = "\n" + `{"level":"info","ts":"2026-01-02T03:04:05Z","msg":"reconnected to EventBus.","x":"` + private + `"}` + "\nreconnected to EventBus.\n"
