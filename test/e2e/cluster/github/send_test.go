package github

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	engine "github.com/google/go-github/v50/github"
)

// receiver keeps what it is sent, and checks signatures with the library that the engine checks them with.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
	status   int
	secret   string
}

type received struct {
	header http.Header
	body   []byte
	signed bool
	from   string
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: 200, secret: "s3cret"}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		content, _ := io.ReadAll(request.Body)
		request.Body = io.NopCloser(strings.NewReader(string(content)))
		_, err := engine.ValidatePayload(request, []byte(r.secret))
		r.requests = append(r.requests, received{request.Header, content, err == nil, request.RemoteAddr})
		w.WriteHeader(r.status)
		io.WriteString(w, "seen")
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) last() received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests[len(r.requests)-1]
}

func hookTo(t *testing.T, a *API, r *receiver) *Hook {
	t.Helper()
	return a.AddHook(HookOptions{Repository: repository, URL: r.URL, Secret: "s3cret"})
}

func TestSend(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	before := time.Now()
	d := h.Send(t.Context(), Comment{ID: 2345678901, Labels: []string{"task-3", "x", "task-7", "task-0"}}, Passes)
	if d.Status != 200 || d.Err != nil {
		t.Fatalf("%+v", d)
	}
	got := r.last()
	if !got.signed {
		t.Error("the engine's library does not accept the signature")
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json", "X-Github-Event": "issue_comment", "X-Github-Delivery": d.GUID, "User-Agent": "GitHub-Hookshot/044aadd",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.header.Get(name), want)
		}
	}
	event, err := engine.ParseWebHook("issue_comment", got.body)
	comment, ok := event.(*engine.IssueCommentEvent)
	if err != nil || !ok || comment.GetComment().GetID() != 2345678901 || !comment.GetIssue().IsPullRequest() || comment.GetRepo().GetFullName() != repository {
		t.Errorf("the library reads %v, %v", event, err)
	}
	entries := h.Ledger.Entries()
	if len(entries) != 1 {
		t.Fatalf("ledger: %+v", entries)
	}
	entry := entries[0]
	if entry.Comment != "2345678901" || entry.Task() != "7" || !slices.Equal(entry.Tasks, []string{"3", "7"}) || entry.PR != 42 || entry.Repository != repository ||
		entry.Author != "5DLabs-Tess[bot]" || !entry.Passes || !entry.Accepted() || entry.Delivery != d.ID || entry.GUID != d.GUID {
		t.Errorf("ledger: %+v", entry)
	}
	if entry.Sent.Before(before) || entry.Answered.Before(entry.Sent) {
		t.Errorf("ledger: sent %s, answered %s", entry.Sent, entry.Answered)
	}
}

func TestSendOtherwise(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	for name, test := range map[string]struct {
		comment Comment
		options []Option
		check   func(received) bool
	}{
		"wrong signature": {Comment{}, []Option{WrongSignature()}, func(r received) bool { return !r.signed && r.header.Get("X-Hub-Signature-256") != "" }},
		"no signature": {Comment{}, []Option{NoSignature()}, func(r received) bool {
			return r.header["X-Hub-Signature-256"] == nil && r.header["X-Hub-Signature"] == nil
		}},
		"raw body":       {Comment{}, []Option{RawBody([]byte("{"))}, func(r received) bool { return string(r.body) == "{" && r.signed }},
		"other event":    {Comment{}, []Option{Event("issues")}, func(r received) bool { return r.header.Get("X-GitHub-Event") == "issues" }},
		"a header":       {Comment{}, []Option{Header("X-Other", "1")}, func(r received) bool { return r.header.Get("X-Other") == "1" }},
		"no header":      {Comment{}, []Option{Header("Content-Type", "")}, func(r received) bool { return r.header["Content-Type"] == nil }},
		"an edit":        {Comment{}, []Option{Set("issue.labels", nil)}, func(r received) bool { return strings.Contains(string(r.body), `"labels":null`) }},
		"a removal":      {Comment{}, []Option{Remove("comment.user")}, func(r received) bool { return field(r.body, "comment")["user"] == nil }},
		"another action": {Comment{Action: "deleted"}, nil, func(r received) bool { return strings.Contains(string(r.body), `"action":"deleted"`) }},
	} {
		t.Run(name, func(t *testing.T) {
			d := h.Send(t.Context(), test.comment, Refused, test.options...)
			if d.Err != nil {
				t.Fatal(d.Err)
			}
			if got := r.last(); !test.check(got) {
				t.Errorf("received %v %s", got.header, got.body)
			}
			entries := h.Ledger.Entries()
			if entries[len(entries)-1].Passes {
				t.Error("the ledger says that it passes")
			}
		})
	}
}

func field(body []byte, name string) map[string]any {
	var payload map[string]map[string]any
	json.Unmarshal(body, &payload) // an error leaves what could be read
	return payload[name]
}

// A receiver that is killed must not take the connection of a later delivery with it.
func TestEachDeliveryHasItsOwnConnection(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	h.Send(t.Context(), Comment{ID: 5}, Passes)
	first := r.last().from
	h.Send(t.Context(), Comment{ID: 6}, Passes)
	if second := r.last().from; first == second {
		t.Errorf("both came from %s", first)
	}
}

func TestSendNothing(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	if d := h.Send(t.Context(), Comment{}, Refused, Set("coment.id", 1)); d.Err == nil || d.Status != 0 {
		t.Errorf("a mistyped path was sent: %+v", d)
	}
	if len(r.requests) != 0 || len(h.Ledger.Entries()) != 0 {
		t.Error("it left something behind")
	}
}

func TestLedgerTakesWhatIsSent(t *testing.T) {
	r := receive(t)
	h := hookTo(t, New(Options{}), r)
	for _, test := range []struct {
		path  string
		value any
		want  Entry
	}{
		{"comment.id", int64(777), Entry{Comment: "777"}},
		{"comment.id", "text", Entry{}},
		{"comment.id", nil, Entry{}},
		{"comment.id", -5, Entry{Comment: "-5"}},
		{"repository.full_name", "x/y", Entry{Repository: "x/y"}},
		{"repository", nil, Entry{}},
		{"issue.number", 8, Entry{PR: 8}},
		{"comment.user.login", "x", Entry{Author: "x"}},
		{"comment.user", 7, Entry{}},
		{"issue.labels.0", map[string]any{"name": "task-8"}, Entry{Tasks: []string{"8"}}},
		{"issue.labels.0", nil, Entry{Tasks: []string{}}},
	} {
		h.Send(t.Context(), Comment{ID: 2345678901, Labels: []string{"task-7"}}, Refused, Set(test.path, test.value))
		entries := h.Ledger.Entries()
		got := entries[len(entries)-1]
		want := Entry{Comment: "2345678901", Repository: repository, PR: 42, Author: "5DLabs-Tess[bot]", Tasks: []string{"7"}}
		want.Comment, want.Repository = cmp.Or(test.want.Comment, want.Comment), cmp.Or(test.want.Repository, want.Repository)
		want.PR, want.Author = cmp.Or(test.want.PR, want.PR), cmp.Or(test.want.Author, want.Author)
		if test.want.Tasks != nil {
			want.Tasks = test.want.Tasks
		}
		if got.Comment != want.Comment || got.Repository != want.Repository || got.PR != want.PR || got.Author != want.Author || !slices.Equal(got.Tasks, want.Tasks) {
			t.Errorf("sent with %s %v: the ledger says %+v, want %+v", test.path, test.value, got, want)
		}
	}
}

func TestOneCommentHasOneTime(t *testing.T) {
	c := Comment{ID: 2345678901}
	if first, second := at(c.Payload(), "comment", "created_at"), at(c.Payload(), "comment", "created_at"); first != second {
		t.Errorf("created at %s, and then at %s", first, second)
	}
}

// While a delivery is under way the ledger has it already, so that nothing can follow from one that is not there.
func TestLedgerIsAhead(t *testing.T) {
	ledger := NewLedger()
	seen := make(chan []Entry, 1)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen <- ledger.Entries() }))
	defer server.Close()
	h := New(Options{}).AddHook(HookOptions{Repository: repository, URL: server.URL, Ledger: ledger})
	h.Send(t.Context(), Comment{ID: 5}, Passes)
	if got := <-seen; len(got) != 1 || got[0].Accepted() || got[0].Comment != "5" {
		t.Errorf("meanwhile the ledger was %+v", got)
	}
	if got := ledger.Entries(); !got[0].Accepted() {
		t.Errorf("afterwards the ledger is %+v", got)
	}
}
