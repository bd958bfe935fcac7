package history

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// replay plays the history of one loop once more, version by version in the order of their revisions, and looks at each step.
type replay struct {
	evidence Evidence
	loop     Loop
	names    names
	people   people
	due      map[subject][]github.Entry // deliveries that the loop has to take
	refused  map[subject]bool
	// The same for what is told of pull requests, by the key that it is stored as.
	pulls        map[standing][]github.Entry
	refusedPulls map[standing]bool

	lives      map[string]*life // by uid of the ConfigMap
	order      []*life
	runs       map[string]*run // by uid
	late       []*run          // made after their state was deleted
	recordedAt memory
	found      []Violation
}

// subject is a comment under a task.
type subject struct{ task, comment string }

// life is the time from the creation of a task's ConfigMap to its deletion. A reset begins another one.
type life struct {
	task    string
	state   *state
	ended   int64           // revision of the deletion; 0 while it lasts
	touched map[string]bool // comments whose keys a person has changed
	runs    map[string][]*run
	// handledAt has the revision at which a comment was recorded as handled.
	handledAt map[string]int64
	// lastTyped says whether last_comment_id is what a person has made of it: it comes back with the next comment.
	lastTyped bool
	// current is current_iteration as the loop last wrote it, -1 when a person has changed what it follows from.
	current int64
}

// run is a CodeRun from its creation to its deletion.
type run struct {
	made, last Version
	life       *life
	comment    string
	generation int64 // that it may have
	gone       bool
}

func newReplay(e Evidence, loop Loop, people people) *replay {
	r := &replay{
		evidence: e, loop: loop, names: loop.names(), people: people, due: map[subject][]github.Entry{}, refused: map[subject]bool{},
		pulls: map[standing][]github.Entry{}, refusedPulls: map[standing]bool{},
		lives: map[string]*life{}, recordedAt: memory{}, runs: map[string]*run{},
	}
	for _, entry := range e.Deliveries {
		if entry.Kind == github.OfPullRequest {
			r.deliverPull(entry)
		} else if task := entry.Task(); loop.takes(entry) && task != "" {
			r.due[subject{task, entry.Comment}] = append(r.due[subject{task, entry.Comment}], entry)
		} else {
			r.refused[subject{task, entry.Comment}] = true
		}
	}
	return r
}

func (r *replay) deliverPull(entry github.Entry) {
	event, is := pullEventOf(entry)
	about := standing{entry.Task(), event.key}
	switch {
	case is && r.loop.takes(entry):
		r.pulls[about] = append(r.pulls[about], entry)
	case is:
		r.refusedPulls[about] = true
	}
}

func (r *replay) violation(invariant string, version Version, format string, values ...any) {
	r.found = append(r.found, Violation{invariant, string(r.loop.Name), version.object(), version.Revision, fmt.Sprintf(format, values...)})
}

// missing is a violation by what has not happened.
func (r *replay) missing(invariant, object, format string, values ...any) {
	r.found = append(r.found, Violation{invariant, string(r.loop.Name), object, 0, fmt.Sprintf(format, values...)})
}

func (r *replay) version(version Version) {
	object := version.Object
	if task := r.loop.stateTask(r.names, version.Resource, object.GetNamespace(), object.GetName()); task != "" {
		r.stateVersion(task, version)
	}
	if task, comment, ok := r.loop.runOf(r.names, version.Resource, object.GetNamespace(), object.GetName()); ok {
		r.runVersion(subject{task, comment}, version)
	}
}

func (r *replay) stateVersion(task string, version Version) {
	r.recordedAt.see(task, version)
	uid := string(version.Object.GetUID())
	known := r.lives[uid]
	switch {
	case version.Type == watch.Deleted:
		if known == nil {
			return
		}
		known.ended = version.Revision
		r.deleted(known, version)
		return
	case known == nil:
		known = &life{task: task, touched: map[string]bool{}, runs: map[string][]*run{}, handledAt: map[string]int64{}, state: r.empty(version)}
		r.lives[uid] = known
		r.order = append(r.order, known)
	}
	next := readState(version.Object, r.loop)
	if !version.Listed {
		r.change(known, version, next)
	}
	known.state = next
}

// deleted looks at the end of a life. Of the loop's accounts, the janitor alone deletes states, and those at rest alone. When the audit
// log does not tell who it was, it may have been the janitor.
func (r *replay) deleted(life *life, version Version) {
	if r.people.wrote(version) != "" {
		return
	}
	authors := r.people.audit.authorsOf(version)
	isJanitor := func(user string) bool { return r.loop.accounts()[user] == janitorRole }
	if len(authors) > 0 && !slices.ContainsFunc(authors, isJanitor) {
		r.violation("I2", version, "the state was deleted by %s", r.people.author(version))
	}
	if reason := life.state.unrest(); reason != "" {
		r.violation("I1", version, "the state was deleted by %s, and %s", r.people.author(version), reason)
	}
}

// empty is the state before the first version.
func (r *replay) empty(version Version) *state {
	object := version.Object.DeepCopy()
	unstructured.RemoveNestedField(object.Object, "data")
	return readState(object, r.loop)
}

// stateObject names the ConfigMap of a task.
func (r *replay) stateObject(task string) string {
	return objectName(configMaps, r.loop.AgentNamespace, r.loop.Name.State(task))
}

// touchedAny says whether a person has changed the keys of any comment.
func (l *life) touchedAny() bool { return len(l.touched) > 0 }

// currentIteration reads the derived field; -1 when it is no number.
func currentIteration(s *state) int64 {
	value, err := strconv.ParseInt(s.data[vocabulary.CurrentIterationKey], 10, 64)
	if err != nil {
		return -1
	}
	return value
}
