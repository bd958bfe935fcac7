package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
)

const operate = "/docs/operate.md"

// blocks are the sh blocks of a document under a heading, of which there have to be so many.
func (w *world) blocks(t *testing.T, document, heading string, number int) []string {
	t.Helper()
	blocks, err := suite.ShellBlocks(suite.Root()+document, heading)
	if err != nil || len(blocks) != number {
		t.Fatalf("%s, %s: %d sh blocks, want %d; %v", document, heading, len(blocks), number, err)
	}
	return blocks
}

// allTasks stops and resumes the loop in both ways that its document has, and asks what waits.
func allTasks(t *testing.T, w *world) {
	all, waiting := w.blocks(t, operate, "Stop and resume the whole loop", 7), w.blocks(t, operate, "Which tasks wait, and why", 5)
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)

	w.sh(t, all[0])
	w.suspended(t, "true")
	w.eventually(t, soon, func() error {
		if pods := w.pods(t, p.Loop.SensorPods()); len(pods) > 0 {
			return fmt.Errorf("%d pods of sensors are left", len(pods))
		}
		return nil
	})
	second := w.post(t, p)
	time.Sleep(5 * time.Second) // A sensor would have taken it by now.
	if state, err := w.state(t, p); err != nil || state.Data[fmt.Sprint("comment-", second)] != "" {
		t.Errorf("the sensors are stopped, and the comment is stored: %v", err)
	}
	w.sh(t, all[1])
	w.suspended(t, "false")
	w.handled(t, p, second, 2)
	w.settled(t, p)

	// Other tasks, one of which a person has paused.
	stops := map[pull]string{w.Pull(suite.Remediation): "active", w.Pull(suite.Remediation): "on hold"}
	for other, status := range stops {
		w.handled(t, other, w.post(t, other), 1)
		w.settled(t, other)
		w.setState(t, other, fmt.Sprintf(`{"data":{"status":%q}}`, status))
	}
	stopped := func() {
		t.Helper()
		for other, status := range stops {
			w.eventually(t, patience, w.has(t, other, map[string]string{"status": map[string]string{"active": "stopped", "on hold": "on hold"}[status]}))
		}
	}
	resumed := func() {
		t.Helper()
		for other, status := range stops {
			w.eventually(t, patience, w.has(t, other, map[string]string{"status": status}))
		}
	}
	w.sh(t, all[2]) // with the command line
	stopped()
	w.sh(t, all[3])
	resumed()
	w.sh(t, all[4]) // with kubectl
	stopped()
	third := w.post(t, p)
	want := fmt.Sprintf("%s stopped comment %d iteration -\n", p.Loop.State(p.Task), third)
	w.eventually(t, soon, func() error {
		if told := w.sh(t, waiting[3]); told != want {
			return fmt.Errorf("waiting:\n%swant:\n%s", told, want)
		}
		return nil
	})
	if told := w.sh(t, waiting[4]); !strings.Contains(told, p.Loop.State(p.Task)) || !strings.HasPrefix(told, "STATE") {
		t.Errorf("all tasks:\n%s", told)
	}
	if runs := w.runs(t, p); len(runs) != 2 {
		t.Errorf("stopped: %d runs, want 2", len(runs))
	}
	w.sh(t, all[5])
	w.handled(t, p, third, 3)
	w.settled(t, p)
	resumed()
	if told := w.sh(t, waiting[3]); told != "" {
		t.Errorf("nothing waits, and the command says:\n%s", told)
	}
}

// suspended sees whether the three CronJobs of the loop are suspended.
func (w *world) suspended(t *testing.T, want string) {
	t.Helper()
	for namespace, names := range map[string][]string{"github-webhooks": {"remediation-watchdog"}, "agent-platform": {"remediation-resync", "remediation-janitor"}} {
		for _, name := range names {
			if got := w.sh(t, "kubectl get cronjob "+name+" -n "+namespace+" -o jsonpath={.spec.suspend}"); got != want {
				t.Errorf("CronJob %s: suspend is %q, want %q", name, got, want)
			}
		}
	}
}
