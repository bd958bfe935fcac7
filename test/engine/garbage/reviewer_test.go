package garbage

import (
	"fmt"
	"slices"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// TestReviewers sends comments of several accounts. scripts/test-engine.ts runs it on a loop with a reviewer who has an id, too: there,
// login and id have to be those of one reviewer.
func TestReviewers(t *testing.T) {
	loop, bases := open(t, "github", "issue_comment")
	withID := slices.ContainsFunc(loop.sensors[0].Spec.Dependencies[0].Filters.Data, func(f v1alpha1.DataFilter) bool { return f.Path == "remediation.is_reviewer" })
	for _, account := range []struct {
		login string
		id    any
		ofID  bool // whether the reviewers { login: 5DLabs-Tess[bot], id: 7 } and 5DLabs-Tess have it
		any   bool // whether the logins have it
	}{
		{"5DLabs-Tess[bot]", 7.0, true, true},
		{"5dlabs-tess[bot]", 7.0, true, true},
		{"5DLabs-Tess[bot]", 8.0, false, true},
		{"5DLabs-Tess[bot]", "7", false, true},
		{"5DLabs-Tess[bot]", nil, false, true},
		{"5DLabs-Tess[bot]", gone{}, false, true},
		{"5DLabs-Tess", 8.0, true, true},
		{"5DLABS-TESS", gone{}, true, true},
		{"octocat", 7.0, false, false},
		{"", 7.0, false, false},
	} {
		t.Run(fmt.Sprintf("%q %v", account.login, account.id), func(t *testing.T) {
			event, err := decode(encode(bases["comment-accepted"]))
			if err != nil {
				t.Fatal(err)
			}
			edit{[]string{"body", "comment", "user", "login"}, account.login}.apply(event)
			edit{[]string{"body", "comment", "user", "id"}, account.id}.apply(event)
			actions, err := loop.Run("github", "issue_comment", encode(event))
			if err != nil {
				t.Fatal(err)
			}
			want := account.any
			if withID {
				want = account.ofID
			}
			if got := len(actions) > 0; got != want {
				t.Errorf("taken: %t, want %t", got, want)
			}
		})
	}
}
