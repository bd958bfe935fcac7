package github

import (
	"net/http"
	"slices"
	"time"
)

// Call is one request that reached the API.
type Call struct {
	Time   time.Time
	Method string
	// Path is escaped, as it was sent; Query is what stood behind the question mark.
	Path, Query string
	Body        string
	// AuthPresent says whether there was an Authorization header, Authorized whether it was one that was accepted then. The header itself
	// is not kept, for calls end up in files.
	AuthPresent, Authorized bool
	// Status is 0 as long as there is no answer, and for ever when the connection broke.
	Status int
	// Fault names what was injected, empty when nothing was.
	Fault string
}

// Calls returns a copy of all calls so far, in the order in which they came in.
func (a *API) Calls() []Call {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

func (a *API) begin(r *http.Request, body []byte) int {
	authorization := r.Header.Get("Authorization")
	call := Call{
		Time: time.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Body: string(body),
		AuthPresent: authorization != "", Authorized: authorization != "" && a.accepts(authorization),
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, call)
	return len(a.calls) - 1
}

func (a *API) finish(call, status int, fault *Injection) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls[call].Status = status
	if fault != nil {
		a.calls[call].Fault = fault.effect.name
	}
}
