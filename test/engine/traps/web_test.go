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
