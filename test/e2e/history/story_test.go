package history

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// Who writes in the stories.
const (
	sensorUser = "system:serviceaccount:github-webhooks:argo-events-sa"
	stateUser  = "system:serviceaccount:github-webhooks:remediation-state"
	cancelUser = "system:serviceaccount:agent-platform:remediation-cancel"
	resyncUser = "system:serviceaccount:agent-platform:remediation-resync"
	janitor    = "system:serviceaccount:agent-platform:remediation-janitor"
	watchdog   = "system:serviceaccount:github-webhooks:remediation-watchdog"
	person     = "admin"
	collector  = "system:serviceaccount:kube-system:generic-garbage-collector"
	nobody     = "" // whose write the audit log does not have
)

// story makes up evidence, write by write, as it would look if the loop did as it is told.
type story struct {
	loop     Loop
	evidence Evidence
	now      time.Time
	revision int64
	objects  map[string]*unstructured.Unstructured
	calls    []Call
}

func newStory() *story {
	s := &story{loop: Default(), now: time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC), revision: 100, objects: map[string]*unstructured.Unstructured{}}
	s.loop.Dedicated = true
	s.evidence.Record = Record{Start: 100, Resources: append(slices.Clone(always), s.loop.CodeRuns)}
	return s
}

func (s *story) tick() time.Time {
	s.now = s.now.Add(time.Second)
	return s.now
}

// sent is a delivery that was answered with 200.
func (s *story) sent(task string, comment int, change ...func(*github.Entry)) {
	e := github.Entry{
		Comment: strconv.Itoa(comment), Repository: s.loop.Repository, PR: 42, Author: "5DLabs-Tess[bot]", Tasks: []string{task}, Passes: true,
		Sent: s.tick(), Answered: s.tick(), Status: 200,
	}
	for _, change := range change {
		change(&e)
	}
	s.evidence.Deliveries = append(s.evidence.Deliveries, e)
}

func refused(e *github.Entry) { e.Passes = false }

// write stores an object, as its author, and returns it.
func (s *story) write(user string, resource schema.GroupResource, object *unstructured.Unstructured) *unstructured.Unstructured {
	s.revision++
	key := objectName(resource, object.GetNamespace(), object.GetName())
	version := Version{Resource: resource, Type: watch.Modified, Revision: s.revision, Seen: s.tick()}
	verb := "patch"
	if s.objects[key] == nil {
		version.Type, verb = watch.Added, "create"
		object.SetUID(types.UID(fmt.Sprintf("uid-%d", s.revision)))
		if resource == s.loop.CodeRuns && object.GetGeneration() == 0 {
			object.SetGeneration(1)
		}
	}
	object.SetResourceVersion(strconv.FormatInt(s.revision, 10))
	s.objects[key] = object
	version.Object = object.DeepCopy()
	s.evidence.Record.Versions = append(s.evidence.Record.Versions, version)
	s.call(user, verb, resource, object)
	return object
}

// call is one about an object that was answered with it.
func (s *story) call(user, verb string, resource schema.GroupResource, object *unstructured.Unstructured) *Call {
	content, err := json.Marshal(object.Object)
	if err != nil {
		panic(err)
	}
	call := Call{
		Time: s.now, User: user, Verb: verb, Resource: resource, Namespace: object.GetNamespace(), Name: object.GetName(), Code: 200, Request: content, Response: content,
	}
	call.read()
	if user == nobody {
		return &call
	}
	s.calls = append(s.calls, call)
	return &s.calls[len(s.calls)-1]
}

// remove deletes an object.
func (s *story) remove(user string, resource schema.GroupResource, name string) *Call {
	s.revision++
	key := objectName(resource, s.loop.AgentNamespace, name)
	object := s.objects[key]
	delete(s.objects, key)
	gone := object.DeepCopy()
	gone.SetResourceVersion(strconv.FormatInt(s.revision, 10))
	s.evidence.Record.Versions = append(s.evidence.Record.Versions, Version{Resource: resource, Type: watch.Deleted, Revision: s.revision, Seen: s.tick(), Object: gone})
	call := s.call(user, "delete", resource, object)
	call.Response = nil
	call.Result = Result{Kind: "Status", UID: string(object.GetUID())}
	return call
}

// patchState changes the data of a task's state; an empty value removes a key. It makes the state when there is none.
func (s *story) patchState(user, task string, data map[string]string) *unstructured.Unstructured {
	name := s.loop.Name.State(task)
	object := s.objects[objectName(configMaps, s.loop.AgentNamespace, name)]
	if object == nil {
		object = &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "ConfigMap"}}
		object.SetNamespace(s.loop.AgentNamespace)
		object.SetName(name)
		object.SetLabels(map[string]string{"app": "remediation-loop", "task-id": task})
		unstructured.SetNestedField(object.Object, "2026-01-02T03:00:00Z", "metadata", "creationTimestamp")
	}
	object = object.DeepCopy()
	for _, key := range slices.Sorted(maps.Keys(data)) {
		if data[key] == "" {
			unstructured.RemoveNestedField(object.Object, "data", key)
			continue
		}
		unstructured.SetNestedField(object.Object, data[key], "data", key)
	}
	return s.write(user, configMaps, object)
}

func (s *story) state(task string) *state {
	return readState(s.objects[objectName(configMaps, s.loop.AgentNamespace, s.loop.Name.State(task))], s.loop)
}

// The steps of the loop.

func (s *story) record(task string, comment int) {
	id := strconv.Itoa(comment)
	s.patchState(sensorUser, task, map[string]string{
		"comment-" + id:   fmt.Sprintf(`{"at":"2026-01-02T03:00:00Z","author":"5DLabs-Tess[bot]","pr":42,"repo":%q}`, s.loop.Repository),
		"last_comment_id": id,
	})
}

func (s *story) reconcile(task string) {
	now := s.state(task)
	want := now.derive(now.next())
	for _, key := range now.outdated() {
		want[key] = ""
	}
	s.patchState(sensorUser, task, want)
	if s.state(task).touchedAtRest() {
		state := s.state(task).object.DeepCopy()
		unstructured.RemoveNestedField(state.Object, "metadata", "annotations", vocabulary.ResyncAnnotation)
		s.write(sensorUser, configMaps, state)
	}
}

// touch is the resync's.
func (s *story) touch(task string) {
	object := s.state(task).object.DeepCopy()
	object.SetAnnotations(map[string]string{vocabulary.ResyncAnnotation: "1-1767323045"})
	s.write(resyncUser, configMaps, object)
}

// noon is a time of events of pull requests.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// told is a delivery about pull request 42 that was answered with 200: closed or reopened, so many seconds after noon.
func (s *story) told(task, action string, seconds int, change ...func(*github.Entry)) {
	e := github.Entry{
		Kind: github.OfPullRequest, Repository: s.loop.Repository, PR: 42, Tasks: []string{task}, Passes: true, Action: action,
		UpdatedAt: noon.Add(time.Duration(seconds) * time.Second).Format(time.RFC3339), Sent: s.tick(), Answered: s.tick(), Status: 200,
	}
	for _, change := range change {
		change(&e)
	}
	s.evidence.Deliveries = append(s.evidence.Deliveries, e)
}

// store stores what was told.
func (s *story) store(task, action string, seconds int) {
	at := noon.Add(time.Duration(seconds) * time.Second)
	s.patchState(sensorUser, task, map[string]string{fmt.Sprintf("%s-42-%d", action, at.Unix()): at.Format(time.RFC3339)})
}

// pull is something told of a pull request, stored.
func (s *story) pull(task, action string, seconds int) {
	s.told(task, action, seconds)
	s.store(task, action, seconds)
}

// run is the CodeRun that the state calls for, made.
func (s *story) run(task string, comment int, change ...func(*unstructured.Unstructured)) *unstructured.Unstructured {
	id := strconv.Itoa(comment)
	state := s.state(task)
	count := state.data["iteration-"+id]
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "cto.5dlabs.com/v1alpha1", "kind": "CodeRun",
		"spec": map[string]any{"env": map[string]any{"ITERATION_COUNT": count}},
	}}
	object.SetNamespace(s.loop.AgentNamespace)
	object.SetName(fmt.Sprintf("remediation-rex-t%s-c%s", task, id))
	object.SetLabels(map[string]string{"task-id": task, "comment-id": id, "trigger-type": "comment-feedback", "agent-type": "rex"})
	object.SetAnnotations(map[string]string{vocabulary.IterationAnnotation: count, vocabulary.StateVersionAnnotation: state.object.GetResourceVersion()})
	owner := map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "name": state.object.GetName(), "uid": string(state.object.GetUID())}
	unstructured.SetNestedSlice(object.Object, []any{owner}, "metadata", "ownerReferences")
	for _, change := range change {
		change(object)
	}
	return s.write(sensorUser, s.loop.CodeRuns, object)
}

func (s *story) handle(task string, comment int) {
	id := strconv.Itoa(comment)
	s.patchState(sensorUser, task, map[string]string{"handled-" + id: s.state(task).data["iteration-"+id]})
}

// whole plays a comment from its delivery to its end.
func (s *story) whole(task string, comment int) {
	s.sent(task, comment)
	s.record(task, comment)
	s.reconcile(task)
	s.finish(task, comment)
}

// finish goes on after an iteration was given.
func (s *story) finish(task string, comment int) {
	s.run(task, comment)
	s.handle(task, comment)
	s.reconcile(task)
}

func (s *story) check() []Violation {
	s.evidence.Audit = NewAudit(s.calls)
	return Check(s.evidence, s.loop)
}

// tale is a story and what Check ought to say of it: nothing, or one violation for each of these.
type tale struct {
	tell func(*story)
	want []string
}

func tellAll(t *testing.T, tales map[string]tale) {
	t.Helper()
	for name, tale := range tales {
		t.Run(name, func(t *testing.T) {
			s := newStory()
			tale.tell(s)
			found := s.check()
			if len(found) != len(tale.want) {
				t.Errorf("%d violations, want %d:\n%s", len(found), len(tale.want), lines(found))
				return
			}
			for _, want := range tale.want {
				if !slices.ContainsFunc(found, func(v Violation) bool { return strings.Contains(v.String(), want) }) {
					t.Errorf("no violation %q:\n%s", want, lines(found))
				}
			}
		})
	}
}

func lines(found []Violation) string {
	var text strings.Builder
	for _, v := range found {
		fmt.Fprintln(&text, v)
	}
	return text.String()
}
