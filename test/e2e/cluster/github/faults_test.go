package github

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	client "github.com/google/go-github/v84/github"
)

func TestFaultsByNumber(t *testing.T) {
	a, server := serve(t, Options{})
	fault := a.Inject(Fault{Times: 2, Effect: Status(502)})
	var got []int
	for range 3 {
		status, _ := call(t, server, "POST", labelsPath, `["x"]`)
		got = append(got, status)
	}
	if !slices.Equal(got, []int{502, 502, 200}) || fault.Hits() != 2 {
		t.Errorf("got %v after %d hits, want 502 twice", got, fault.Hits())
	}
	if calls := a.Calls(); calls[0].Fault != "status 502" || calls[0].Status != 502 || calls[2].Fault != "" {
		t.Errorf("calls are %+v", calls)
	}
}

func TestFaultsUntilCleared(t *testing.T) {
	a, server := serve(t, Options{})
	first := a.Inject(Fault{Effect: Status(500)})
	a.Inject(Fault{Effect: Status(503)})
	status := func() int {
		status, _ := call(t, server, "GET", labelsPath, "")
		return status
	}
	if got := []int{status(), status()}; !slices.Equal(got, []int{500, 500}) {
		t.Errorf("got %v, want those of the first fault", got)
	}
	first.Clear()
	if got := status(); got != 503 {
		t.Errorf("got %d, want that of the second one", got)
	}
	a.ClearFaults()
	if got := status(); got != 200 {
		t.Errorf("got %d, want none", got)
	}
}

func TestFaultsByPredicate(t *testing.T) {
	a, server := serve(t, Options{})
	a.Inject(Fault{When: Method("DELETE"), Effect: Status(500)})
	a.Inject(Fault{When: func(r *http.Request) bool {
		body, _ := io.ReadAll(r.Body)
		return strings.Contains(string(body), "iteration-3")
	}, Effect: Status(503)})
	for _, test := range []struct {
		method, path, body string
		want               int
	}{
		{"DELETE", labelsPath + "/x", "", 500},
		{"POST", labelsPath, `["iteration-3"]`, 503},
		{"POST", labelsPath, `["iteration-2"]`, 200},
	} {
		if got, _ := call(t, server, test.method, test.path, test.body); got != test.want {
			t.Errorf("%s %s %s: %d, want %d", test.method, test.path, test.body, got, test.want)
		}
	}
	if got := a.Labels(repository, 42); !slices.Equal(got, []string{"iteration-2"}) {
		t.Errorf("labels are %q: what a predicate reads must still reach the call", got)
	}
}

func TestRateLimits(t *testing.T) {
	a, server := serve(t, Options{})
	list := func(t *testing.T) error {
		_, _, err := octokit(t, server, token).Issues.ListLabelsByIssue(t.Context(), "5dlabs", "cto", 42, nil)
		return err
	}
	t.Run("primary", func(t *testing.T) {
		a.Inject(Fault{Times: 1, Effect: RateLimited(90 * time.Second)})
		var limited *client.RateLimitError
		if err := list(t); !errors.As(err, &limited) {
			t.Fatalf("the library sees %v", err)
		}
		if rate := limited.Rate; rate.Limit != 5000 || rate.Remaining != 0 || time.Until(rate.Reset.Time) < time.Minute {
			t.Errorf("the library sees %v", rate)
		}
		if got := limited.Response.Header.Get("Retry-After"); got != "90" || limited.Response.StatusCode != 403 {
			t.Errorf("status %d, Retry-After %q", limited.Response.StatusCode, got)
		}
	})
	for _, status := range []int{403, 429} {
		t.Run("secondary", func(t *testing.T) {
			a.Inject(Fault{Times: 1, Effect: SecondaryRateLimited(status, time.Minute)})
			var limited *client.AbuseRateLimitError
			if err := list(t); !errors.As(err, &limited) {
				t.Fatalf("the library sees %v", err)
			}
			if limited.Response.StatusCode != status || limited.GetRetryAfter() != time.Minute {
				t.Errorf("status %d, wait %s", limited.Response.StatusCode, limited.GetRetryAfter())
			}
		})
	}
}

func TestSlow(t *testing.T) {
	a, server := serve(t, Options{})
	a.Inject(Fault{Times: 1, Effect: Slow(time.Hour)})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	request, _ := http.NewRequestWithContext(ctx, "POST", server.URL+labelsPath, strings.NewReader(`["x"]`))
	if _, err := (&http.Client{Transport: authorized(token)}).Do(request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the caller sees %v", err)
	}
	const brief = 20 * time.Millisecond
	a.Inject(Fault{Times: 1, Effect: Slow(brief)})
	before := time.Now()
	if status, _ := call(t, server, "POST", labelsPath, `["y"]`); status != 200 || time.Since(before) < brief {
		t.Errorf("status %d after %s", status, time.Since(before))
	}
	if got := a.Labels(repository, 42); !slices.Equal(got, []string{"y"}) {
		t.Errorf("labels are %q: a call that its caller gave up must change nothing", got)
	}
}

func TestBrokenConnections(t *testing.T) {
	for name, test := range map[string]struct {
		effect Effect
		labels []string
	}{
		"before":      {Reset(), nil},
		"answer lost": {LoseAnswer(), []string{"x"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, server := serve(t, Options{})
			a.Inject(Fault{Times: 1, Effect: test.effect})
			request, _ := http.NewRequest("POST", server.URL+labelsPath, strings.NewReader(`["x"]`))
			if _, err := (&http.Client{Transport: authorized(token)}).Do(request); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the caller sees %v, want a reset", err)
			}
			if got := a.Labels(repository, 42); !slices.Equal(got, test.labels) {
				t.Errorf("labels are %q, want %q", got, test.labels)
			}
			if calls := a.Calls(); len(calls) != 1 || calls[0].Status != 0 {
				t.Errorf("calls are %+v", calls)
			}
		})
	}
}
