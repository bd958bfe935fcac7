package garbage

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/engine/vocabulary"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
)

var (
	iterationKey = whole(vocabulary.IterationPrefix + comment)
	iteration    = whole(vocabulary.IterationPattern)
)

// TestState puts each odd value where it matters most: at the keys that decide what happens next.
func TestState(t *testing.T) {
	loop, bases := open(t, "remediation-state", "state")
	var changes []change
	for base, keys := range map[string][]string{
		"state-stored":    {"comment-2345678901", "max_iterations", "status"},
		"state-assigned":  {"comment-2345678901", "iteration-2345678901", "max-2345678901", "max_iterations", "status"},
		"state-handled":   {"comment-2345678901", "iteration-2345678901", "handled-2345678901"},
		"state-exhausted": {"comment-11", "max_iterations", "iteration-10"},
	} {
		for _, key := range keys {
			for _, value := range typed {
				changes = append(changes, change{base, []edit{{[]string{"body", "data", key}, value}}})
			}
		}
	}
	run(t, bases, changes, loop.state)
}

// TestStateFields puts odd values at every other key and field, each on one of the states that the loop goes through.
func TestStateFields(t *testing.T) {
	loop, bases := open(t, "remediation-state", "state")
	names := slices.Sorted(maps.Keys(bases))
	var changes []change
	add := func(value any, path ...string) {
		changes = append(changes, change{names[len(changes)%len(names)], []edit{{path, value}}})
	}
	for i, key := range keys {
		for j := range 6 {
			add(typed[(i*7+j*11)%len(typed)], "body", "data", key)
		}
		add(odd[i%len(odd)], "body", "data", key)
	}
	for _, path := range metadata {
		for i, value := range odd {
			add(value, append([]string{[]string{"body", "oldBody"}[i%2]}, path...)...)
		}
	}
	for range 3 { // each time on other states
		for _, kind := range []string{"ADD", "UPDATE", "DELETE", "update", ""} {
			add(kind, "type")
		}
	}
	for _, value := range odd {
		add(value, "type")
		add(value, "body")
		add(value, "oldBody")
	}
	for _, value := range objectNames {
		changes = append(changes, change{"state-assigned-listed", []edit{{[]string{"body", "metadata", "name"}, value}}})
		changes = append(changes, change{"state-handled", []edit{{[]string{"body", "metadata", "name"}, value}}})
	}
	run(t, bases, changes, loop.state)
}

// TestStates puts several odd values into one state: one may hide, or bring out, what another does.
func TestStates(t *testing.T) {
	loop, bases := open(t, "remediation-state", "state")
	random := rand.New(rand.NewPCG(1, 2))
	var changes []change
	for _, base := range slices.Sorted(maps.Keys(bases)) {
		for range 15 {
			changes = append(changes, change{base, someEdits(random)})
		}
	}
	run(t, bases, changes, loop.state)
}

// TestManyComments: a task with very many comments is slow at most.
func TestManyComments(t *testing.T) {
	loop, bases := open(t, "remediation-state", "state")
	event := bases["state-stored"]
	for i := range 2000 {
		put(event, []string{"body", "data", fmt.Sprintf("comment-%d", i+1)}, `{"pr":42,"repo":"5dlabs/cto","author":"5DLabs-Tess","at":"2026-01-02T03:04:05Z"}`)
	}
	for _, problem := range loop.state(event) {
		t.Error(problem)
	}
}

// state runs an event of a ConfigMap and lists what is wrong with what follows.
func (l *Loop) state(event map[string]any) []string {
	actions, err := l.Run("remediation-state", "state", encode(event))
	if err != nil {
		return []string{err.Error()}
	}
	problems := rules(Broken(actions))
	for _, action := range actions {
		for _, write := range action.Writes {
			kind, _ := write.Object["kind"].(string)
			if kind == "CodeRun" {
				problems.want(read(write.Object, "metadata", "ownerReferences", "0", "name") == read(event, "body", "metadata", "name"), "a run of another state")
				id, _ := read(write.Object, "metadata", "labels", vocabulary.CommentLabel).(string)
				problems.want(read(write.Object, "spec", "env", "ITERATION_COUNT") == read(event, "body", "data", vocabulary.IterationPrefix+id), "the run has another iteration than the state")
			}
			if action.Trigger == "reconcile-state" {
				problems = append(problems, l.reconciled(event, write.Object)...)
			}
		}
	}
	return problems
}

// reconciled checks the patch of reconcile-state: it belongs to the version that it was computed from, keeps what is not its to change,
// and leaves nothing to reconcile.
func (l *Loop) reconciled(event, patch map[string]any) []string {
	var problems rules
	body := read(event, "body")
	version, _ := read(body, "metadata", "resourceVersion").(string)
	problems.want(read(patch, "metadata", "resourceVersion") == version, "the patch is for version %v, the event of %q", read(patch, "metadata", "resourceVersion"), version)
	problems.want(read(patch, "metadata", "name") == read(body, "metadata", "name"), "the patch is for another object")
	before, _ := read(body, "data").(map[string]any)
	written, _ := read(patch, "data").(map[string]any)
	highest := 0
	for key, value := range before {
		if text, ok := value.(string); ok && iterationKey.MatchString(key) && iteration.MatchString(text) {
			number, _ := strconv.Atoi(text)
			highest = max(highest, number)
		}
	}
	given := map[int]string{}
	for key, value := range written {
		id, assignment := strings.CutPrefix(key, vocabulary.IterationPrefix)
		if !assignment {
			continue
		}
		old, _ := before[key].(string)
		problems.want(!iteration.MatchString(old), "%s is assigned twice: %q", key, old)
		_, recorded := before[vocabulary.CommentPrefix+id]
		problems.want(recorded, "%s without a comment", key)
		_, handled := before[vocabulary.HandledPrefix+id]
		problems.want(!handled, "%s is already handled", key)
		number, err := strconv.Atoi(id)
		problems.want(err == nil, "%s is of no comment", key)
		given[number], _ = value.(string)
	}
	for i, id := range slices.Sorted(maps.Keys(given)) {
		problems.want(given[id] == strconv.Itoa(highest+1+i), "the iterations given after %d are %v", highest, given)
	}
	problems.want(len(given) <= 10, "%d iterations at once", len(given))
	if status, _ := before[vocabulary.StatusKey].(string); status != "" && status != vocabulary.ActiveStatus && status != vocabulary.ExhaustedStatus {
		now := written[vocabulary.StatusKey]
		problems.want(now == status, "the status %q of a person becomes %q", status, now)
	}
	if most, _ := before[vocabulary.MaxIterationsKey].(string); digits.MatchString(most) {
		now := written[vocabulary.MaxIterationsKey]
		problems.want(now == most, "max_iterations %q of a person becomes %q", most, now)
	}
	again, err := l.stale(updated(event, patch))
	if err != nil {
		return append(problems, err.Error())
	}
	problems.want(again == nil, "still stale after its own patch: %v", again)
	return problems
}

// stale gives the patch of reconcile-state, nil when there is nothing to reconcile.
func (l *Loop) stale(event map[string]any) (map[string]any, error) {
	actions, err := l.reconcile.Run("remediation-state", "state", encode(event))
	if err != nil || len(actions) == 0 {
		return nil, err
	}
	return actions[0].Writes[0].Object, nil
}

// updated is the event that follows when the API server has taken a patch.
func updated(event, patch map[string]any) map[string]any {
	body, _ := event["body"].(map[string]any)
	merged, err := jsonpatch.MergePatch(encode(body), encode(patch))
	if err != nil {
		panic(err)
	}
	next, err := decode(merged)
	if err != nil {
		panic(err)
	}
	put(next, []string{"metadata", "resourceVersion"}, "1000")
	return map[string]any{"type": "UPDATE", "body": next, "oldBody": body}
}

func encode(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return data
}
