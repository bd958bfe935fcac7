package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// delivery is one attempt, as the list of deliveries shows it, with what is needed to make it again.
type delivery struct {
	ID             int64      `json:"id"`
	GUID           string     `json:"guid"`
	DeliveredAt    time.Time  `json:"delivered_at"`
	Redelivery     bool       `json:"redelivery"`
	Duration       float64    `json:"duration"` // seconds
	Status         string     `json:"status"`
	StatusCode     int        `json:"status_code"`
	Event          string     `json:"event"`
	Action         string     `json:"action"`
	InstallationID *int64     `json:"installation_id"`
	RepositoryID   int64      `json:"repository_id"`
	ThrottledAt    *time.Time `json:"throttled_at"`
	URL            string     `json:"-"`

	entry        Entry
	body         []byte
	header       http.Header
	sign         func(header http.Header, secret string, body []byte)
	answerHeader http.Header
	answer       string
}

// See https://docs.github.com/rest/repos/webhooks and https://docs.github.com/rest/orgs/webhooks.
func (a *API) routeHooks() {
	for _, hooks := range []string{"/repos/{owner}/{repo}/hooks", "/orgs/{org}/hooks"} {
		a.routeHooksOf(hooks)
	}
}

func (a *API) routeHooksOf(hooks string) {
	a.mux.HandleFunc("GET "+hooks, func(w http.ResponseWriter, r *http.Request) {
		list := []any{}
		for _, hook := range a.hooksOf(hooksOwner(r)) {
			list = append(list, hook.shown())
		}
		reply(w, http.StatusOK, list)
	})
	a.mux.HandleFunc("GET "+hooks+"/{hook}/deliveries", a.withHook(listDeliveries))
	a.mux.HandleFunc("GET "+hooks+"/{hook}/deliveries/{delivery}", a.withHook(func(w http.ResponseWriter, r *http.Request, h *Hook) {
		if found := h.delivery(r.PathValue("delivery")); found != nil {
			reply(w, http.StatusOK, found.whole())
			return
		}
		notFound(w)
	}))
	a.mux.HandleFunc("POST "+hooks+"/{hook}/deliveries/{delivery}/attempts", a.withHook(func(w http.ResponseWriter, r *http.Request, h *Hook) {
		found := h.delivery(r.PathValue("delivery"))
		if found == nil {
			notFound(w)
			return
		}
		a.redeliveries.Add(1)
		go func() {
			defer a.redeliveries.Done()
			h.Redeliver(context.WithoutCancel(r.Context()), found.ID)
		}()
		reply(w, http.StatusAccepted, struct{}{})
	}))
}

// WaitRedeliveries waits for those that the API has accepted and not made yet.
func (a *API) WaitRedeliveries() { a.redeliveries.Wait() }

// Redeliver makes a delivery again: the same GUID and payload, signed with the secret of today.
func (h *Hook) Redeliver(ctx context.Context, id int64) Delivery {
	found := h.delivery(strconv.FormatInt(id, 10))
	if found == nil {
		return Delivery{Err: fmt.Errorf("hook %d has made no delivery %d", h.ID, id)}
	}
	return h.deliver(ctx, &delivery{
		GUID: found.GUID, Redelivery: true, Event: found.Event, Action: found.Action, RepositoryID: found.RepositoryID, entry: found.entry, body: found.body,
		header: found.header.Clone(), sign: found.sign,
	})
}

// hooksOwner names the repository or the organization of a route.
func hooksOwner(r *http.Request) string {
	if org := r.PathValue("org"); org != "" {
		return fold(org)
	}
	return repositoryOf(r)
}

func (a *API) hooksOf(owner string) []*Hook {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.hooks[owner])
}

func (a *API) withHook(serve func(http.ResponseWriter, *http.Request, *Hook)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, hook := range a.hooksOf(hooksOwner(r)) {
			if strconv.FormatInt(hook.ID, 10) == r.PathValue("hook") {
				serve(w, r, hook)
				return
			}
		}
		notFound(w)
	}
}

func (h *Hook) shown() any {
	url, _ := h.target()
	kind, owner := "Repository", "repos/"+h.Repository
	if h.Organization != "" {
		kind, owner = "Organization", "orgs/"+h.Organization
	}
	self := fmt.Sprintf("https://api.github.com/%s/hooks/%d", owner, h.ID)
	return map[string]any{
		"type": kind, "id": h.ID, "name": "web", "active": true, "events": h.events,
		"config":     map[string]string{"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": url},
		"created_at": h.created.UTC(), "updated_at": h.created.UTC(),
		"url": self, "test_url": self + "/test", "ping_url": self + "/pings", "deliveries_url": self + "/deliveries",
		"last_response": map[string]any{"code": nil, "status": "unused", "message": nil},
	}
}

// made returns the deliveries, newest first.
func (h *Hook) made() []*delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := slices.Clone(h.deliveries)
	slices.SortFunc(list, func(a, b *delivery) int { return int(b.ID - a.ID) })
	return list
}

func (h *Hook) delivery(id string) *delivery {
	for _, d := range h.made() {
		if strconv.FormatInt(d.ID, 10) == id {
			return d
		}
	}
	return nil
}

// cursorPrefix stands before the id of the first delivery of a page. To callers a cursor means nothing.
const cursorPrefix = "v1_"

func listDeliveries(w http.ResponseWriter, r *http.Request, h *Hook) {
	query := r.URL.Query()
	list := h.made()
	switch query.Get("status") {
	case "":
	case "success":
		list = slices.DeleteFunc(list, func(d *delivery) bool { return d.StatusCode < 200 || d.StatusCode > 399 })
	case "failure":
		list = slices.DeleteFunc(list, func(d *delivery) bool { return d.StatusCode < 400 || d.StatusCode > 599 })
	default:
		fail(w, http.StatusUnprocessableEntity, fmt.Sprintf("Invalid request.\n\n%q is not a status: success, failure.", query.Get("status")), nil)
		return
	}
	if cursor := query.Get("cursor"); cursor != "" {
		from, err := strconv.ParseInt(strings.TrimPrefix(cursor, cursorPrefix), 10, 64)
		if err != nil || !strings.HasPrefix(cursor, cursorPrefix) {
			fail(w, http.StatusBadRequest, "Invalid cursor", nil)
			return
		}
		list = slices.DeleteFunc(list, func(d *delivery) bool { return d.ID > from })
	}
	if size := perPage(query); len(list) > size {
		link(w, r, "next", "cursor", cursorPrefix+strconv.FormatInt(list[size].ID, 10))
		list = list[:size]
	}
	if list == nil {
		list = []*delivery{}
	}
	reply(w, http.StatusOK, list)
}

// whole is a delivery with its request and response.
func (d *delivery) whole() any {
	type message struct {
		Headers map[string]string `json:"headers"`
		Payload any               `json:"payload"`
	}
	request := message{Headers: flat(d.header), Payload: json.RawMessage(d.body)}
	response := message{Headers: flat(d.answerHeader), Payload: d.answer}
	return struct {
		*delivery
		URL      string  `json:"url"`
		Request  message `json:"request"`
		Response message `json:"response"`
	}{d, d.URL, request, response}
}

func flat(header http.Header) map[string]string {
	flattened := map[string]string{}
	for name := range header {
		flattened[name] = header.Get(name)
	}
	return flattened
}
