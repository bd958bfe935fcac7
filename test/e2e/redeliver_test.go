package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// redeliverFailed loses comments in each way in which GitHub gets no 2xx, and has them delivered by the commands of docs/operate.md.
func redeliverFailed(t *testing.T, w *world) {
	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/operate.md", "Comments that did not arrive")
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 3 {
		t.Fatalf("%d commands, want 3: list, redeliver, and list what has arrived too", len(blocks))
	}
	list, redeliver, listAll := blocks[0], blocks[1], blocks[2]

	var pulls []pull
	var comments []github.Comment
	for range 5 {
		p := w.Pull(suite.Remediation)
		pulls, comments = append(pulls, p), append(comments, w.Comment(p))
	}
	refused, unreachable, lost, arrived, edited := comments[0], comments[1], comments[2], comments[3], comments[4]
	edited.Action = "edited"
	fails := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) { answer.WriteHeader(500) }))
	defer fails.Close()
	loses := httptest.NewServer(losesAnswers(w.Webhook))
	defer loses.Close()
	closed := httptest.NewServer(nil)
	closed.Close()
	hook := w.Hooks[suite.Remediation.Repository]
	failed := []string{
		w.deliverTo(t, hook, fails.URL, refused, github.Passes, 500),
		w.deliverTo(t, hook, closed.URL, unreachable, github.Passes, 0),
		w.deliverTo(t, hook, loses.URL, lost, github.Passes, 0),
	}
	fine := w.deliverTo(t, hook, w.Webhook, arrived, github.Passes, 200)
	w.deliverTo(t, hook, fails.URL, edited, github.Refused, 500)
	w.handled(t, pulls[2], lost.ID, 1) // it is there, which GitHub does not know
	// More than a page of deliveries after them.
	for range 101 {
		w.deliverTo(t, hook, w.Webhook, edited, github.Refused, 200)
	}

	api := httptest.NewServer(w.GitHub)
	defer api.Close()
	run := func(command string) string {
		t.Helper()
		out, err := w.Sh(t.Context(), suite.Root(), command, "GITHUB_API_URL="+api.URL, "GITHUB_TOKEN="+suite.GitHubToken)
		if err != nil {
			t.Fatal(err)
		}
		w.GitHub.WaitRedeliveries()
		return out
	}
	want := func(when string, got, want []string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Fatalf("%s: %q, want %q", when, got, want)
		}
	}
	want("listed", told(run(list), "to redeliver "), failed)
	want("redelivered by the list", w.redelivered(), nil)
	want("told", told(run(redeliver), "redelivered "), failed)
	want("redelivered", w.redelivered(), failed)
	for i, p := range pulls[:4] {
		w.handled(t, p, comments[i].ID, 1)
		w.settled(t, p)
		if runs := w.runs(t, p); len(runs) != 1 {
			t.Errorf("%d runs of comment %d, want 1", len(runs), comments[i].ID)
		}
	}
	want("told the second time", told(run(redeliver), "redelivered "), nil)
	want("redelivered in all", w.redelivered(), failed)
	recent := told(run(listAll), "to redeliver ")
	if !slices.Contains(recent, fine) || !slices.Contains(recent, failed[0]) {
		t.Errorf("of the last minutes: %q, want %q and %q among them", recent, fine, failed[0])
	}
}

// deliverTo has a webhook deliver to another URL, with the outcome given, and returns the GUID. It belongs to scenarios that run alone.
func (w *world) deliverTo(t *testing.T, hook *github.Hook, url string, c github.Comment, verdict github.Verdict, status int) string {
	t.Helper()
	hook.SetURL(url)
	defer hook.SetURL(w.Webhook)
	made := hook.Send(t.Context(), c, verdict)
	if made.Status != status || (made.Err != nil) != (status == 0) {
		t.Fatalf("comment %d: status %d, %v, want %d", c.ID, made.Status, made.Err, status)
	}
	return made.GUID
}

// losesAnswers passes requests on and breaks the connection in place of an answer.
func losesAnswers(url string) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		if passed, err := http.NewRequestWithContext(r.Context(), r.Method, url, r.Body); err == nil {
			passed.Header = r.Header
			if answer, err := http.DefaultClient.Do(passed); err == nil {
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
			}
		}
		panic(http.ErrAbortHandler)
	}
}

// redelivered are the GUIDs of all redeliveries so far.
func (w *world) redelivered() (guids []string) {
	for _, entry := range w.Ledger.Entries() {
		if entry.Redelivery {
			guids = append(guids, entry.GUID)
		}
	}
	return guids
}

// told are the GUIDs in the lines that begin so. A time stands before them.
func told(out, prefix string) (guids []string) {
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			guids = append(guids, strings.Fields(rest)[1])
		}
	}
	return guids
}
