package history

import (
	"fmt"
	"strconv"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// runVersion looks at a version of a CodeRun that has one of the loop's names.
func (r *replay) runVersion(about subject, version Version) {
	uid := string(version.Object.GetUID())
	known := r.runs[uid]
	if version.Type == watch.Deleted {
		if known != nil {
			known.gone = true
		}
		return // who may delete it is a question for I5
	}
	person := r.people.wrote(version)
	if known == nil {
		known = &run{made: version, last: version, comment: about.comment, life: r.owner(version.Object), generation: 1}
		r.runs[uid] = known
		if person != "" || version.Listed {
			known.generation = version.Object.GetGeneration()
			return // a person's own, or from before anybody looked
		}
		r.made(about, known, version)
		return
	}
	defer func() { known.last = version }()
	if person != "" {
		known.generation = version.Object.GetGeneration()
		return
	}
	if owner := r.owner(version.Object); owner != nil && owner != known.life && (known.life == nil || known.life.ended != 0) {
		// Kept by hand beyond its state (--cascade=orphan), and taken over by the next one.
		known.life, known.generation = owner, version.Object.GetGeneration()
		r.made(about, known, version)
		return
	}
	if got := version.Object.GetGeneration(); got != known.generation {
		r.violation("I2", version, "generation is %d, want %d: its spec was changed by %s", got, known.generation, r.people.author(version))
		known.generation = got
	}
	for _, field := range identity(known.last.Object, r.loop) {
		for _, now := range identity(version.Object, r.loop) {
			if field.name == now.name && field.value != now.value {
				r.violation("I2", version, "%s changed from %q to %q, by %s", field.name, field.value, now.value, r.people.author(version))
			}
		}
	}
}

// made looks at a run that the loop has just made: the state has to call for it at this moment.
func (r *replay) made(about subject, made *run, version Version) {
	object := version.Object
	count := object.GetAnnotations()[vocabulary.IterationAnnotation]
	if generation := object.GetGeneration(); generation != made.generation {
		r.violation("I2", version, "generation is %d when it is made, want %d", generation, made.generation)
	}
	if got := r.loop.iterationCount(object); got != count {
		r.violation("I2", version, "its spec has iteration %q, its annotation %q", got, count)
	}
	for label, want := range labelsOf(about.task, about.comment) {
		if got := object.GetLabels()[label]; got != want {
			r.violation("I2", version, "label %s is %q, want %q", label, got, want)
		}
	}
	life := made.life
	if life == nil || life.task != about.task {
		r.violation("I1", version, "it was made, and no state of task %s owns it", about.task)
		return
	}
	life.runs[about.comment] = append(life.runs[about.comment], made)
	if life.ended != 0 {
		r.late = append(r.late, made)
	}
	if life.touched[about.comment] {
		return
	}
	data := life.state.data
	if _, there := data[vocabulary.CommentPrefix+about.comment]; !there {
		r.violation("I1", version, "it was made, and its state has no comment %s", about.comment)
	}
	if assigned := data[vocabulary.IterationPrefix+about.comment]; assigned != count || assigned == "" {
		r.violation("I2", version, "it was made for iteration %q, iteration-%s is %q", count, about.comment, assigned)
	}
	if handled, there := data[vocabulary.HandledPrefix+about.comment]; there && !waited(made, version) {
		r.violation("I1", version, "it was made%s, and comment %s had been handled as iteration %q", again(life.runs[about.comment]), about.comment, handled)
	}
	for _, c := range life.state.open() {
		if c.id != about.comment && c.iteration < iteration(count) && !life.touched[c.id] {
			r.violation("I2", version, "it was made while comment %s, iteration %d, was not handled", c.id, c.iteration)
		}
	}
}

// waited says whether a run was called for before its comment was handled, by an event that has outlived its state: nothing can refuse
// it then.
func waited(made *run, version Version) bool {
	asked, err := strconv.ParseInt(version.Object.GetAnnotations()[vocabulary.StateVersionAnnotation], 10, 64)
	return made.life.ended != 0 && err == nil && asked < made.life.handledAt[made.comment]
}

// checkLate looks for the runs that came after their state and have stayed, though the next one has not taken them over.
func (r *replay) checkLate() {
	for _, late := range r.late {
		if !late.gone && late.life.ended != 0 {
			r.violation("I1", late.made, "it was made for comment %s after its state was deleted, and nobody has removed it", late.comment)
		}
	}
}

func again(made []*run) string {
	if len(made) < 2 {
		return ""
	}
	return fmt.Sprintf(" once more, the first time at revision %d", made[0].made.Revision)
}

// owner is the life of the state that owns a run.
func (r *replay) owner(object *unstructured.Unstructured) *life {
	return r.lives[string(stateUID(object))]
}

// stateUID is the uid of the state that owns a run, empty when none does.
func stateUID(object *unstructured.Unstructured) types.UID {
	for _, reference := range object.GetOwnerReferences() {
		if reference.Kind == "ConfigMap" {
			return reference.UID
		}
	}
	return ""
}

// labelsOf are the labels of the run of a comment.
func labelsOf(task, comment string) map[string]string {
	return map[string]string{vocabulary.TaskLabel: task, vocabulary.CommentLabel: comment, vocabulary.TriggerTypeLabel: vocabulary.TriggerType}
}

// identity is what never changes of a run, in a fixed order.
func identity(object *unstructured.Unstructured, loop Loop) []struct{ name, value string } {
	return []struct{ name, value string }{
		{"annotation " + vocabulary.IterationAnnotation, object.GetAnnotations()[vocabulary.IterationAnnotation]},
		{"the iteration in its spec", loop.iterationCount(object)},
		{"label " + vocabulary.TaskLabel, object.GetLabels()[vocabulary.TaskLabel]},
		{"label " + vocabulary.CommentLabel, object.GetLabels()[vocabulary.CommentLabel]},
		{"label " + vocabulary.TriggerTypeLabel, object.GetLabels()[vocabulary.TriggerTypeLabel]},
	}
}
