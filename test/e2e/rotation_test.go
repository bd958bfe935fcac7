package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// rotation changes both Secrets under the loop, and back. The engine reads the token at each request; the secret of the webhook it reads
// once, when the event source starts.
func rotation(t *testing.T, w *world) {
	hook := w.Hooks[suite.Remediation.Repository]

	w.setSecret(t, "github-token", "authorization", "Bearer ghp_new")
	w.GitHub.SetAuthorization("Bearer ghp_new")
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.eventually(t, soon, func() error {
		if labels := w.GitHub.Labels(p.Loop.Repository, p.Number); !slices.Contains(labels, "iteration-1") {
			return fmt.Errorf("labels of the pull request: %q", labels)
		}
		return nil
	})
	w.setSecret(t, "github-token", "authorization", "Bearer "+suite.GitHubToken)
	w.GitHub.SetAuthorization("Bearer " + suite.GitHubToken)

	w.setSecret(t, "github-webhook", "secret", "another long random text")
	w.handled(t, p, w.post(t, p), 2) // signed as before
	hook.SetSecret("another long random text")
	if answer := hook.Send(t.Context(), w.Comment(p), github.Refused); answer.Status != http.StatusBadRequest {
		t.Errorf("signed with a secret that the event source has not read: status %d, %v", answer.Status, answer.Err)
	}
	w.restartGitHubSource(t)
	w.handled(t, p, w.post(t, p), 3)

	w.setSecret(t, "github-webhook", "secret", suite.WebhookSecret)
	hook.SetSecret(suite.WebhookSecret)
	w.restartGitHubSource(t)
	w.handled(t, p, w.post(t, p), 4)
	w.settled(t, p)
}

func (w *world) setSecret(t *testing.T, name, key, value string) {
	t.Helper()
	patch := fmt.Appendf(nil, `{"stringData":{%q:%q}}`, key, value)
	if _, err := w.Client.CoreV1().Secrets(suite.SensorNamespace).Patch(t.Context(), name, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
}

// restartGitHubSource does so by hand, and waits until it takes webhooks again.
func (w *world) restartGitHubSource(t *testing.T) {
	t.Helper()
	w.sh(t, `
		kubectl rollout restart -n github-webhooks $(kubectl get deployments -n github-webhooks -l eventsource-name=github -o name)
		kubectl rollout status -n github-webhooks $(kubectl get deployments -n github-webhooks -l eventsource-name=github -o name) --timeout=60s`)
	w.eventually(t, soon, func() error {
		answer, err := http.Get(w.Webhook)
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
}
