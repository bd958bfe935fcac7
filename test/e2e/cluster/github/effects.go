package github

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// Effect is what a fault does to a call.
type Effect struct {
	name string
	do   func(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter))
}

// Status answers with a status and GitHub's usual body, and does nothing else.
func Status(status int) Effect {
	return Effect{fmt.Sprintf("status %d", status), func(w http.ResponseWriter, _ *http.Request, _ func(http.ResponseWriter)) {
		fail(w, status, http.StatusText(status), nil)
	}}
}

// RateLimited answers as when the hourly limit is used up.
func RateLimited(retryAfter time.Duration) Effect {
	return Effect{"rate limit", func(w http.ResponseWriter, _ *http.Request, _ func(http.ResponseWriter)) {
		limits(w, retryAfter, 0)
		failWith(w, http.StatusForbidden, "API rate limit exceeded for user ID 1.", limitsPage, nil)
	}}
}

// SecondaryRateLimited answers as when calls come too fast, with status 403 or 429.
func SecondaryRateLimited(status int, retryAfter time.Duration) Effect {
	return Effect{fmt.Sprintf("secondary rate limit %d", status), func(w http.ResponseWriter, _ *http.Request, _ func(http.ResponseWriter)) {
		limits(w, retryAfter, 4321)
		failWith(w, status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
			limitsPage+"#about-secondary-rate-limits", nil)
	}}
}

func limits(w http.ResponseWriter, retryAfter time.Duration, remaining int) {
	const limit = 5000
	header := w.Header()
	header.Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	header.Set("X-RateLimit-Used", strconv.Itoa(limit-remaining))
	header.Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(retryAfter).Unix(), 10))
	header.Set("X-RateLimit-Resource", "core")
}

// Slow answers rightly, but late. A caller that has gone by then changes nothing: the call is not made.
func Slow(delay time.Duration) Effect {
	return Effect{fmt.Sprintf("slow by %s", delay), func(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter)) {
		select {
		case <-time.After(delay):
			serve(w)
		case <-r.Context().Done():
		}
	}}
}

// Reset breaks the connection before anything is done.
func Reset() Effect {
	return Effect{"reset", func(w http.ResponseWriter, _ *http.Request, _ func(http.ResponseWriter)) { reset(w) }}
}

// LoseAnswer does what was asked, and breaks the connection instead of saying so.
func LoseAnswer() Effect {
	return Effect{"answer lost", func(w http.ResponseWriter, _ *http.Request, serve func(http.ResponseWriter)) {
		serve(httptest.NewRecorder())
		reset(w)
	}}
}

// reset sends a RST: with a linger of 0 the kernel throws away what is unsent and does not say goodbye.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // no connection of HTTP/1: the next best thing
	}
	type wrapper interface{ NetConn() net.Conn }
	raw := conn
	if tls, ok := conn.(wrapper); ok {
		raw = tls.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	raw.Close()
}

// copyBody gives a request whose body may be read without taking it from the other readers of r.
func copyBody(r *http.Request) (probe *http.Request, restore func()) {
	body, _ := io.ReadAll(r.Body) // of memory: ServeHTTP has read it
	probe = r.Clone(r.Context())
	probe.Body = io.NopCloser(bytes.NewReader(body))
	return probe, func() { r.Body = io.NopCloser(bytes.NewReader(body)) }
}
