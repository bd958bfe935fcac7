package github

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

// Verdict is what the loop ought to make of a delivery. The sender decides; the stand-in for GitHub knows no filters.
type Verdict bool

const (
	// Passes is a delivery that the loop of its repository has to take.
	Passes Verdict = true
	// Refused is one that nothing may follow from.
	Refused Verdict = false
)

// Kind is what a delivery is about.
type Kind string

const (
	// OfComment is a comment, or what looked like one.
	OfComment Kind = ""
	// OfPullRequest is a pull request that was closed or reopened, or what looked like one.
	OfPullRequest Kind = "pull request"
)

// Entry is one delivery.
type Entry struct {
	Kind       Kind
	Comment    string // id, digits; empty when it is about a pull request
	Repository string
	PR         int
	Author     string   // of the comment
	Tasks      []string // numbers of the labels task-N, in their order
	Passes     bool

	// Action and UpdatedAt are those of a delivery about a pull request: closed or reopened, and pull_request.updated_at as it was sent.
	Action, UpdatedAt string

	Event, GUID    string
	Delivery       int64
	Redelivery     bool
	Forged         bool
	Sent, Answered time.Time
	Status         int // 0 without an answer
	Err            string
}

// About names what was delivered, for messages.
func (e Entry) About() string {
	if e.Kind == OfPullRequest {
		return fmt.Sprintf("pull request %d, %s", e.PR, e.Action)
	}
	return "comment " + e.Comment
}

// Task is the one that the delivery is for: that of the last label task-N. Empty without such a label.
func (e Entry) Task() string {
	if len(e.Tasks) == 0 {
		return ""
	}
	return e.Tasks[len(e.Tasks)-1]
}

// Accepted says whether the receiver has taken responsibility for it.
func (e Entry) Accepted() bool { return e.Status >= 200 && e.Status < 300 }

// Ledger is every delivery of a run. It is safe for concurrent use.
type Ledger struct {
	mu      sync.Mutex
	entries []Entry
}

// NewLedger returns an empty one.
func NewLedger() *Ledger { return &Ledger{} }

// Add enters a delivery before it is sent, so that nothing can follow from one that is not there, and returns what enters its outcome.
// It is for deliveries that no Hook sends.
func (l *Ledger) Add(e Entry) (answered func(status int, err error)) {
	if e.Sent.IsZero() {
		e.Sent = time.Now()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	at := len(l.entries)
	l.entries = append(l.entries, e)
	return func(status int, err error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.entries[at].Answered = time.Now()
		l.entries[at].Status = status
		if err != nil {
			l.entries[at].Err = err.Error()
		}
	}
}

// Entries returns a copy, in the order of sending.
func (l *Ledger) Entries() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.entries)
}

var taskLabel = regexp.MustCompile(`^task-(` + vocabulary.TaskPattern + `)$`)

// entryOf reads a payload as it is sent, whatever it looks like. Where it has nothing of the kind, the comment that it was made from counts.
func entryOf(c Comment, payload map[string]any) Entry {
	e := Entry{Comment: strconv.FormatInt(c.ID, 10), Repository: c.Repository, PR: c.Issue, Author: c.Author}
	switch id := at(payload, "comment", "id").(type) {
	case int, int64, json.Number:
		e.Comment = fmt.Sprint(id)
	}
	if name, ok := at(payload, "repository", "full_name").(string); ok {
		e.Repository = name
	}
	if number, ok := at(payload, "issue", "number").(int); ok {
		e.PR = number
	}
	if login, ok := at(payload, "comment", "user", "login").(string); ok {
		e.Author = login
	}
	e.Tasks = tasksOf(at(payload, "issue", "labels"))
	return e
}

// tasksOf are the tasks that labels name.
func tasksOf(value any) (tasks []string) {
	labels, _ := value.([]any)
	for _, label := range labels {
		name, _ := at(label, "name").(string)
		if match := taskLabel.FindStringSubmatch(name); match != nil {
			tasks = append(tasks, match[1])
		}
	}
	return tasks
}

// at is the value at a path, nil where there is none.
func at(value any, path ...string) any {
	for _, part := range path {
		object, _ := value.(map[string]any)
		value = object[part]
	}
	return value
}
