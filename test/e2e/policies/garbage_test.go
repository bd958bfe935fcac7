package policies

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

// free is an account that no policy knows.
const free = "system:serviceaccount:github-webhooks:free"

// deed is something that happens to a task: a comment, or what a person or the resync does.
type deed struct {
	name string
	do   func(l *loop, task int64)
}

// typed are words that a person may type anywhere.
var typed = []string{"", "0", "1", "2", "3", "007", "-1", "1.5", "1e3", " 1", "ten", "paused", "active", "exhausted", "null", "[]", "{}", "999999999999999", "9999999999999999", "🔴", `{"pr":42,"repo":"5dlabs/cto"}`, `{"pr":"../../x","repo":"5dlabs/cto"}`, `{"at":"","author":"","pr":0,"repo":"5dlabs/cto"}`}

// patchOf is a merge patch of the state with one value; nil removes it.
func patchOf(path string, value any) string {
	keys := strings.Split(path, "|")
	for _, key := range slices.Backward(keys) {
		value = map[string]any{key: value}
	}
	content, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(content)
}

// anyDeed draws one. Comments 1 to 4 are said; 5 to 7 are only typed.
func anyDeed(random *rand.Rand) deed {
	if random.IntN(2) == 0 {
		id := 1 + random.Int64N(4)
		return deed{fmt.Sprintf("comment %d", id), func(l *loop, task int64) { l.say(task, id) }}
	}
	var value any
	if random.IntN(4) > 0 {
		value = typed[random.IntN(len(typed))]
	}
	id := 1 + random.IntN(7)
	key := []string{
		"data|status", "data|max_iterations", "data|current_iteration", "data|start_time", "data|feedback_history", "data|last_comment_id", "data|note",
		fmt.Sprintf("data|comment-%d", id), fmt.Sprintf("data|iteration-%d", id), fmt.Sprintf("data|max-%d", id), fmt.Sprintf("data|handled-%d", id),
		"data|comment-x", "data|iteration-007", "data|handled-x", "binaryData|x", "data",
		"metadata|labels|app", "metadata|labels|task-id", "metadata|labels|team", "metadata|labels",
		"metadata|annotations|remediation.5dlabs.com/resync", "metadata|annotations|a",
	}[random.IntN(22)]
	switch {
	case key == "data" || key == "metadata|labels":
		value = nil // all of them
	case strings.HasPrefix(key, "metadata|labels"):
		if value != nil {
			value = []string{"", "one", "7", "remediation-loop", "true"}[random.IntN(5)]
		}
	case key == "binaryData|x" && value != nil:
		value = "AAAA"
	}
	return deed{fmt.Sprintf("%s = %q", key, value), func(l *loop, task int64) { l.person(task, patchOf(key, value)) }}
}

// outcome is what a task has come to, without what differs from one task, and one moment, to the next.
func (l *loop) outcome(task int64) map[string]string {
	l.t.Helper()
	all := map[string]string{}
	data := l.data(task)
	if regexp.MustCompile(`^\d{4}-.*Z$`).MatchString(data[vocabulary.StartTimeKey]) {
		data[vocabulary.StartTimeKey] = "a time"
	}
	for key, value := range data {
		all[key] = value
	}
	runs, err := l.c.admin.Resource(codeRuns).Namespace(platform).List(l.t.Context(), ofTask(task))
	if err != nil {
		l.t.Fatal(err)
	}
	for _, run := range runs.Items {
		all[run.GetName()] = fmt.Sprint(run.Object["spec"], run.GetLabels(), run.GetGeneration())
	}
	plain := map[string]string{}
	for key, value := range all {
		number := regexp.MustCompile(fmt.Sprintf(`\b(task-|task-id:|-t)%d\b`, task))
		plain[number.ReplaceAllString(key, "${1}N")] = number.ReplaceAllString(value, "${1}N")
	}
	return plain
}

// afterAnEdit are the refusals that a person brings about who types into what is write-once: see docs/security.md.
var afterAnEdit = []string{
	"What a run is to do never changes: spec",
	"handled- equals the iteration- that the comment was given before",
	handledRun, notGiven, pausedRun,
}

// seeds is how many lives of a task are drawn. Each takes a second or two.
var seeds = flag.Uint64("seeds", 25, "how many lives of a task are drawn where a person types into its state")

// Whatever a person types into a state, the loop goes on under the policies as it does without them. The exceptions are those that are
// documented.
func TestWhateverAPersonTypes(t *testing.T) {
	c := newCluster(t)
	for seed := range *seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			deeds := []deed{{"comment 1", func(l *loop, task int64) { l.say(task, 1) }}}
			for range 2 + random.IntN(7) {
				deeds = append(deeds, anyDeed(random))
			}
			bound, unbound := newLoop(t, c), newLoop(t, c)
			unbound.account = c.mighty(free)
			one, other := numbers.Add(1), numbers.Add(1)
			t.Cleanup(func() { bound.clean(one); unbound.clean(other) })
			var done []string
			for _, next := range deeds {
				done = append(done, next.name)
				next.do(bound, one)
				next.do(unbound, other)
				bound.settle(one)
				unbound.settle(other)
				for _, refused := range bound.refused {
					_, message, _ := strings.Cut(refused, ".agent-platform: ")
					if !slices.Contains(afterAnEdit, message) {
						t.Fatalf("after %q: refused: %s", done, refused)
					}
				}
				if len(bound.refused) > 0 {
					return
				}
				if got, want := bound.outcome(one), unbound.outcome(other); !maps.Equal(got, want) {
					t.Fatalf("after %q:\n%v\nwithout policies:\n%v", done, got, want)
				}
			}
		})
	}
}
