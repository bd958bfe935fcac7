package github

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	client "github.com/google/go-github/v84/github"
)

// all reads the pages of the deliveries of a hook, as a script that looks for failed ones does.
func all(t *testing.T, github *client.Client, h *Hook, size int) []*client.HookDelivery {
	t.Helper()
	var list []*client.HookDelivery
	options := &client.ListCursorOptions{PerPage: size}
	for {
		page, response, err := github.Repositories.ListHookDeliveries(t.Context(), "5dlabs", "cto", h.ID, options)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) > size {
			t.Fatalf("a page of %d, want at most %d", len(page), size)
		}
		list = append(list, page...)
		if response.Cursor == "" {
			return list
		}
		options.Cursor = response.Cursor
	}
}

func TestDeliveriesAreListed(t *testing.T) {
	a, server := serve(t, Options{})
	r := receive(t)
	h := hookTo(t, a, r)
	var made []int64
	for i := range 7 {
		r.answer(200 + 300*(i%2))
		made = append(made, h.Send(t.Context(), Comment{ID: int64(100 + i)}, Passes).ID)
	}
	h.Send(t.Context(), Comment{}, Refused, WrongSignature())
	h.Send(t.Context(), Comment{}, Refused, NoSignature())
	h.Send(t.Context(), Comment{}, Refused, RawBody([]byte("{")))

	var listed []int64
	for i, d := range all(t, octokit(t, server, token), h, 3) {
		listed = append(listed, d.GetID())
		status, code := "OK", 200
		if i%2 == 1 {
			status, code = "Invalid HTTP Response: 500", 500
		}
		if d.GetStatus() != status || d.GetStatusCode() != code || d.GetEvent() != "issue_comment" || d.GetAction() != "created" || d.GetRedelivery() || d.GetGUID() == "" {
			t.Errorf("delivery %d is %v", i, d)
		}
	}
	slices.Reverse(listed)
	if !slices.Equal(listed, made) {
		t.Errorf("listed are %v, want %v, and nothing that is forged", listed, made)
	}
	for status, want := range map[string]int{"success": 4, "failure": 3} {
		_, body := call(t, server, "GET", h.path("deliveries?status="+status), "")
		if got := strings.Count(body, `"guid"`); got != want {
			t.Errorf("of status %s: %d, want %d", status, got, want)
		}
	}
}

func TestPagesOfDeliveries(t *testing.T) {
	a, server := serve(t, Options{})
	h := hookTo(t, a, receive(t))
	var made []int64
	for range 101 {
		made = append(made, h.Send(t.Context(), Comment{}, Passes).ID)
	}
	slices.Reverse(made)
	for asked, want := range map[string]int{"": 30, "?per_page=0": 30, "?per_page=100": 100, "?per_page=1000": 100} {
		if _, body := call(t, server, "GET", h.path("deliveries"+asked), ""); strings.Count(body, `"guid"`) != want {
			t.Errorf("deliveries%s: %d, want %d", asked, strings.Count(body, `"guid"`), want)
		}
	}

	// What is delivered meanwhile moves none from one page to another.
	github := octokit(t, server, token)
	var listed []int64
	options := &client.ListCursorOptions{PerPage: 50}
	for _, size := range []int{50, 50, 1} {
		page, response, err := github.Repositories.ListHookDeliveries(t.Context(), "5dlabs", "cto", h.ID, options)
		if err != nil || len(page) != size || (response.Cursor == "") != (size == 1) {
			t.Fatalf("a page of %d, then cursor %q, %v; want %d", len(page), response.Cursor, err, size)
		}
		for _, d := range page {
			listed = append(listed, d.GetID())
		}
		options.Cursor = response.Cursor
		h.Redeliver(t.Context(), made[0])
	}
	if !slices.Equal(listed, made) {
		t.Errorf("listed are %v, want %v", listed, made)
	}
}

// path is where the API has something of the hook.
func (h *Hook) path(rest string) string {
	shown := h.shown().(map[string]any)["url"].(string)
	return strings.TrimPrefix(shown, "https://api.github.com") + "/" + rest
}

func TestDeliveryIsShown(t *testing.T) {
	a, server := serve(t, Options{})
	r := receive(t)
	h := hookTo(t, a, r)
	made := h.Send(t.Context(), Comment{ID: 4711}, Passes)
	d, _, err := octokit(t, server, token).Repositories.GetHookDelivery(t.Context(), "5dlabs", "cto", h.ID, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(*d.Request.RawPayload), `"id":4711`) || d.Request.Headers["X-Hub-Signature-256"] == "" {
		t.Errorf("request %s %s", d.Request.Headers, d.Request)
	}
	if string(*d.Response.RawPayload) != `"seen"` || d.GetGUID() != made.GUID {
		t.Errorf("response %s", d.Response)
	}
}

func TestRedelivery(t *testing.T) {
	a, server := serve(t, Options{})
	github := octokit(t, server, token)
	r := receive(t)
	h := hookTo(t, a, r)
	h.SetSecret("not that of the receiver")
	r.answer(400)
	first := h.Send(t.Context(), Comment{ID: 4711, Labels: []string{"task-7"}}, Passes)
	if r.last().signed {
		t.Fatal("the receiver knows the secret")
	}
	h.SetSecret("s3cret")
	r.answer(200)
	_, response, err := github.Repositories.RedeliverHookDelivery(t.Context(), "5dlabs", "cto", h.ID, first.ID)
	var accepted *client.AcceptedError
	if !errors.As(err, &accepted) || response.StatusCode != http.StatusAccepted {
		t.Fatalf("%v", err)
	}
	a.WaitRedeliveries()
	got := r.last()
	if !got.signed || got.header.Get("X-GitHub-Delivery") != first.GUID || string(got.body) != string(r.requests[0].body) {
		t.Errorf("received %v %s", got.header, got.body)
	}
	list := all(t, github, h, 30)
	if len(list) != 2 || !list[0].GetRedelivery() || list[0].GetStatus() != "OK" || list[0].GetGUID() != first.GUID || list[0].GetID() == first.ID {
		t.Errorf("deliveries are %v", list)
	}
	entries := h.Ledger.Entries()
	if len(entries) != 2 || entries[0].Accepted() || entries[0].Redelivery || !entries[1].Accepted() || !entries[1].Redelivery || entries[1].Comment != "4711" || !entries[1].Passes {
		t.Errorf("ledger: %+v", entries)
	}
	h.Redeliver(t.Context(), list[0].GetID())
	if !r.last().signed {
		t.Error("a redelivery of a redelivery is not signed")
	}
}

func TestDeliveriesThatDoNotArrive(t *testing.T) {
	a, server := serve(t, Options{})
	github := octokit(t, server, token)
	r := receive(t)
	h := hookTo(t, a, r)
	r.Close()
	if d := h.Send(t.Context(), Comment{}, Passes); d.Err == nil || d.Status != 0 {
		t.Errorf("%+v", d)
	}
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	late := a.AddHook(HookOptions{Repository: repository, URL: slow.URL, Timeout: 20 * time.Millisecond})
	if d := late.Send(t.Context(), Comment{}, Passes); d.Err == nil {
		t.Errorf("%+v", d)
	}
	if got := all(t, github, h, 30)[0]; got.GetStatus() != "failed to connect" || got.GetStatusCode() != 502 {
		t.Errorf("unreachable: %v", got)
	}
	if got := all(t, github, late, 30)[0]; got.GetStatus() != "timed out" || got.GetStatusCode() != 504 {
		t.Errorf("too slow: %v", got)
	}
	for _, entry := range append(h.Ledger.Entries(), late.Ledger.Entries()...) {
		if entry.Accepted() || entry.Err == "" {
			t.Errorf("ledger: %+v", entry)
		}
	}
}

func TestHooks(t *testing.T) {
	a, server := serve(t, Options{})
	r := receive(t)
	h := hookTo(t, a, r)
	other := a.AddHook(HookOptions{Repository: "acme/shop", URL: r.URL})
	list, _, err := octokit(t, server, token).Repositories.ListHooks(t.Context(), "5DLabs", "CTO", nil)
	if err != nil || len(list) != 1 || list[0].GetID() != h.ID || list[0].Config.GetURL() != r.URL {
		t.Errorf("hooks are %v, %v", list, err)
	}
	for path, want := range map[string]int{
		h.path("deliveries"):                   200,
		h.path("deliveries/1"):                 404,
		h.path("deliveries?cursor=x"):          400,
		h.path("deliveries?status=lost"):       422,
		"/repos/5dlabs/cto/hooks/1/deliveries": 404,
		strings.Replace(other.path("deliveries"), "acme/shop", "5dlabs/cto", 1): 404,
	} {
		if got, body := call(t, server, "GET", path, ""); got != want {
			t.Errorf("%s: %d %s, want %d", path, got, body, want)
		}
	}
	if got, _ := call(t, server, "POST", h.path("deliveries/1/attempts"), ""); got != 404 {
		t.Errorf("a redelivery of nothing: %d", got)
	}
	if d := h.Redeliver(t.Context(), 1); d.Err == nil {
		t.Errorf("a redelivery of nothing: %+v", d)
	}
}
