package garbage

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cdk8s-argo-events/test/engine/vocabulary"
)

// TestRun puts odd values at every field of a CodeRun that the loop reads. Other people's CodeRuns, of any shape, are in the same
// namespace.
func TestRun(t *testing.T) {
	loop, bases := open(t, "remediation-state", "runs")
	var changes []change
	fields := slices.Concat(metadata, [][]string{{}, {"metadata", "name"}})
	values := slices.Concat(odd, objectNames)
	for i, text := range typed {
		if i < 20 || i%5 == 0 {
			values = append(values, text)
		}
	}
	for _, path := range fields {
		for _, value := range values {
			changes = append(changes, change{"run-added", []edit{{append([]string{"body"}, path...), value}}})
		}
		for _, value := range odd {
			changes = append(changes, change{"run-resynced", []edit{{append([]string{"oldBody"}, path...), value}}})
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		edits := make([]edit, 2+random.IntN(3))
		for i := range edits {
			edits[i] = edit{append([]string{"body"}, pick(random, fields)...), pick(random, values)}
		}
		changes = append(changes, change{"run-added", edits})
	}
	run(t, bases, changes, loop.run)
}

// run runs an event of a CodeRun and lists what is wrong with what follows.
func (l *Loop) run(event map[string]any) []string {
	actions, err := l.Run("remediation-state", "runs", encode(event))
	if err != nil {
		return []string{err.Error()}
	}
	problems := rules(Broken(actions))
	for _, action := range actions {
		problems.want(action.Trigger == "acknowledge-iteration", "a CodeRun sets off %s", action.Trigger)
		for _, write := range action.Writes {
			labels, _ := read(event, "body", "metadata", "labels").(map[string]any)
			task, _ := labels[vocabulary.TaskLabel].(string)
			id, _ := labels[vocabulary.CommentLabel].(string)
			problems.want(read(event, "body", "metadata", "name") == remediation.Run(task, id), "a CodeRun of another name is recorded")
			problems.want(read(write.Object, "metadata", "name") == remediation.State(task), "recorded in the state of another task")
			data, _ := write.Object["data"].(map[string]any)
			problems.want(len(data) == 1 && data[vocabulary.HandledPrefix+id] != nil, "recorded as %v", data)
			uid, _ := read(write.Object, "metadata", "uid").(string)
			problems.want(uid != "", "recorded in whichever state there is")
		}
	}
	return problems
}
