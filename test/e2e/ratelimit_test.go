package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// limitedSensor calls GitHub for each comment, every three seconds at most.
const limitedSensor = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: {name: limited, namespace: github-webhooks}
spec:
  template:
    securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
    container: {securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
  dependencies:
    - name: any-comment
      eventSourceName: github
      eventName: issue_comment
      filters: {data: [{path: body.repository.full_name, type: string, value: ["^octo-org/limited$"]}]}
  triggers:
    - template:
        name: label
        http:
          url: https://api.github.com/repos/octo-org/limited/issues/1/labels
          method: POST
          secureHeaders: [{name: Authorization, valueFrom: {secretKeyRef: {name: github-token, key: authorization}}}]
          payload: [{src: {dependencyName: any-comment, dataKey: body.comment.id}, dest: labels.0}]
      policy: {status: {allow: [200]}}
      atLeastOnce: true
      retryStrategy: {steps: 2, duration: 10ms}
      rateLimit: {unit: Minute, requestsPerUnit: 20}
`

// rateLimited shows what docs/operate.md says of the engine's rateLimit, and why the loop has none: it drops nothing, makes what comes wait,
// and counts each try.
func rateLimited(t *testing.T, w *world) {
	const turn = 3 * time.Second
	w.apply(t, limitedSensor)
	hook := w.GitHub.AddHook(github.HookOptions{Repository: "octo-org/limited", URL: w.Webhook, Secret: suite.WebhookSecret, Ledger: w.Ledger})
	send := func() {
		t.Helper()
		if answer := hook.Send(t.Context(), github.Comment{Repository: "octo-org/limited", ID: w.IDs.Next()}, github.Refused); answer.Err != nil {
			t.Fatal(answer.Err)
		}
	}
	calls := func() (ours []github.Call) {
		for _, call := range w.GitHub.Calls() {
			if strings.Contains(call.Path, "octo-org/limited") {
				ours = append(ours, call)
			}
		}
		return ours
	}
	// Its consumer starts at new messages, so a comment is sent until one is there.
	w.eventually(t, patience, func() error {
		if len(calls()) > 0 {
			return nil
		}
		send()
		time.Sleep(time.Second)
		return fmt.Errorf("the sensor does nothing yet")
	})
	fault := w.GitHub.Inject(github.Fault{Times: 1, Effect: github.Status(http.StatusInternalServerError), When: func(r *http.Request) bool { return strings.Contains(r.URL.Path, "octo-org/limited") }})
	before := len(calls())
	for range 3 {
		send()
	}
	w.eventually(t, time.Minute, func() error {
		if made := len(calls()) - before; made < 4 {
			return fmt.Errorf("%d calls, want one for each of three comments, and one again", made)
		}
		return nil
	})
	if fault.Hits() != 1 {
		t.Errorf("%d calls failed, want 1", fault.Hits())
	}
	all := calls()
	for i := before; i < len(all); i++ {
		// Calls come a moment after their turn.
		if pause := all[i].Time.Sub(all[i-1].Time); pause < turn-500*time.Millisecond {
			t.Errorf("call %d comes %s after the one before it, want %s", i, pause, turn)
		}
	}
	w.sh(t, "kubectl delete sensor limited -n github-webhooks")
}
