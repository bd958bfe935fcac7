package github

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	engine "github.com/google/go-github/v50/github"
)

func sentPullRequest(t *testing.T, p PullRequest) map[string]any { return asSent(t, p.Payload()) }

func TestPullRequestLooksLikeTheExamples(t *testing.T) {
	for _, action := range []string{"closed", "reopened"} {
		var shown map[string]any
		if err := json.Unmarshal(example("pull_request", action), &shown); err != nil {
			t.Fatal(err)
		}
		want, got := map[string]string{}, map[string]string{}
		shape("body", shown, want)
		shape("body", sentPullRequest(t, PullRequest{Action: action, Labels: []string{"task-7"}}), got)
		for _, shapes := range []map[string]string{want, got} {
			delete(shapes, "body.pull_request.labels.0.description") // null or a text
			delete(shapes, "body.pull_request.merge_commit_sha")
		}
		for _, path := range slices.Sorted(maps.Keys(want)) {
			if got[path] != want[path] {
				t.Errorf("%s: %s is %q, in the example %q", action, path, got[path], want[path])
			}
		}
	}
}

func TestPullRequestPayload(t *testing.T) {
	noon := time.Date(2026, 3, 4, 13, 0, 7, 0, time.FixedZone("", 3600))
	closed := PullRequest{Repository: "acme/shop", Number: 17, Title: "T", Labels: []string{"task-7", "a b"}, UpdatedAt: noon}
	merged, reopened := closed, closed
	merged.Merged, reopened.Action = true, "reopened"
	for name, test := range map[string]struct {
		of   PullRequest
		want map[string]any
	}{
		"closed": {closed, map[string]any{
			"action": "closed", "number": 17.0, "pull_request.number": 17.0, "pull_request.title": "T", "pull_request.state": "closed",
			"pull_request.updated_at": "2026-03-04T12:00:07Z", "pull_request.closed_at": "2026-03-04T12:00:07Z", "pull_request.merged": false,
			"pull_request.url":              "https://api.github.com/repos/acme/shop/pulls/17",
			"pull_request.issue_url":        "https://api.github.com/repos/acme/shop/issues/17",
			"pull_request.diff_url":         "https://github.com/acme/shop/pull/17.diff",
			"pull_request._links.html.href": "https://github.com/acme/shop/pull/17", "repository.full_name": "acme/shop", "repository.name": "shop",
			"repository.owner.login": "acme",
		}},
		"merged":   {merged, map[string]any{"pull_request.merged": true, "pull_request.merged_at": "2026-03-04T12:00:07Z"}},
		"reopened": {reopened, map[string]any{"action": "reopened", "pull_request.state": "open", "pull_request.closed_at": nil, "pull_request.merged": false}},
	} {
		t.Run(name, func(t *testing.T) {
			payload := sentPullRequest(t, test.of)
			for path, want := range test.want {
				if got := at(payload, strings.Split(path, ".")...); got != want {
					t.Errorf("%s is %v, want %v", path, got, want)
				}
			}
			content, _ := json.Marshal(payload)
			if strings.Contains(string(content), "Hello-World/") {
				t.Error("a page of the example is left somewhere")
			}
		})
	}
}

func TestSendPullRequest(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	d := h.SendPullRequest(t.Context(), PullRequest{Action: "reopened", Labels: []string{"task-3", "task-7", "task-0"}}, Passes)
	if d.Status != 200 || d.Err != nil {
		t.Fatalf("%+v", d)
	}
	got := r.last()
	if !got.signed || got.header.Get("X-Github-Event") != "pull_request" {
		t.Errorf("signed: %t, headers: %v", got.signed, got.header)
	}
	event, err := engine.ParseWebHook("pull_request", got.body)
	if parsed, ok := event.(*engine.PullRequestEvent); err != nil || !ok || parsed.GetAction() != "reopened" || parsed.GetPullRequest().GetNumber() != 42 {
		t.Errorf("the library reads %v, %v", event, err)
	}
	entry := h.Ledger.Entries()[0]
	if entry.Kind != OfPullRequest || entry.Comment != "" || entry.PR != 42 || entry.Repository != repository || entry.Task() != "7" || entry.Action != "reopened" ||
		entry.UpdatedAt != "2026-01-02T12:00:00Z" || !entry.Passes || !entry.Accepted() || entry.Event != "pull_request" || entry.About() != "pull request 42, reopened" {
		t.Errorf("ledger: %+v", entry)
	}
}

// The ledger has what was sent, and not what it was made from.
func TestLedgerTakesPullRequestsAsSent(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	for path, test := range map[string]struct {
		value any
		got   func(Entry) any
		want  any
	}{
		"pull_request.number":        {8, func(e Entry) any { return e.PR }, 8},
		"pull_request.updated_at":    {"yesterday", func(e Entry) any { return e.UpdatedAt }, "yesterday"},
		"pull_request.labels":        {nil, func(e Entry) any { return e.Task() }, ""},
		"repository.full_name":       {"x/y", func(e Entry) any { return e.Repository }, "x/y"},
		"action":                     {"labeled", func(e Entry) any { return e.Action }, "labeled"},
		"pull_request.labels.0.name": {"task-8", func(e Entry) any { return e.Task() }, "8"},
	} {
		h.SendPullRequest(t.Context(), PullRequest{Labels: []string{"task-7"}}, Refused, Set(path, test.value))
		entries := h.Ledger.Entries()
		if got := test.got(entries[len(entries)-1]); got != test.want {
			t.Errorf("sent with %s %v: the ledger has %v, want %v", path, test.value, got, test.want)
		}
	}
}

// Old deliveries are made again in any order, with the time that they had.
func TestPullRequestsAreRedelivered(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	at := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	closed := h.SendPullRequest(t.Context(), PullRequest{Labels: []string{"task-7"}, UpdatedAt: at}, Passes)
	reopened := h.SendPullRequest(t.Context(), PullRequest{Labels: []string{"task-7"}, Action: "reopened", UpdatedAt: at.Add(time.Second)}, Passes)
	h.Redeliver(t.Context(), reopened.ID)
	h.Redeliver(t.Context(), closed.ID)
	var told []string
	for _, entry := range h.Ledger.Entries() {
		told = append(told, entry.Action+" "+entry.UpdatedAt)
	}
	want := []string{"closed 2026-01-02T12:00:00Z", "reopened 2026-01-02T12:00:01Z", "reopened 2026-01-02T12:00:01Z", "closed 2026-01-02T12:00:00Z"}
	if !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	if last := r.last(); last.header.Get("X-Github-Event") != "pull_request" || !last.signed {
		t.Errorf("redelivered as %v", last.header)
	}
}
