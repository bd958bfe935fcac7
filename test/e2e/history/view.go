package history

import (
	"fmt"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// view is what there is of a loop now.
type view struct {
	loop     Loop
	names    names
	states   map[subject]*unstructured.Unstructured // by task
	runs     map[subject]*unstructured.Unstructured
	recorded memory
	last     event
}

func newView(loop Loop) *view {
	return &view{loop: loop, names: loop.names(), states: map[subject]*unstructured.Unstructured{}, runs: map[subject]*unstructured.Unstructured{}, recorded: memory{}}
}

// take takes in what has happened since.
func (v *view) take(versions []Version) {
	for _, version := range versions {
		object := version.Object
		// Of a Job and its pod only the beginning counts: what it does shows in other objects, and in five minutes it is tidied away.
		begins := version.Type == watch.Added || version.Resource != jobs && version.Resource != pods
		if begins && v.loop.owns(v.names, version) {
			v.last = event{version.object(), version.Seen}
		}
		if task := v.loop.stateTask(v.names, version.Resource, object.GetNamespace(), object.GetName()); task != "" {
			v.recorded.see(task, version)
			v.states[subject{task: task}] = object
			if version.Type == watch.Deleted {
				delete(v.states, subject{task: task})
			}
		}
		if task, comment, ok := v.loop.runOf(v.names, version.Resource, object.GetNamespace(), object.GetName()); ok {
			v.runs[subject{task, comment}] = object
			if version.Type == watch.Deleted {
				delete(v.runs, subject{task, comment})
			}
		}
	}
}

// due lists what is left to do, but for what may wait.
func (v *view) due(entries []github.Entry, waiting []Waiting) []string {
	var due []string
	for _, entry := range entries {
		if entry.Kind == github.OfPullRequest {
			if v.loop.owesPull(entry, v.recorded, waiting) {
				event, _ := pullEventOf(entry)
				due = append(due, fmt.Sprintf("the record of %s in %s", event.key, v.loop.Name.State(entry.Task())))
			}
			continue
		}
		about := subject{entry.Task(), entry.Comment}
		if v.loop.takes(entry) && about.task != "" && entry.Accepted() && !v.recorded.after(about, entry.Sent) && !mayWait(waiting, about) {
			due = append(due, fmt.Sprintf("the record of comment %s in %s", about.comment, v.loop.Name.State(about.task)))
		}
	}
	for _, at := range sorted(v.states) {
		s := readState(v.states[at], v.loop)
		name := v.loop.Name.State(at.task)
		for _, c := range s.open() {
			about := subject{at.task, c.id}
			there := v.runs[about] != nil
			if !mayWait(waiting, about) && (there || !s.paused()) {
				due = append(due, fmt.Sprintf("iteration %d, comment %s, in %s (its run is there: %t)", c.iteration, c.id, name, there))
			}
		}
		for _, c := range s.next() {
			if !mayWait(waiting, subject{at.task, c.id}) {
				due = append(due, fmt.Sprintf("an iteration for comment %s in %s", c.id, name))
			}
		}
		for _, difference := range s.differences(s.derive(nil)) {
			due = append(due, fmt.Sprintf("%s: %s", name, difference))
		}
	}
	for _, at := range sorted(v.runs) {
		state, owner := v.states[subject{task: at.task}], stateUID(v.runs[at])
		if owner != "" && (state == nil || state.GetUID() != owner) {
			due = append(due, fmt.Sprintf("the garbage collector removes %s, whose state is gone", v.runs[at].GetName()))
		}
	}
	return due
}
