package github

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	client "github.com/google/go-github/v84/github"
)

const (
	token      = "Bearer right"
	repository = "5dlabs/cto"
)

// serve starts an API over plain HTTP, for what TLS does not change.
func serve(t *testing.T, o Options) (*API, *httptest.Server) {
	t.Helper()
	o.Authorization = token
	a := New(o)
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	return a, server
}

// octokit is the library that Go programs talk to GitHub with: that it understands an answer says that the answer is GitHub's.
func octokit(t *testing.T, server *httptest.Server, authorization string) *client.Client {
	t.Helper()
	base, err := url.Parse(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	c := client.NewClient(&http.Client{Transport: authorized(authorization)})
	c.BaseURL = base
	return c
}

type authorized string

func (a authorized) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if a != "" {
		r.Header.Set("Authorization", string(a))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// call makes one call by hand and returns status and body.
func call(t *testing.T, server *httptest.Server, method, path, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: authorized(token)}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(content)
}
