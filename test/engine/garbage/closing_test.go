package garbage

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/engine/vocabulary"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// closing is an event about a pull request that was closed.
func closing() map[string]any {
	return map[string]any{
		"headers": map[string]any{"X-Github-Event": []any{"pull_request"}},
		"body": map[string]any{
			"action": "closed", "repository": map[string]any{"full_name": "5dlabs/cto"},
			"pull_request": map[string]any{
				"number": 42.0, "updated_at": "2026-01-02T03:04:05Z", "merged": true,
				"labels": []any{map[string]any{"name": "bug"}, map[string]any{"name": "task-7"}},
			},
		},
	}
}

// closingFields are those that the transform or a filter reads, and those above them.
var closingFields = []string{
	"headers", "headers/X-Github-Event", "headers/X-Github-Event/0", "body", "body/action", "body/repository", "body/repository/full_name",
	"body/pull_request", "body/pull_request/number", "body/pull_request/updated_at", "body/pull_request/labels", "body/pull_request/labels/0",
	"body/pull_request/labels/1", "body/pull_request/labels/1/name", "remediation", "remediation/task",
}

// hears says whether the loop hears of closed pull requests: scripts/test-engine.ts renders one that does.
func hears(loop *Loop) bool {
	return slices.ContainsFunc(loop.sensors, func(s *v1alpha1.Sensor) bool {
		return slices.ContainsFunc(s.Spec.Dependencies, func(d v1alpha1.EventDependency) bool { return d.Name == "pull-request-closed-or-reopened" })
	})
}

// TestClosing changes one field of an event about a pull request, and looks at what is stored.
func TestClosing(t *testing.T) {
	loop, _ := open(t, "github", "issue_comment")
	const closed, reopened = "closed-42-1767323045", "reopened-42-1767323045"
	for _, one := range []struct {
		field string
		value any
		key   string // that is stored; nothing when empty
	}{
		{"body/action", "closed", closed},
		{"body/action", "reopened", reopened},
		{"body/action", "synchronize", ""},
		{"body/action", "closed\n", ""},
		{"body/pull_request/merged", false, closed},
		{"body/repository/full_name", "5DLabs/CTO", closed},
		{"body/repository/full_name", "octo-org/cto", ""},
		{"headers/X-Github-Event/0", "pull_request_review", ""},
		{"headers/X-Github-Event/0", "issue_comment", ""},
		{"body/pull_request/labels/1/name", "task-8x", ""},
		{"body/pull_request/labels", []any{}, ""},
		{"body/pull_request/number", 7.0, "closed-7-1767323045"},
		{"body/pull_request/number", 0.0, ""},
		{"body/pull_request/number", 1e9, ""},
		{"body/pull_request/updated_at", "2026-01-02T03:04:06Z", "closed-42-1767323046"},
		{"body/pull_request/updated_at", "2026-02-30T03:04:05Z", ""},
		{"body/pull_request/updated_at", "2026-01-02T03:04:05+01:00", ""},
		{"body/pull_request/updated_at", "1969-12-31T23:59:59Z", ""},
		{"body/pull_request/updated_at", "yesterday", ""},
		{"body/pull_request/updated_at", gone{}, ""},
	} {
		t.Run(fmt.Sprintf("%s %v", one.field, one.value), func(t *testing.T) {
			event := closing()
			edit{strings.Split(one.field, "/"), one.value}.apply(event)
			actions, err := loop.Run("github", "issue_comment", encode(event))
			if err != nil {
				t.Fatal(err)
			}
			if one.key == "" || !hears(loop) {
				if len(actions) > 0 {
					t.Errorf("it leads to %v", actions)
				}
				return
			}
			if len(actions) != 1 || len(actions[0].Writes) != 1 {
				t.Fatalf("it leads to %v, want one write", actions)
			}
			data := actions[0].Writes[0].Object["data"]
			time := one.value
			if !strings.HasSuffix(one.field, "updated_at") {
				time = "2026-01-02T03:04:05Z"
			}
			if want := map[string]any{one.key: time}; !reflect.DeepEqual(data, want) {
				t.Errorf("it stores %v, want %v", data, want)
			}
		})
	}
}

// TestClosingGarbage puts each odd value at each field of such an event.
func TestClosingGarbage(t *testing.T) {
	loop, _ := open(t, "github", "issue_comment")
	values := slices.Concat(odd, labelNames, spellings, []any{7.5, 1e15, 1e9, 1e9 - 1, -0.5, 5e-324})
	for _, text := range typed {
		values = append(values, text)
	}
	var changes []change
	for _, field := range closingFields {
		for _, value := range values {
			changes = append(changes, change{"closing", []edit{{strings.Split(field, "/"), value}}})
		}
	}
	run(t, map[string]map[string]any{"closing": closing()}, changes, func(event map[string]any) []string {
		actions, err := loop.Run("github", "issue_comment", encode(event))
		if err != nil {
			return []string{err.Error()}
		}
		return Broken(actions)
	})
}

// TestClosedStates looks at what reconcile-state makes of states in which pull requests are closed.
func TestClosedStates(t *testing.T) {
	loop, bases := open(t, "remediation-state", "state")
	if !hears(loop) {
		t.Skip("the loop that hears of closed pull requests is rendered by scripts/test-engine.ts")
	}
	about := func(pr int) string {
		return fmt.Sprintf(`{"at":"","author":"5DLabs-Tess","pr":%d,"repo":"5dlabs/cto"}`, pr)
	}
	handled := map[string]any{"comment-1": about(42), "iteration-1": "1", "max-1": "10", "handled-1": "1"}
	with := func(parts ...map[string]any) map[string]any {
		all := map[string]any{}
		for _, part := range parts {
			maps.Copy(all, part)
		}
		return all
	}
	const time = "2026-01-02T03:04:05Z"
	closed := map[string]any{"closed-42-100": time}
	waiting := map[string]any{"comment-2": about(42)}
	other := map[string]any{"comment-3": about(43)}
	for name, one := range map[string]struct {
		data map[string]any
		want map[string]any // of what is written; nil for a key that goes, and for one that is not written
	}{
		"the comment is handled":                {with(handled, closed), map[string]any{"status": "completed", "counted_keys": "2"}},
		"a comment waits":                       {with(handled, waiting, closed), map[string]any{"status": "completed", "counted_keys": "3", "iteration-2": nil}},
		"exhausted before":                      {with(handled, waiting, closed, map[string]any{"max_iterations": "1", "status": "exhausted"}), map[string]any{"status": "completed", "counted_keys": "3"}},
		"the pull request of another one":       {with(handled, waiting, other, closed), map[string]any{"status": "active", "iteration-2": nil, "iteration-3": "2", "counted_keys": "4"}},
		"both":                                  {with(handled, other, closed, map[string]any{"reopened-43-1": time, "closed-43-2": time}), map[string]any{"status": "completed", "counted_keys": "4", "reopened-43-1": nil}},
		"reopened later":                        {with(handled, waiting, closed, map[string]any{"reopened-42-101": time}), map[string]any{"status": "active", "iteration-2": "2", "closed-42-100": nil}},
		"reopened before":                       {with(handled, waiting, closed, map[string]any{"reopened-42-99": time}), map[string]any{"status": "completed", "counted_keys": "3", "reopened-42-99": nil}},
		"seconds are numbers":                   {with(handled, waiting, map[string]any{"closed-42-99": time, "reopened-42-100": time}), map[string]any{"iteration-2": "2", "closed-42-99": nil}},
		"both in one second":                    {with(handled, waiting, closed, map[string]any{"reopened-42-100": time}), map[string]any{"iteration-2": "2", "closed-42-100": nil}},
		"an assignment is open":                 {with(handled, closed, map[string]any{"handled-1": nil}), map[string]any{"status": "active", "counted_keys": "2"}},
		"a person's word":                       {with(handled, waiting, closed, map[string]any{"status": "paused"}), map[string]any{"status": "paused", "counted_keys": "3"}},
		"reopened after it was completed":       {with(handled, waiting, map[string]any{"reopened-42-101": time, "status": "completed", "counted_keys": "3"}), map[string]any{"status": "active", "iteration-2": "2"}},
		"a comment after it was completed":      {with(handled, other, closed, map[string]any{"status": "completed", "counted_keys": "2"}), map[string]any{"status": "active", "iteration-3": "2"}},
		"no valid comment":                      {with(closed, map[string]any{"comment-1": "not JSON"}), map[string]any{"status": "active", "counted_keys": "2"}},
		"what is no closing":                    {with(handled, waiting, map[string]any{"closed-42-0": time, "closed-42-1x": time, "closed-042-1": time, "closed-42": time}), map[string]any{"status": "active", "iteration-2": "2"}},
		"no comment, one that is outdated":      {with(closed, map[string]any{"reopened-42-99": time}), map[string]any{"reopened-42-99": nil, "status": nil}},
		"no comment":                            {closed, nil},
		"no comment, and a maximum of a person": {with(closed, map[string]any{"max_iterations": "5"}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			event, err := decode(encode(bases["state-stored"]))
			if err != nil {
				t.Fatal(err)
			}
			data := maps.Clone(one.data)
			maps.DeleteFunc(data, func(_ string, value any) bool { return value == nil })
			edit{[]string{"body", "data"}, data}.apply(event)
			actions, err := loop.reconcile.Run("remediation-state", "state", encode(event))
			if err != nil {
				t.Fatal(err)
			}
			if one.want == nil {
				if len(actions) > 0 {
					t.Errorf("it leads to %v", actions)
				}
				return
			}
			if len(actions) != 1 || len(actions[0].Writes) != 1 {
				t.Fatalf("it leads to %v, want one write", actions)
			}
			written, _ := actions[0].Writes[0].Object["data"].(map[string]any)
			for key, want := range one.want {
				got, there := written[key]
				outdated := strings.HasPrefix(key, vocabulary.ClosedPrefix) || strings.HasPrefix(key, vocabulary.ReopenedPrefix)
				if got != want || there != (want != nil || outdated) {
					t.Errorf("%s: %v, written: %t; want %v", key, got, there, want)
				}
			}
		})
	}
}
