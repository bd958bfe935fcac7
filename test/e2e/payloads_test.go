package e2e

import (
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// refusedPayloads are comments that differ from a good one in one thing. That nothing came of them is seen in the end, over the whole
// history: no object ever had one of their ids, and no write came from them.
func refusedPayloads(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
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
		comment("login in other case", func(c *github.Comment) { c.Author = "5dlabs-tess" }),
		payload("another repository", github.Set("repository.full_name", "5dlabs/cto-fork")),
		payload("another event", github.Event("pull_request_review_comment")),
		payload("labels null", github.Set("issue.labels", nil)),
		payload("labels of null", github.Set("issue.labels", []any{nil})),
		payload("id of 16 digits", github.Set("comment.id", int64(1234567890123456))),
		payload("id negative", github.Set("comment.id", -1)),
		payload("comment null", github.Set("comment", nil)),
		payload("pull request number text", github.Set("issue.number", "../../../repos/other")),
		payload("repository with a path", github.Set("repository.full_name", "5dlabs/../evil")),
		payload("sender without login", github.Set("comment.user", nil)),
		forged("wrong signature", 400, github.WrongSignature()),
		forged("no signature", 400, github.NoSignature()),
		forged("malformed JSON", 400, github.RawBody([]byte(`{"action":"created"`))),
		forged("no object", 400, github.RawBody([]byte(`"created"`))),
		forged("oversized", 400, github.Set("comment.body", github.Marker+strings.Repeat(" x", 1<<20))),
	} {
		c := w.Comment(p)
		r.change(&c)
		answer := w.Hooks[c.Repository].Send(t.Context(), c, github.Refused, r.options...)
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
}
