package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// githubRefuses has GitHub fail for three pull requests, each in its own way. What is tried again holds up the labels of every pull
// request of the loop, and not all triggers for as long: that could leave another scenario's label behind, so this loop has few of them.
func githubRefuses(t *testing.T, w *world) {
	for name, effect := range map[string]github.Effect{
		"down":         github.Reset(),
		"refusing":     github.Status(http.StatusUnauthorized),
		"rate limited": github.RateLimited(time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := w.Pull(suite.Agents)
			ours := fmt.Sprintf("/issues/%d/", p.Number)
			fault := w.GitHub.Inject(github.Fault{Effect: effect, When: func(r *http.Request) bool { return strings.Contains(r.URL.Path, ours) }})
			w.handled(t, p, w.post(t, p), 1)
			w.handled(t, p, w.post(t, p), 2)
			// Each of the two asks for labels to be set, three times. A late answer to the second could come after the third.
			w.eventually(t, patience, func() error {
				asked := 0
				for _, call := range w.GitHub.Calls() {
					if call.Method == http.MethodPost && strings.Contains(call.Path, ours) {
						asked++
					}
				}
				if asked < 6 {
					return fmt.Errorf("GitHub was asked %d times to set labels, want 6", asked)
				}
				return nil
			})
			fault.Clear()
			w.handled(t, p, w.post(t, p), 3)
			w.eventually(t, patience, func() error {
				if labels := strings.Join(w.GitHub.Labels(p.Loop.Repository, p.Number), " "); labels != p.Label()+" remediation-in-progress iteration-3" {
					return fmt.Errorf("labels of the pull request: %s", labels)
				}
				return nil
			})
		})
	}
}

// foreignSensor is another team's, on the same event source, the same bus, with the same account and in the same namespaces.
const foreignSensor = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: {name: foreign, namespace: github-webhooks}
spec:
  template:
    serviceAccountName: argo-events-sa
    # The namespace enforces the restricted Pod Security Standard on everybody.
    securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
    container: {securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
  dependencies:
    - name: any-comment
      eventSourceName: github
      eventName: issue_comment
      filters: {data: [{path: body.repository.full_name, type: string, value: ["^octo-org/foreign$"]}]}
  triggers:
    - template:
        name: keep
        k8s:
          operation: patch
          source:
            resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: foreign-notes, namespace: agent-platform}, data: {}}
          parameters:
            - {src: {dependencyName: any-comment, dataKey: body.comment.id}, dest: data.last}
`

func foreigners(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	configMaps := w.Client.CoreV1().ConfigMaps(p.Loop.AgentNamespace)
	// Odd ones, near to the loop's in name or labels.
	odd := []*corev1.ConfigMap{
		{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("task-%d-remediation-state-backup", p.Task)}, Data: map[string]string{"comment-1": "{}"}},
		{ObjectMeta: metav1.ObjectMeta{Name: "labelled-only", Labels: map[string]string{"app": "remediation-loop"}}},
		{ObjectMeta: metav1.ObjectMeta{Name: "labelled-oddly", Labels: map[string]string{"app": "remediation-loop", "task-id": strconv.Itoa(p.Task)}}, BinaryData: map[string][]byte{"x": {0xff}}},
	}
	for i, object := range odd {
		made, err := configMaps.Create(t.Context(), object, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		odd[i] = made
	}
	w.agent(t, p, "foreign-agent", map[string]string{"task-id": strconv.Itoa(p.Task), "agent-type": "blaze", "status": "running"})
	if _, err := w.Sh(t.Context(), w.Checkout, `printf '%s' "$SENSOR" | kubectl apply -f -`, "SENSOR="+foreignSensor); err != nil {
		t.Fatal(err)
	}
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)

	// The other team's comments go on to reach it. Its consumer starts at new messages, so the comment is sent until it is there.
	hook := w.GitHub.AddHook(github.HookOptions{Repository: "octo-org/foreign", URL: w.Webhook, Secret: suite.WebhookSecret, Ledger: w.Ledger})
	theirs := github.Comment{Repository: "octo-org/foreign", ID: w.IDs.Next(), Labels: []string{p.Label()}}
	w.eventually(t, patience, func() error {
		if answer := hook.Send(t.Context(), theirs, github.Refused); answer.Err != nil {
			return answer.Err
		}
		notes, err := configMaps.Get(t.Context(), "foreign-notes", metav1.GetOptions{})
		if err == nil && notes.Data["last"] != strconv.FormatInt(theirs.ID, 10) {
			return fmt.Errorf("the foreign sensor's notes: %v", notes.Data)
		}
		return err
	})
	for _, object := range odd {
		now, err := configMaps.Get(t.Context(), object.Name, metav1.GetOptions{})
		if err != nil || now.ResourceVersion != object.ResourceVersion {
			t.Errorf("the ConfigMap %s has changed: %v, %v", object.Name, now, err)
		}
	}
	if _, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).Get(t.Context(), "foreign-agent", metav1.GetOptions{}); err != nil {
		t.Error(err)
	}
}

// otherCodeRun has a CRD of another group, with other field names, types and required fields.
func otherCodeRun(t *testing.T, w *world) {
	p := w.Pull(suite.Agents)
	task := strconv.Itoa(p.Task)
	w.agent(t, p, "running-tess", map[string]string{"task-id": task, "agent-type": "tess", "status": "running"})
	id := w.post(t, p)
	w.handled(t, p, id, 1)
	run, err := w.run(t, p, id)
	if err != nil {
		t.Fatal(err)
	}
	spec := run.Object["spec"].(map[string]any)
	want := map[string]any{"pullRequest": int64(p.Number), "commentId": strconv.FormatInt(id, 10), "attempt": "1", "attempts": "10"}
	for key, value := range want {
		if spec[key] != value {
			t.Errorf("%s of the run: %v, want %v", key, spec[key], value)
		}
	}
	if env := fmt.Sprint(spec["env"]); env != "[map[name:TASK value:"+task+"]]" {
		t.Errorf("env of the run: %s", env)
	}
	wantLabels := map[string]string{"task-id": task, "comment-id": strconv.FormatInt(id, 10), "trigger-type": "comment-feedback", "remediation.5dlabs.com/at-rest": "false"}
	if !maps.Equal(run.GetLabels(), wantLabels) {
		t.Errorf("labels of the run: %v, want %v", run.GetLabels(), wantLabels)
	}
	w.eventually(t, patience, func() error {
		left, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: "agent-type=tess"})
		if err == nil && len(left.Items) > 0 {
			return errStillThere(left.Items[0].GetName())
		}
		return err
	})
	w.handled(t, p, w.post(t, p), 2)
}
