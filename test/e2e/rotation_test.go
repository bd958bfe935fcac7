package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// rotation changes both Secrets under the loop, and back, by the documented commands. The engine reads the token at each request; the secret of the webhook it reads
// once, when the event source starts.
func rotation(t *testing.T, w *world) {
	blocks := w.blocks(t, operate, "Rotate a Secret", 3)
	token, secret, restart := blocks[0], blocks[1], blocks[2]
	hook := w.Hooks[suite.Remediation.Repository]

	w.replaceSecret(t, token, "GITHUB_TOKEN=ghp_new")
	w.GitHub.SetAuthorization("Bearer ghp_new")
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.eventually(t, soon, func() error {
		if labels := w.GitHub.Labels(p.Loop.Repository, p.Number); !slices.Contains(labels, "iteration-1") {
			return fmt.Errorf("labels of the pull request: %q", labels)
		}
		return nil
	})
	w.replaceSecret(t, token, "GITHUB_TOKEN="+suite.GitHubToken)
	w.GitHub.SetAuthorization("Bearer " + suite.GitHubToken)

	w.replaceSecret(t, secret, "WEBHOOK_SECRET=another long random text")
	w.handled(t, p, w.post(t, p), 2) // signed as before
	hook.SetSecret("another long random text")
	if answer := hook.Send(t.Context(), w.Comment(p), github.Refused); answer.Status != http.StatusBadRequest {
		t.Errorf("signed with a secret that the event source has not read: status %d, %v", answer.Status, answer.Err)
	}
	w.restartGitHubSource(t, restart)
	w.handled(t, p, w.post(t, p), 3)

	w.replaceSecret(t, secret, "WEBHOOK_SECRET="+suite.WebhookSecret)
	hook.SetSecret(suite.WebhookSecret)
	w.restartGitHubSource(t, restart)
	w.handled(t, p, w.post(t, p), 4)
	w.settled(t, p)
}

// replaceSecret runs the documented command for a Secret with another value.
func (w *world) replaceSecret(t *testing.T, command, value string) {
	t.Helper()
	if _, err := w.Sh(t.Context(), w.Checkout, command, value); err != nil {
		t.Fatal(err)
	}
}

// restartGitHubSource does so by the documented commands, and waits until it takes webhooks again.
func (w *world) restartGitHubSource(t *testing.T, commands string) {
	t.Helper()
	w.sh(t, commands)
	w.eventually(t, soon, func() error {
		answer, err := http.Get(w.Webhook)
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
}
