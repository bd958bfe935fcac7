package github

import (
	"crypto/tls"
	"hash/fnv"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// HookOptions describe a webhook of a repository, or of an organization.
type HookOptions struct {
	Repository string // owner/name; empty for the webhook of an organization
	// Organization sends the events of all its repositories.
	Organization string
	URL          string
	Secret       string
	Events       []string // that it asks for, as the API shows them; issue_comment when nil
	Ledger       *Ledger  // where deliveries are recorded as well; one of its own when nil
	// TLS is for a URL with https; the system's roots when nil.
	TLS *tls.Config
	// Timeout is how long an answer may take; GitHub's own 10 seconds when 0.
	Timeout time.Duration
}

// Hook is a webhook of a repository or an organization: it posts events to a URL and remembers the deliveries, as GitHub does for those who look for what
// was lost. It is safe for concurrent use.
type Hook struct {
	ID           int64
	Repository   string
	Organization string
	Ledger       *Ledger

	client  *http.Client
	events  []string
	created time.Time

	mu          sync.Mutex
	url, secret string
	deliveries  []*delivery // oldest first
}

var hookIDs, deliveryIDs atomic.Int64

func init() {
	hookIDs.Store(292430181)
	// More digits than a float has: a caller that reads JSON numbers as floats finds none of its deliveries again.
	deliveryIDs.Store(3804004623172239366)
}

// RepositoryID is the id of a repository in the lists of deliveries.
func RepositoryID(repository string) int64 {
	sum := fnv.New32a()
	sum.Write([]byte(fold(repository)))
	return int64(sum.Sum32())
}

// AddHook adds a webhook to a repository or an organization.
func (a *API) AddHook(o HookOptions) *Hook {
	h := &Hook{ID: hookIDs.Add(1), Repository: o.Repository, Organization: o.Organization, Ledger: o.Ledger, url: o.URL, secret: o.Secret, created: time.Now()}
	if h.Ledger == nil {
		h.Ledger = NewLedger()
	}
	if h.events = o.Events; h.events == nil {
		h.events = []string{"issue_comment"}
	}
	timeout := o.Timeout
	if timeout == 0 {
		timeout = 10 * time.Second
	}
	// Each delivery has a connection of its own: a receiver that is killed breaks no other one, and none is tried twice by itself.
	h.client = &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{TLSClientConfig: o.TLS, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	owner := fold(o.Repository + o.Organization)
	a.hooks[owner] = append(a.hooks[owner], h)
	return h
}

// SetURL changes where deliveries go, redeliveries of old ones included.
func (h *Hook) SetURL(url string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.url = url
}

// SetSecret changes what deliveries are signed with, redeliveries of old ones included.
func (h *Hook) SetSecret(secret string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.secret = secret
}

// URL is where deliveries go.
func (h *Hook) URL() string {
	url, _ := h.target()
	return url
}

func (h *Hook) target() (url, secret string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.url, h.secret
}
