package github

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Marker is what makes a comment ask for remediation, unless the loop has been told otherwise.
const Marker = "🔴 Required Changes"

// Comment is a comment on an issue or pull request, as far as tests tell one from another. What is left out is that of a comment which
// passes the loop's filters, but for the task.
type Comment struct {
	Repository string // owner/name; 5dlabs/cto when empty
	Issue      int    // number of the pull request; 42 when 0
	Title      string
	Labels     []string // of the pull request, such as task-7
	ID         int64
	Body       string    // the marker and a sentence when empty
	Author     string    // login; 5DLabs-Tess[bot] when empty
	Action     string    // created when empty
	State      string    // of the pull request; open when empty
	PlainIssue bool      // an issue that is no pull request
	CreatedAt  time.Time // follows from the id when zero: one comment has the same time in each of its deliveries
}

// fill gives an empty field its default.
func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

func (c Comment) withDefaults() Comment {
	fill(&c.Repository, "5dlabs/cto")
	fill(&c.Title, "Stop the retry loop")
	fill(&c.Body, Marker+"\n\n- the retry loop never ends\n- \"quotes\" and {{ braces }}")
	fill(&c.Author, "5DLabs-Tess[bot]")
	fill(&c.Action, "created")
	fill(&c.State, "open")
	if c.Issue == 0 {
		c.Issue = 42
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(time.Duration(c.ID%86_400) * time.Second)
	}
	return c
}

// sample is GitHub's own example of a comment that was created, on issue 1: the one that test/payloads is made of, too.
var sample = sync.OnceValue(func() []byte { return example("issue_comment", "created") })

// example is the first of GitHub's own examples of an event.
func example(name, action string) []byte {
	_, file, _, _ := runtime.Caller(0)
	content, err := os.ReadFile(filepath.Join(filepath.Dir(file), "../../../../node_modules/@octokit/webhooks-examples/api.github.com/index.json"))
	if err != nil {
		panic("GitHub's examples come with npm ci: " + err.Error())
	}
	var events []struct {
		Name     string
		Examples []json.RawMessage
	}
	if err := json.Unmarshal(content, &events); err != nil {
		panic("GitHub's examples: " + err.Error())
	}
	for _, event := range events {
		for _, example := range event.Examples {
			var of struct{ Action string }
			if json.Unmarshal(example, &of) == nil && event.Name == name && of.Action == action {
				return example
			}
		}
	}
	panic(fmt.Sprintf("GitHub's examples have no event %s, %s", name, action))
}

// decode reads an example anew, for the caller to change.
func decode(example []byte) map[string]any {
	var payload map[string]any
	decoder := json.NewDecoder(bytes.NewReader(example))
	decoder.UseNumber()
	if err := decoder.Decode(&payload); err != nil {
		panic("GitHub's example: " + err.Error())
	}
	return payload
}

const (
	sampleRepository = "Codertocat/Hello-World"
	sampleComment    = "492700400"
)

// Payload is the body of the issue_comment event of a comment.
func (c Comment) Payload() map[string]any {
	c = c.withDefaults()
	payload := decode(sample())
	rename(payload, strings.NewReplacer( // longer ones first
		sampleRepository+"/issues/1", fmt.Sprintf("%s/issues/%d", c.Repository, c.Issue),
		sampleRepository, c.Repository, sampleComment, strconv.FormatInt(c.ID, 10),
	))

	payload["action"] = c.Action
	at := c.CreatedAt.UTC().Format(time.RFC3339)
	issue := payload["issue"].(map[string]any)
	issue["number"], issue["title"], issue["state"] = c.Issue, c.Title, c.State
	issue["labels"] = payloadLabels(c.Repository, c.Labels)
	if c.State == "closed" {
		issue["closed_at"] = at
	}
	if !c.PlainIssue {
		page := fmt.Sprintf("https://github.com/%s/pull/%d", c.Repository, c.Issue)
		issue["pull_request"] = map[string]any{
			"url": fmt.Sprintf("https://api.github.com/repos/%s/pulls/%d", c.Repository, c.Issue), "html_url": page,
			"diff_url": page + ".diff", "patch_url": page + ".patch", "merged_at": nil,
		}
	}

	comment := payload["comment"].(map[string]any)
	comment["id"], comment["body"] = c.ID, c.Body
	comment["created_at"], comment["updated_at"] = at, at
	login(comment["user"], c.Author)
	login(payload["sender"], c.Author)

	nameRepository(payload, c.Repository)
	return payload
}

// nameRepository gives the repository of a payload its name, owner/name.
func nameRepository(payload map[string]any, full string) {
	owner, name, _ := strings.Cut(full, "/")
	repository := payload["repository"].(map[string]any)
	repository["name"] = name
	login(repository["owner"], owner)
}

// rename replaces in all strings of a value that JSON was read into.
func rename(value any, names *strings.Replacer) any {
	switch typed := value.(type) {
	case string:
		return names.Replace(typed)
	case []any:
		for i, item := range typed {
			typed[i] = rename(item, names)
		}
	case map[string]any:
		for key, item := range typed {
			typed[key] = rename(item, names)
		}
	}
	return value
}

func payloadLabels(repository string, names []string) []any {
	labels := make([]any, 0, len(names))
	for _, name := range names {
		labels = append(labels, payloadLabel(repository, name))
	}
	return labels
}

func payloadLabel(repository, name string) map[string]any {
	return map[string]any{
		"id": 1362937026, "node_id": "MDU6TGFiZWwxMzYyOTM3MDI2", "name": name, "color": "ededed", "default": false, "description": nil,
		"url": fmt.Sprintf("https://api.github.com/repos/%s/labels/%s", repository, url.PathEscape(name)),
	}
}

// login gives a user another login, in the URLs too. An app's ends in [bot].
func login(value any, name string) {
	user := value.(map[string]any)
	path := strings.NewReplacer("/"+user["login"].(string), "/"+url.PathEscape(name))
	for key, field := range user {
		if text, ok := field.(string); ok && strings.HasSuffix(key, "url") {
			user[key] = path.Replace(text)
		}
	}
	user["login"] = name
	user["type"] = "User"
	if strings.HasSuffix(name, "[bot]") {
		user["type"] = "Bot"
	}
}
