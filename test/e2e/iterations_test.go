package e2e

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type errStillThere string

func (e errStillThere) Error() string { return string(e) + " is still there" }

// tenIterations uses a task up, and has a person raise its maximum.
func tenIterations(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	for iteration := 1; iteration <= p.Loop.Max; iteration++ {
		w.handled(t, p, w.post(t, p), iteration)
	}
	eleventh := w.post(t, p)
	w.eventually(t, patience, w.has(t, p, map[string]string{"status": "exhausted", "current_iteration": "10", fmt.Sprint("handled-", eleventh): ""}))
	w.eventually(t, patience, func() error {
		labels := w.GitHub.Labels(p.Loop.Repository, p.Number)
		if !slices.Contains(labels, "remediation-exhausted") || !slices.Contains(labels, "iteration-10") || slices.Contains(labels, "iteration-9") {
			return fmt.Errorf("labels of the pull request: %q, want remediation-exhausted, and iteration-10 alone of the iterations", labels)
		}
		if events := w.events(t, p); events["Warning RemediationExhausted"] != 1 || events["Normal RemediationTriggered"] != p.Loop.Max {
			return fmt.Errorf("Events: %v, want one for each iteration, and one that says that they are used up", events)
		}
		return nil
	})
	if runs := w.runs(t, p); len(runs) != 10 {
		t.Errorf("%d runs, want 10", len(runs))
	}
	w.setState(t, p, `{"data":{"max_iterations":"12"}}`)
	w.handled(t, p, eleventh, 11)
	w.handled(t, p, w.post(t, p), 12)
	w.eventually(t, patience, w.has(t, p, map[string]string{"status": "active", "max_iterations": "12"}))
	run, err := w.run(t, p, eleventh)
	if err != nil {
		t.Fatal(err)
	}
	if env := run.Object["spec"].(map[string]any)["env"].(map[string]any); env["MAX_ITERATIONS"] != "12" || env["ITERATION_COUNT"] != "11" {
		t.Errorf("env of the eleventh run: %v", env)
	}
}

// operator is a person with the commands of docs/operate.md, on task 7.
func operator(t *testing.T, w *world) {
	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/operate.md", "One task")
	if err != nil {
		t.Fatal(err)
	}
	command := map[string]string{}
	for _, step := range []string{"get", "paused", "active", "max_iterations", "delete"} {
		command[step] = w.line(t, blocks[1], step)
	}
	for line := range strings.Lines(blocks[0]) {
		command[strings.Fields(line)[2]] = line // npx cdk8s-argo-events <command>
	}
	p := pull{Loop: suite.Remediation, Number: 7, Task: 7}
	w.GitHub.AddIssue(p.Loop.Repository, p.Number, p.Label())

	first := w.post(t, p)
	w.handled(t, p, first, 1)
	w.sh(t, command["paused"])
	waiting := []int64{w.post(t, p), w.post(t, p), w.post(t, p)}
	w.eventually(t, patience, func() error {
		state, err := w.state(t, p)
		if err != nil {
			return err
		}
		for _, id := range waiting {
			if state.Data[fmt.Sprint("comment-", id)] == "" {
				return fmt.Errorf("comment %d is not stored", id)
			}
		}
		return nil
	})
	// Another task, sent after them, is through: whatever would have come of them has had its time.
	other := w.Pull(suite.Remediation)
	w.handled(t, other, w.post(t, other), 1)
	if runs := w.runs(t, p); len(runs) != 1 {
		t.Errorf("paused: %d runs, want 1", len(runs))
	}
	w.eventually(t, patience, w.has(t, p, map[string]string{"status": "paused", "current_iteration": "1"}))

	w.sh(t, command["active"])
	for i, id := range waiting {
		w.handled(t, p, id, i+2)
	}
	w.sh(t, command["max_iterations"])
	w.eventually(t, patience, w.has(t, p, map[string]string{"max_iterations": "12", "status": "active"}))
	w.settled(t, p)

	w.sh(t, command["stop"])
	w.eventually(t, patience, w.has(t, p, map[string]string{"status": "paused"}))
	w.sh(t, command["resume"])
	w.eventually(t, patience, w.has(t, p, map[string]string{"status": "active"}))
	if told := w.sh(t, command["status"]); !strings.Contains(told, "cdk8s-argo-events ") || !strings.Contains(told, "has its CodeRun") {
		t.Errorf("status of the task:\n%s", told)
	}

	w.sh(t, command["delete"])
	w.eventually(t, patience, func() error {
		if runs := w.runs(t, p); len(runs) > 0 {
			return errStillThere(runs[0].GetName())
		}
		return nil
	})
	w.handled(t, p, w.post(t, p), 1)
	w.eventually(t, patience, w.has(t, p, map[string]string{"max_iterations": "10", "current_iteration": "1"}))
}

func fiveDeliveries(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	comment := w.Comment(p)
	w.sendAll(t, slices.Repeat([]github.Comment{comment}, 5)...)
	w.handled(t, p, comment.ID, 1)
	w.send(t, comment)
	for _, action := range []string{"edited", "deleted"} {
		later := comment
		later.Action = action
		if answer := w.Hooks[comment.Repository].Send(t.Context(), later, github.Refused); answer.Err != nil || answer.Status != 200 {
			t.Fatalf("%s: status %d, %v", action, answer.Status, answer.Err)
		}
	}
	last := w.post(t, p)
	w.handled(t, p, last, 2)
	w.settled(t, p)
	if runs := w.runs(t, p); len(runs) != 2 {
		t.Errorf("%d runs, want 2: of the comment that was delivered six times, edited and deleted, and of the one after it", len(runs))
	}
}

func tenAtOnce(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation)
	comments := make([]github.Comment, 10)
	for i := range comments {
		comments[i] = w.Comment(p)
	}
	rand.Shuffle(len(comments), func(i, j int) { comments[i], comments[j] = comments[j], comments[i] })
	start := time.Now()
	w.sendAll(t, comments...)
	given := map[string]bool{}
	w.eventually(t, patience, func() error {
		clear(given)
		state, err := w.state(t, p)
		if err != nil {
			return err
		}
		for _, comment := range comments {
			given[state.Data[fmt.Sprint("handled-", comment.ID)]] = true
		}
		if given[""] {
			return fmt.Errorf("not all handled: %v", given)
		}
		return nil
	})
	t.Logf("the tenth run is acknowledged after %s", time.Since(start).Round(time.Millisecond))
	for iteration := 1; iteration <= 10; iteration++ {
		if !given[strconv.Itoa(iteration)] {
			t.Errorf("no comment was given iteration %d: %v", iteration, given)
		}
	}
	for _, run := range w.runs(t, p) {
		if run.GetGeneration() != 1 {
			t.Errorf("%s was written again: generation %d", run.GetName(), run.GetGeneration())
		}
	}
	oneJobEach(t, w, p)
}

// oneJobEach counts the Jobs of a task's runs. A run that is dispatched again is the same one; a Job would be another.
func oneJobEach(t *testing.T, w *world, p pull) {
	t.Helper()
	jobs := map[string]int{} // by comment
	w.eventually(t, patience, func() error {
		clear(jobs)
		list, err := w.Client.BatchV1().Jobs(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{
			LabelSelector: fmt.Sprintf("app=%s,task-id=%d", p.Loop.Name.Cancel(), p.Task),
		})
		if err != nil {
			return err
		}
		for _, job := range list.Items {
			jobs[job.Labels["comment-id"]]++
		}
		if runs := w.runs(t, p); len(jobs) < len(runs) {
			return fmt.Errorf("%d runs, Jobs for %d of them", len(runs), len(jobs))
		}
		return nil
	})
	for comment, number := range jobs {
		if number != 1 {
			t.Errorf("%d Jobs of comment %s, want 1", number, comment)
		}
	}
}

// twoTasks changes the label between two deliveries of one comment.
func twoTasks(t *testing.T, w *world) {
	first := w.Pull(suite.Remediation)
	second := first
	second.Task = w.Pull(suite.Remediation).Task
	comment := w.Comment(first)
	w.send(t, comment)
	w.handled(t, first, comment.ID, 1)
	comment.Labels = []string{first.Label(), second.Label()} // the last one counts
	w.send(t, comment)
	w.handled(t, second, comment.ID, 1)
	if runs := w.runs(t, first); len(runs) != 1 {
		t.Errorf("%d runs of the first task, want 1", len(runs))
	}
}

func twentyPullRequests(t *testing.T, w *world, loop suite.Loop) {
	pulls := make([]pull, 20)
	comments := make([]github.Comment, len(pulls))
	for i := range pulls {
		pulls[i] = w.Pull(loop)
		comments[i] = w.Comment(pulls[i])
	}
	start := time.Now()
	w.sendAll(t, comments...)
	for i, p := range pulls {
		w.handled(t, p, comments[i].ID, 1)
	}
	t.Logf("the last run is acknowledged after %s", time.Since(start).Round(time.Millisecond))
}

// fourShards sends comments to the loop whose tasks four sensors share, and looks which of them made the Job of each.
func fourShards(t *testing.T, w *world) {
	twentyPullRequests(t, w, suite.Agents)
	for shard := range 4 {
		sensor := fmt.Sprintf("%s-loop-%d", suite.Agents.Name.Sensor(), shard)
		w.eventually(t, patience, func() error {
			jobs, err := w.Client.BatchV1().Jobs(suite.Agents.AgentNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: "events.argoproj.io/sensor=" + sensor})
			if err != nil {
				return err
			}
			for _, job := range jobs.Items {
				if task, err := strconv.Atoi(job.Labels["task-id"]); err != nil || task%4 != shard {
					t.Errorf("%s has made a Job of task %q", sensor, job.Labels["task-id"])
				}
			}
			if len(jobs.Items) == 0 {
				return fmt.Errorf("%s has made no Job", sensor)
			}
			return nil
		})
	}
}
