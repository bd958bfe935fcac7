package github

import (
	"net/http"
	"slices"
	"sync/atomic"
)

// Fault makes calls fail.
type Fault struct {
	// When chooses the calls; every one when nil. It runs while other calls wait, so it must not call the API. The body is its to read.
	When func(*http.Request) bool
	// Times is how many calls fail; 0 means all of them until Clear.
	Times  int
	Effect Effect
}

// Injection is a fault at work.
type Injection struct {
	api    *API
	when   func(*http.Request) bool
	effect Effect
	left   int // -1: until cleared
	hits   atomic.Int64
}

// Inject adds a fault. Of several that are for one call, the one that was injected first strikes.
func (a *API) Inject(f Fault) *Injection {
	if f.Effect.do == nil {
		panic("the fault has no effect: allowed are those of effects.go, such as Status(500)")
	}
	injection := &Injection{api: a, when: f.When, effect: f.Effect, left: f.Times}
	if f.Times == 0 {
		injection.left = -1
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults = append(a.faults, injection)
	return injection
}

// Clear ends the fault. Calls that it has struck already are not changed.
func (i *Injection) Clear() {
	i.api.mu.Lock()
	defer i.api.mu.Unlock()
	i.api.faults = slices.DeleteFunc(i.api.faults, func(other *Injection) bool { return other == i })
}

// Hits says how many calls it has struck.
func (i *Injection) Hits() int { return int(i.hits.Load()) }

// ClearFaults ends all faults.
func (a *API) ClearFaults() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults = nil
}

func (a *API) faultFor(r *http.Request) *Injection {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, fault := range a.faults {
		if fault.left == 0 || !fault.strikes(r) {
			continue
		}
		if fault.left > 0 {
			fault.left--
		}
		fault.hits.Add(1)
		return fault
	}
	return nil
}

func (i *Injection) strikes(r *http.Request) bool {
	if i.when == nil {
		return true
	}
	probe, restore := copyBody(r)
	defer restore()
	return i.when(probe)
}

// Method chooses the calls of an HTTP method.
func Method(method string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method }
}
