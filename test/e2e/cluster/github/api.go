package github

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Options configure an API.
type Options struct {
	// Authorization is the whole header that is accepted, such as "Bearer ghp_…". SetAuthorization changes it later.
	Authorization string
	// Strict answers 404 for repositories and issues that AddIssue has not named. Otherwise they appear when first asked for.
	Strict bool
	// Enterprise is a host that is a GitHub Enterprise Server: its API is under /api/v3, and nowhere else.
	Enterprise string
}

// API stands in for api.github.com. It is an http.Handler, safe for concurrent use.
type API struct {
	strict     bool
	enterprise string
	mux        *http.ServeMux

	mu       sync.Mutex
	accepted []string // Authorization headers
	issues   map[issueKey]*issue
	hooks    map[string][]*Hook // by repository or organization, lower case
	calls    []Call
	faults   []*Injection
	labelID  int64

	redeliveries sync.WaitGroup
}

// New returns an API without issues, hooks and faults.
func New(o Options) *API {
	a := &API{strict: o.Strict, enterprise: o.Enterprise, mux: http.NewServeMux(), accepted: []string{o.Authorization}, issues: map[issueKey]*issue{}, hooks: map[string][]*Hook{}}
	a.routeLabels()
	a.routeHooks()
	a.routeOrganizationHooks()
	a.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { notFound(w) })
	return a
}

// SetAuthorization replaces the headers that are accepted: one, or two while a token is rotated, or none at all.
func (a *API) SetAuthorization(headers ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.accepted = slices.Clone(headers)
}

func (a *API) accepts(authorization string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Contains(a.accepted, authorization)
}

// ServeHTTP answers a call, or lets the first fault that is for it do so, and keeps it either way.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		fail(w, http.StatusBadRequest, "Problems reading the body", nil)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if a.enterprise != "" && r.Host == a.enterprise {
		const api = "/api/v3"
		if !strings.HasPrefix(r.URL.Path, api+"/") {
			notFound(w)
			return
		}
		r.URL.Path, r.URL.RawPath = strings.TrimPrefix(r.URL.Path, api), strings.TrimPrefix(r.URL.RawPath, api)
	}
	authorization := r.Header.Get("Authorization")
	call := a.begin(r, body)
	written := &statusWriter{ResponseWriter: w}
	serve := func(w http.ResponseWriter) { a.answer(w, r, authorization) }
	fault := a.faultFor(r)
	// A fault may end the connection by a panic, as net/http has it.
	defer func() { a.finish(call, written.status, fault) }()
	if fault != nil {
		fault.effect.do(written, r, serve)
		return
	}
	serve(written)
}

func (a *API) answer(w http.ResponseWriter, r *http.Request, authorization string) {
	switch {
	case authorization == "":
		fail(w, http.StatusUnauthorized, "Requires authentication", nil)
	case !a.accepts(authorization):
		fail(w, http.StatusUnauthorized, "Bad credentials", nil)
	default:
		a.mux.ServeHTTP(w, r)
	}
}

// statusWriter remembers the status that was written.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a fault take the connection.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// repositoryOf names the repository of a route. GitHub does not look at the case of either part.
func repositoryOf(r *http.Request) string {
	return fold(r.PathValue("owner") + "/" + r.PathValue("repo"))
}

func fold(name string) string { return strings.ToLower(name) }
