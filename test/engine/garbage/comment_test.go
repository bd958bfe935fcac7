package garbage

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/engine/vocabulary"
)

// fields of a comment's event that the transform or a filter reads, and those above them.
var fields = []string{
	"headers", "headers/X-Github-Event", "headers/X-Github-Event/0", "body", "body/action", "body/repository", "body/repository/full_name",
	"body/issue", "body/issue/state", "body/issue/number", "body/issue/pull_request", "body/issue/pull_request/url", "body/issue/labels",
	"body/issue/labels/0", "body/issue/labels/1", "body/issue/labels/1/name", "body/comment", "body/comment/id", "body/comment/body",
	"body/comment/created_at", "body/comment/user", "body/comment/user/login", "remediation", "remediation/task",
}

// spellings are logins and repositories that are equal to accepted ones but for the case of letters, or nearly.
var spellings = []any{
	"5dlabs-tess", "5DLABS-TESS[BOT]", "5dLabs-tEss[bot]", "5DLab\u017f-Tess", "5dlabs-tess\n", "5DLabs/CTO", "5dlabs/CTO", "5dlab\u017f/cto", "5dlabs/cto/",
}

var labelNames = []any{
	"task-8", "task-0", "task-08", "task-8\n", "\ntask-8", "task-8;x", "task-٨", "task-", "task-999999999999999999", "task-1000000000000000000", "Task-8", "task-8-8", "task-8e1",
}

// TestComment puts each odd value at each field of an accepted comment.
func TestComment(t *testing.T) {
	loop, bases := open(t, "github", "issue_comment")
	values := slices.Concat(odd, labelNames, spellings, []any{7.5, 1e15, 1e15 - 1, 1e9, 1e9 - 1, 2345678901.0, -0.5, 5e-324})
	for i, text := range typed {
		if i%4 == 0 || len(text) > 1000 {
			values = append(values, text)
		}
	}
	var changes []change
	for _, field := range fields {
		for _, value := range values {
			changes = append(changes, change{"comment-accepted", []edit{{strings.Split(field, "/"), value}}})
		}
	}
	run(t, bases, changes, loop.comment)
}

// TestComments changes several fields of any sample.
func TestComments(t *testing.T) {
	loop, bases := open(t, "github", "issue_comment")
	random := rand.New(rand.NewPCG(3, 4))
	values := slices.Concat(odd, labelNames)
	var changes []change
	for base := range bases {
		changes = append(changes, change{base: base})
	}
	slices.SortFunc(changes, func(a, b change) int { return strings.Compare(a.base, b.base) })
	for _, base := range slices.Clone(changes) {
		for range 8 {
			edits := make([]edit, 1+random.IntN(3))
			for i := range edits {
				edits[i] = edit{strings.Split(pick(random, fields), "/"), pick(random, values)}
			}
			changes = append(changes, change{base.base, edits})
		}
	}
	run(t, bases, changes, loop.comment)
}

// comment runs an event of a comment and lists what is wrong with what follows.
func (l *Loop) comment(event map[string]any) []string {
	actions, err := l.Run("github", "issue_comment", encode(event))
	if err != nil {
		return []string{err.Error()}
	}
	problems := rules(Broken(actions))
	if len(actions) == 0 {
		return problems
	}
	// Told once more, in other words than the filters'.
	at := func(path string) any { return read(event, strings.Split(path, "/")...) }
	problems.want(at("headers/X-Github-Event/0") == "issue_comment", "another event is recorded")
	problems.want(at("body/action") == "created", "a comment that is not new is recorded")
	repository, _ := at("body/repository/full_name").(string)
	problems.want(lower(repository) == "5dlabs/cto", "a comment of another repository is recorded")
	problems.want(at("body/issue/state") == "open", "a comment on a closed PR is recorded")
	problems.want(at("body/issue/pull_request/url") != nil, "a comment on an issue is recorded")
	login, _ := at("body/comment/user/login").(string)
	problems.want(lower(login) == "5dlabs-tess" || lower(login) == "5dlabs-tess[bot]", "a comment of %q is recorded", login)
	text, _ := at("body/comment/body").(string)
	problems.want(strings.Contains(text, "🔴 Required Changes"), "a comment without the marker is recorded")
	id, _ := at("body/comment/id").(float64)
	pr, _ := at("body/issue/number").(float64)
	for _, write := range actions[0].Writes {
		key := vocabulary.CommentPrefix + strconv.FormatFloat(id, 'f', -1, 64)
		stored, _ := read(write.Object, "data", key).(string)
		var record struct {
			PR           int
			Repo, Author string
		}
		err := json.Unmarshal([]byte(stored), &record)
		problems.want(err == nil && record.PR == int(pr) && record.Repo == repository && record.Author == login, "%s is recorded as %.200q", key, stored)
		problems.want(read(write.Object, "metadata", "name") == remediation.State(lastTask(at("body/issue/labels"))), "recorded for another task")
	}
	return problems
}

// lower is a text with its ASCII letters in lower case. Other letters count as they are.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

func lastTask(labels any) (last string) {
	list, _ := labels.([]any)
	for _, label := range list {
		name, _ := read(label, "name").(string)
		number, ok := strings.CutPrefix(name, "task-")
		if value, err := strconv.ParseUint(number, 10, 64); ok && err == nil && strconv.FormatUint(value, 10) == number && value > 0 && len(number) <= 18 {
			last = number
		}
	}
	return last
}
