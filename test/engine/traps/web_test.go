package traps

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// web is a server on the loopback interface that notes what it is sent.
type web struct {
	URL      string
	Status   int // of each answer
	Requests []*http.Request
	Bodies   []string
}

func newWeb(t *testing.T, status int) *web {
	w := &web{Status: status}
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		w.Requests = append(w.Requests, request)
		w.Bodies = append(w.Bodies, string(body))
		writer.WriteHeader(w.Status)
	}))
	t.Cleanup(server.Close)
	w.URL = server.URL
	return w
}

// wire stands in for the way from a sensor to the web. It notes each request and answers it, once it has an address that can be asked
// at all; what has not, Go's own transport refuses.
type wire struct {
	Status   int // of each answer
	Requests []string
	Bodies   []string
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Host == "" || request.URL.Scheme != "http" && request.URL.Scheme != "https" {
		return http.DefaultTransport.RoundTrip(request)
	}
	body := []byte{}
	if request.Body != nil {
		body, _ = io.ReadAll(request.Body)
	}
	w.Requests = append(w.Requests, request.URL.String())
	w.Bodies = append(w.Bodies, string(body))
	return &http.Response{StatusCode: w.Status, Body: http.NoBody, Request: request}, nil
}
