package github

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/samples"
)

// shape lists the paths of a JSON value with the types of what is there. Of a list it looks at the first entry.
func shape(path string, value any, into map[string]string) {
	into[path] = fmt.Sprintf("%T", value)
	switch typed := value.(type) {
	case []any:
		if len(typed) > 0 {
			shape(path+".0", typed[0], into)
		}
	case map[string]any:
		for key, item := range typed {
			shape(path+"."+key, item, into)
		}
	}
}

func sent(t *testing.T, c Comment) map[string]any { return asSent(t, c.Payload()) }

// asSent is a payload as who gets it reads it.
func asSent(t *testing.T, made map[string]any) map[string]any {
	t.Helper()
	content, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	var payload map[string]any
	if err := json.Unmarshal(content, &payload); err != nil {
		t.Fatal(err)
	}
	return payload
}

// The samples are made from GitHub's own examples: a payload has to look like theirs.
func TestPayloadLooksLikeTheSamples(t *testing.T) {
	for file, c := range map[string]Comment{
		"comment-accepted":    {Labels: []string{"bug", "task-7"}},
		"comment-plain-issue": {Labels: []string{"task-7"}, PlainIssue: true},
	} {
		data, err := samples.Data(file)
		if err != nil {
			t.Fatal(err)
		}
		var sample struct{ Body map[string]any }
		if err := json.Unmarshal(data, &sample); err != nil {
			t.Fatal(err)
		}
		// The event source adds these to what GitHub sends.
		delete(sample.Body, "X-GitHub-Event")
		delete(sample.Body, "X-GitHub-Delivery")
		want, got := map[string]string{}, map[string]string{}
		shape("body", sample.Body, want)
		shape("body", sent(t, c), got)
		delete(want, "body.issue.labels.0.description") // null or a text
		delete(got, "body.issue.labels.0.description")
		for _, path := range slices.Sorted(maps.Keys(want)) {
			if got[path] != want[path] {
				t.Errorf("%s: %s is %q, in the sample %q", file, path, got[path], want[path])
			}
		}
		for _, path := range slices.Sorted(maps.Keys(got)) {
			if want[path] == "" {
				t.Errorf("%s: the sample has no %s", file, path)
			}
		}
	}
}

func TestPayload(t *testing.T) {
	payload := sent(t, Comment{
		Repository: "acme/shop", Issue: 17, Title: "T", Labels: []string{"task-7", "a b"}, ID: 999_999_999_999_999, Body: "b\"ody", Author: "qa[bot]",
		Action: "edited", State: "closed",
	})
	for path, want := range map[string]any{
		"action":                               "edited",
		"issue.number":                         17.0,
		"issue.title":                          "T",
		"issue.state":                          "closed",
		"issue.url":                            "https://api.github.com/repos/acme/shop/issues/17",
		"issue.labels_url":                     "https://api.github.com/repos/acme/shop/issues/17/labels{/name}",
		"issue.pull_request.url":               "https://api.github.com/repos/acme/shop/pulls/17",
		"issue.pull_request.diff_url":          "https://github.com/acme/shop/pull/17.diff",
		"comment.id":                           999_999_999_999_999.0,
		"comment.body":                         "b\"ody",
		"comment.html_url":                     "https://github.com/acme/shop/issues/17#issuecomment-999999999999999",
		"comment.user.login":                   "qa[bot]",
		"comment.user.type":                    "Bot",
		"comment.user.url":                     "https://api.github.com/users/qa%5Bbot%5D",
		"sender.login":                         "qa[bot]",
		"repository.full_name":                 "acme/shop",
		"repository.name":                      "shop",
		"repository.owner.login":               "acme",
		"repository.owner.followers_url":       "https://api.github.com/users/acme/followers",
		"repository.collaborators_url":         "https://api.github.com/repos/acme/shop/collaborators{/collaborator}",
		"issue.milestone.html_url":             "https://github.com/acme/shop/milestone/1",
		"issue.user.login":                     "Codertocat",
		"issue.pull_request.merged_at":         nil,
		"issue.author_association":             "OWNER",
		"comment.issue_url":                    "https://api.github.com/repos/acme/shop/issues/17",
		"repository.issue_comment_url":         "https://api.github.com/repos/acme/shop/issues/comments{/number}",
		"repository.owner.received_events_url": "https://api.github.com/users/acme/received_events",
	} {
		if got := at(payload, strings.Split(path, ".")...); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	content, _ := json.Marshal(payload)
	if strings.Contains(string(content), "Hello-World") {
		t.Error("the example's repository is left somewhere")
	}
	if !strings.Contains(string(content), `"id":999999999999999,`) {
		t.Error("the id is not written with its 15 digits")
	}
}

// What Payload gives is the caller's to change.
func TestPayloadsShareNothing(t *testing.T) {
	at((&Comment{}).Payload(), "issue").(map[string]any)["number"] = "spoilt"
	if got := at((&Comment{}).Payload(), "issue", "number"); got != 42 {
		t.Errorf("issue.number is %v, want 42", got)
	}
}

func TestEdit(t *testing.T) {
	for name, test := range map[string]struct {
		path   string
		remove bool
		err    string
		want   string
	}{
		"a field":           {path: "a.b", want: `{"a":{"b":9},"l":[{"n":1},2]}`},
		"a new field":       {path: "a.c", want: `{"a":{"b":1,"c":9},"l":[{"n":1},2]}`},
		"an entry":          {path: "l.1", want: `{"a":{"b":1},"l":[{"n":1},9]}`},
		"a field of it":     {path: "l.0.n", want: `{"a":{"b":1},"l":[{"n":9},2]}`},
		"removed":           {path: "a.b", remove: true, want: `{"a":{},"l":[{"n":1},2]}`},
		"a mistyped path":   {path: "x.b", err: `edit "x.b": there is no "x" in ""`},
		"removed, mistyped": {path: "a.x", remove: true, err: `edit "a.x": there is nothing to remove`},
		"below a number":    {path: "a.b.c", err: `edit "a.b.c": "a.b" is 1, which has no fields`},
		"beyond a list":     {path: "l.2", err: `edit "l.2": "2" is not an index of "l", allowed: 0 to 1`},
		"an entry removed":  {path: "l.0", remove: true, err: `edit "l.0": an entry of a list cannot be removed, allowed: set the list`},
	} {
		t.Run(name, func(t *testing.T) {
			root := map[string]any{"a": map[string]any{"b": 1}, "l": []any{map[string]any{"n": 1}, 2}}
			err := edit(root, test.path, 9, test.remove)
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Errorf("error %v, want %s", err, test.err)
				}
				return
			}
			if got, _ := json.Marshal(root); err != nil || string(got) != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}
