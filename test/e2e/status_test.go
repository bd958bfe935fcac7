package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	authentication "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// report is what `status --json` prints, as far as it is looked at here.
type report struct {
	Loop     string
	Problems []struct{ ID string }
	Tasks    []struct {
		Task, Status, Condition, Why string
		Iteration, Max, Waiting      int
		Cause                        *string
		Changes                      []struct {
			Manager string
			Set     []string
		}
	}
	Events []struct{ Reason string }
	Unread []string
}

// command runs the command line and expects its exit code.
func (w *world) command(t *testing.T, code int, args ...string) suite.Printed {
	t.Helper()
	return w.commandAs(t, "", code, args...)
}

func (w *world) commandAs(t *testing.T, kubeconfig string, code int, args ...string) suite.Printed {
	t.Helper()
	printed, err := w.Command(t.Context(), kubeconfig, args...)
	if err != nil {
		t.Fatal(err)
	}
	if printed.Code != code {
		t.Fatalf("%q left with %d, want %d\n%s%s", args, printed.Code, code, printed.Stdout, printed.Stderr)
	}
	if strings.Contains(printed.Stderr, "\n    at ") {
		t.Errorf("%q prints a stack trace:\n%s", args, printed.Stderr)
	}
	return printed
}

// of are the flags that say in which loop a task is.
func of(p pull) []string {
	return []string{"-n", p.Loop.AgentNamespace, "--task", strconv.Itoa(p.Task)}
}

// tells waits until `status` says of a task that it waits for a cause, or for nothing if the cause is empty, and returns what it prints
// for people.
func (w *world) tells(t *testing.T, p pull, cause string) string {
	t.Helper()
	w.eventually(t, patience, func() error {
		printed, err := w.Command(t.Context(), "", append([]string{"status", "--json"}, of(p)...)...)
		if err != nil {
			return err
		}
		var told report
		if err := json.Unmarshal([]byte(printed.Stdout), &told); err != nil {
			return fmt.Errorf("%w: %s%s", err, printed.Stdout, printed.Stderr)
		}
		got := ""
		if told.Tasks[0].Cause != nil {
			got = *told.Tasks[0].Cause
		}
		if got != cause || len(told.Problems) > 0 || len(told.Unread) > 0 {
			return fmt.Errorf("task %d: the cause is %q, want %q: %s", p.Task, got, cause, printed.Stdout)
		}
		return nil
	})
	printed, err := w.Command(t.Context(), "", append([]string{"status"}, of(p)...)...)
	if err != nil {
		t.Fatal(err)
	}
	return printed.Stdout
}

// remedy runs the first kubectl command that `status` shows for a task.
func (w *world) remedy(t *testing.T, shown string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(shown) {
		if strings.HasPrefix(line, "    kubectl ") || len(lines) > 0 {
			lines = append(lines, line)
			if !strings.HasSuffix(line, "\\\n") {
				break
			}
		}
	}
	if len(lines) == 0 {
		t.Fatalf("no command in\n%s", shown)
	}
	w.sh(t, strings.Join(lines, ""))
}

// commandLine has a person look at real states with the command line, and change them.
func commandLine(t *testing.T, w *world) {
	if told := w.command(t, 0, "status", "-n", suite.Agents.AgentNamespace); told.Stdout != "Loop remediation, namespace web-agents, context e2e\nNo task has a state\n" {
		// The loop is not known yet: none of its tasks has a state.
		t.Errorf("a namespace without a state:\n%s%s", told.Stdout, told.Stderr)
	}
	t.Run("stopped and resumed", func(t *testing.T) { stoppedAndResumed(t, w) })
	t.Run("exhausted", func(t *testing.T) { shownExhausted(t, w) })
	t.Run("edited by hand", func(t *testing.T) { shownGarbage(t, w) })
	t.Run("traced", func(t *testing.T) { traced(t, w) })
	t.Run("other loops", func(t *testing.T) { otherLoops(t, w) })
	t.Run("what stops the loop", func(t *testing.T) { shownProblems(t, w) })
	t.Run("watched", func(t *testing.T) { watched(t, w) })
	t.Run("with few rights, and with none", func(t *testing.T) { fewRights(t, w) })
}

func stoppedAndResumed(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	task := strconv.Itoa(p.Task)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	if told := w.tells(t, p, ""); !strings.Contains(told, "has its CodeRun\n") || !strings.Contains(told, "RemediationTriggered") {
		t.Errorf("a task that nothing is left to do for:\n%s", told)
	}

	told := w.command(t, 0, "stop", task, "--dry-run")
	if state, err := w.state(t, p); err != nil || state.Data["status"] != "active" {
		t.Fatalf("--dry-run has changed it: %v, %v", state.Data, err)
	}
	if want := "Task " + task + ` would be stopped: its status would be "paused"`; !strings.HasPrefix(told.Stdout, want) {
		t.Errorf("--dry-run:\n%s", told.Stdout)
	}
	w.command(t, 0, "stop", task)
	if state, err := w.state(t, p); err != nil || state.Data["status"] != "paused" {
		t.Fatalf("stopped: %v, %v", state.Data, err)
	}
	w.command(t, 1, "stop", task)
	w.command(t, 1, "stop", "424242")
	second := w.post(t, p)
	shown := w.tells(t, p, "paused")
	if !strings.Contains(shown, "\ncdk8s-argo-events ") {
		t.Errorf("it does not say that the command line has changed the state:\n%s", shown)
	}
	w.remedy(t, shown)
	w.handled(t, p, second, 2)
	w.settled(t, p)

	w.command(t, 1, "resume", task)
	w.command(t, 1, "retry", task)
	w.command(t, 0, "stop", "--all")
	third := w.post(t, p)
	w.tells(t, p, "paused")
	w.command(t, 1, "retry", task)
	w.command(t, 0, "resume", "--all")
	w.handled(t, p, third, 3)
	w.settled(t, p)
}

func shownExhausted(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	w.setState(t, p, `{"data":{"max_iterations":"1"}}`)
	second := w.post(t, p)
	w.eventually(t, patience, w.has(t, p, map[string]string{"status": "exhausted"}))
	w.command(t, 1, "resume", strconv.Itoa(p.Task))
	w.remedy(t, w.tells(t, p, "exhausted"))
	w.handled(t, p, second, 2)
	w.settled(t, p)
}

// shownGarbage edits a state as a person might, and does what `status` says.
func shownGarbage(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	first := w.post(t, p)
	w.handled(t, p, first, 1)
	w.settled(t, p)

	w.setState(t, p, `{"data":{"comment-5":"no JSON"}}`)
	w.remedy(t, w.tells(t, p, "ignored"))
	w.tells(t, p, "")

	w.setState(t, p, `{"metadata":{"labels":{"app":null}}}`)
	w.remedy(t, w.tells(t, p, "unwatched"))
	w.tells(t, p, "")

	// The janitor has labelled it, and somebody edits it.
	w.setState(t, p, fmt.Sprintf(`{"metadata":{"labels":{%q:"true"}}}`, vocabulary.AtRestLabel))
	w.setState(t, p, fmt.Sprintf(`{"data":{"handled-%d":null}}`, first))
	w.tells(t, p, "asleep")
	w.command(t, 0, "retry", strconv.Itoa(p.Task))
	w.handled(t, p, first, 1)
	w.settled(t, p)

	w.setState(t, p, `{"data":{"status":"\u001b[31mwait\u0007","max_iterations":"many"}}`)
	shown := strings.Join(append([]string{w.tells(t, p, "")}, w.command(t, 0, append([]string{"status"}, of(p)...)...).Stdout), "")
	if strings.ContainsAny(shown, "\u001b\u0007") || !strings.Contains(shown, `\u{1b}[31mwait`) {
		t.Errorf("a status with control characters: %q", shown)
	}
	w.command(t, 0, "resume", strconv.Itoa(p.Task))
	w.settled(t, p)
}

// traced goes from a comment to what came of it and back, and sees who has changed its state, by the commands of the document.
func traced(t *testing.T, w *world) {
	blocks := w.blocks(t, operate, "From a comment to its run, and back", 3)
	p := w.Pull(suite.Remediation)
	id := w.post(t, p)
	w.handled(t, p, id, 1)
	w.settled(t, p)
	w.eventually(t, patience, func() error {
		if events := w.events(t, p); events["Normal RemediationTriggered"] == 0 {
			return fmt.Errorf("Events: %v", events)
		}
		return nil
	})
	own := func(block string) string {
		return strings.NewReplacer("2345678901", strconv.FormatInt(id, 10), "task-7-", fmt.Sprintf("task-%d-", p.Task)).Replace(block)
	}
	told := w.sh(t, own(blocks[0]))
	url := fmt.Sprintf("https://github.com/%s/pull/%d#issuecomment-%d", p.Loop.Repository, p.Number, id)
	for _, want := range []string{
		url + "\n",
		fmt.Sprintf("iteration-%d  1\n", id), fmt.Sprintf("handled-%d ", id),
		"CodeRun  " + p.Loop.Run(p.Task, id) + " ", "  Job      " + p.Loop.Name.Cancel() + "-t",
		"RemediationTriggered", fmt.Sprintf("Iteration 1 of task %d", p.Task),
		"info   Succeeded to publish an event ", "remediation-state…",
		"cancel-quality-agents done ", "create-remediation-coderun done ", "announce-remediation done ", "update-pr-labels done ",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not in the trace:\n%s", want, told)
		}
	}
	if back := w.command(t, 0, "trace", p.Loop.Run(p.Task, id)).Stdout; !strings.HasPrefix(back, fmt.Sprintf("Comment %d\n%s\n", id, url)) {
		t.Errorf("back from the CodeRun:\n%s", back)
	}
	w.command(t, 1, "trace", "424242")

	w.command(t, 0, "stop", strconv.Itoa(p.Task))
	w.sh(t, fmt.Sprintf(`kubectl patch configmap %s -n agent-platform --type merge -p '{"data":{"max_iterations":"11"}}'`, p.Loop.State(p.Task)))
	changed := w.sh(t, own(blocks[1]))
	for _, want := range []string{"\targo-events\t", "\tcdk8s-argo-events\tf:status\n", "\tkubectl-patch\tf:max_iterations\n"} {
		if !strings.Contains(changed, want) {
			t.Errorf("%q is not in who has changed the state:\n%s", want, changed)
		}
	}
	audit, err := w.Sh(t.Context(), w.Checkout, own(blocks[2]), "AUDIT_LOG="+w.Plane.AuditLog())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\tadmin\tpatch\tstatus\n", "\tadmin\tpatch\tmax_iterations\n", "\tsystem:serviceaccount:github-webhooks:argo-events-sa\tpatch\t"} {
		if !strings.Contains(audit, want) {
			t.Errorf("%q is not in the audit log:\n%s", want, audit)
		}
	}
	w.command(t, 0, "resume", strconv.Itoa(p.Task))
}

func otherLoops(t *testing.T, w *world) {
	p := w.Pull(suite.Agents) // another kind of CodeRun, four sensors
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	if told := w.tells(t, p, ""); !strings.HasPrefix(told, "Loop agents, namespace web-agents, context e2e\n") {
		t.Errorf("the loop agents:\n%s", told)
	}
	w.command(t, 2, "status", "-n", suite.Agents.AgentNamespace, "--task", "424242")
	w.command(t, 3, "status", "-n", "nowhere")

	p = w.Pull(suite.Closing)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	waiting := w.post(t, p)
	w.tells(t, p, "exhausted")
	key, _ := w.told(t, p, "closed", 1)
	w.status(t, p, "completed", map[string]string{key: closedAt(1)})
	if told := w.tells(t, p, ""); !strings.Contains(told, fmt.Sprint(waiting)) || !strings.Contains(told, "its pull request is closed\n") {
		t.Errorf("a completed task:\n%s", told)
	}
}

// shownProblems stops the sensors, and looks at a loop whose CodeRuns nobody knows.
func shownProblems(t *testing.T, w *world) {
	w.sh(t, "kubectl scale deployments -n github-webhooks -l app=remediation-sensor --replicas=0")
	shown := w.command(t, 1, "status").Stdout
	if !strings.Contains(shown, "The loop: the sensors are stopped.") {
		t.Errorf("the sensors are stopped, and it says\n%s", shown)
	}
	w.remedy(t, shown)
	w.sh(t, "kubectl wait -n github-webhooks --for=condition=Available deployments --all --timeout=120s")
	w.eventually(t, patience, func() error {
		printed, err := w.Command(t.Context(), "", "status")
		if err == nil && strings.Contains(printed.Stdout, "The loop: ") {
			err = fmt.Errorf("the sensors run, and it says\n%s", printed.Stdout)
		}
		return err
	})
	w.sh(t, `
		kubectl create namespace unknown-agents
		kubectl create namespace unknown-sensors
		kubectl apply -f - <<'YAML'
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: {name: pr-comment-unknown, namespace: unknown-sensors, labels: {app: unknown-sensor}}
spec:
  dependencies:
    - name: feedback-comment
      eventSourceName: github
      eventName: issue_comment
      filters: {data: [{path: body.repository.full_name, type: string, value: ['^a/b$']}]}
  triggers:
    - template:
        name: create-remediation-coderun
        k8s: {source: {resource: {apiVersion: example.com/v1, kind: Unknown}}}
YAML`)
	shown = w.command(t, 1, "status", "-n", "unknown-agents", "--sensors-namespace", "unknown-sensors", "--loop", "unknown").Stdout
	for _, want := range []string{"does not know the CodeRuns", "kubectl get crd unknowns.example.com\n", "has not deployed a sensor", "has not deployed the event source of GitHub's comments"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no CRD: %q is not in\n%s", want, shown)
		}
	}
	w.sh(t, "kubectl delete namespace unknown-agents unknown-sensors --wait=false")
}

// watched looks with --watch while a task is stopped, and ends it as Ctrl-C does.
func watched(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	file, err := os.Create(filepath.Join(w.Dir, "watched.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	program := w.Program(t.Context(), append([]string{"status", "--watch", "--json"}, of(p)...)...)
	program.Env = append(os.Environ(), "KUBECONFIG="+w.Plane.Kubeconfig())
	program.Stdout, program.Stderr = file, file
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	lines := func(number int) []string {
		var found []string
		w.eventually(t, patience, func() error {
			content, err := os.ReadFile(file.Name())
			found = strings.Split(strings.TrimSpace(string(content)), "\n")
			if err == nil && (len(found) < number || found[0] == "") {
				err = fmt.Errorf("%d lines, want %d: %s", len(found), number, content)
			}
			return err
		})
		return found
	}
	lines(1)
	w.command(t, 0, "stop", strconv.Itoa(p.Task))
	waiting := w.post(t, p)
	w.storedComment(t, p, waiting)
	w.eventually(t, patience, func() error {
		found := lines(2)
		var last report
		if err := json.Unmarshal([]byte(found[len(found)-1]), &last); err != nil {
			return err
		}
		if last.Tasks[0].Condition != "needs-person" {
			return fmt.Errorf("the last line: %s", found[len(found)-1])
		}
		return nil
	})
	if err := program.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	program.Wait()
	if code := program.ProcessState.ExitCode(); code != 1 {
		t.Errorf("ended by SIGINT, it leaves with %d, want 1", code)
	}
	w.command(t, 0, "resume", strconv.Itoa(p.Task))
	w.handled(t, p, waiting, 2)
	w.settled(t, p)
}

// fewRights asks as accounts that RBAC allows nothing, a part, and what the document says.
func fewRights(t *testing.T, w *world) {
	none := w.kubeconfig(t, "nobody")
	refused := w.commandAs(t, none, 3, "status")
	want := `Not allowed to list configmaps in namespace agent-platform: configmaps is forbidden: User "system:serviceaccount:default:nobody" cannot list resource "configmaps" in API group "" in the namespace "agent-platform"` + "\n"
	if refused.Stderr != want || refused.Stdout != "" {
		t.Errorf("without rights:\n%s%s", refused.Stdout, refused.Stderr)
	}
	w.commandAs(t, none, 3, "stop", "--all")
	w.commandAs(t, none, 3, "status", "--context", "elsewhere")

	w.sh(t, "kubectl create role looks -n agent-platform --verb=list --resource=configmaps; kubectl create rolebinding looks -n agent-platform --role=looks --serviceaccount=default:looks")
	looks := w.kubeconfig(t, "looks")
	p := w.Pull(suite.Remediation)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	told := w.commandAs(t, looks, 0, append([]string{"status"}, of(p)...)...)
	for _, what := range []string{"list sensors.argoproj.io in namespace github-webhooks", "list coderuns.cto.5dlabs.com in namespace agent-platform", "list events in namespace agent-platform", "list deployments.apps in namespace github-webhooks", "get cronjobs.batch in namespace agent-platform"} {
		if !strings.Contains(told.Stderr, "not read: Not allowed to "+what+": ") {
			t.Errorf("what it may not read, %s, is not told:\n%s", what, told.Stderr)
		}
	}
	roles := w.blocks(t, operate, "Which tasks wait, and why", 5)
	w.sh(t, roles[1]+roles[2]+`
		kubectl create rolebinding on-call -n agent-platform --role=loop-read --serviceaccount=default:on-call
		kubectl create rolebinding on-call -n github-webhooks --role=loop-read --serviceaccount=default:on-call
		kubectl create rolebinding on-call-changes -n agent-platform --role=loop-change --serviceaccount=default:on-call`)
	onCall := w.kubeconfig(t, "on-call")
	for _, args := range [][]string{append([]string{"status"}, of(p)...), {"stop", strconv.Itoa(p.Task)}, {"resume", strconv.Itoa(p.Task)}} {
		if told := w.commandAs(t, onCall, 0, args...); told.Stderr != "" {
			t.Errorf("%q with the rights of the document:\n%s", args, told.Stderr)
		}
	}
	if told := w.commandAs(t, onCall, 1, "trace", "424242"); told.Stderr != "" {
		t.Errorf("trace with the rights of the document:\n%s", told.Stderr)
	}
	if refused := w.commandAs(t, looks, 3, "stop", strconv.Itoa(p.Task)); !strings.Contains(refused.Stderr, "Not allowed to patch configmaps in namespace agent-platform: ") {
		t.Errorf("without the right to patch:\n%s", refused.Stderr)
	}
}

// kubeconfig makes a ServiceAccount of that name, and a kubeconfig with a token of it.
func (w *world) kubeconfig(t *testing.T, name string) string {
	t.Helper()
	accounts := w.Client.CoreV1().ServiceAccounts("default")
	if _, err := accounts.Create(t.Context(), &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	given, err := accounts.CreateToken(t.Context(), name, &authentication.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.LoadFromFile(w.Plane.Kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	config.AuthInfos = map[string]*api.AuthInfo{name: {Token: given.Status.Token}}
	config.Contexts["e2e"].AuthInfo = name
	path := filepath.Join(w.Dir, name+".kubeconfig")
	if err := clientcmd.WriteToFile(*config, path); err != nil {
		t.Fatal(err)
	}
	return path
}
