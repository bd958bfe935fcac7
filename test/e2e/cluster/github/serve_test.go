package github

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
)

// borrowed gives a certificate for example.com, and a client that trusts it.
func borrowed(t *testing.T) (tls.Certificate, *http.Client) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	return server.TLS.Certificates[0], server.Client()
}

func post(ctx context.Context, t *testing.T, by *http.Client, s *Server) (*http.Response, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, "POST", "https://"+s.Addr().String()+labelsPath, strings.NewReader(`["x"]`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", token)
	response, err := by.Do(request)
	if err == nil {
		response.Body.Close()
	}
	return response, err
}

func TestServe(t *testing.T) {
	certificate, by := borrowed(t)
	a := New(Options{Authorization: token})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, err := a.Serve(ctx, "127.0.0.1:0", certificate)
	if err != nil {
		t.Fatal(err)
	}
	response, err := post(t.Context(), t, by, s)
	if err != nil || response.StatusCode != 200 || response.ProtoMajor != 1 {
		t.Fatalf("%+v, %v", response, err)
	}
	a.Inject(Fault{Times: 1, Effect: Reset()})
	if _, err := post(t.Context(), t, by, s); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the caller sees %v, want a reset", err)
	}
	if _, err := post(t.Context(), t, http.DefaultClient, s); err == nil {
		t.Error("a caller that does not know the certificate was answered")
	}
	if _, err := a.Serve(ctx, s.Addr().String(), certificate); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("twice at one address: %v", err)
	}
}

// GitHub goes away and comes back, at the same address.
func TestServeAgain(t *testing.T) {
	certificate, by := borrowed(t)
	a := New(Options{Authorization: token})
	s, err := a.Serve(t.Context(), "127.0.0.1:0", certificate)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := post(t.Context(), t, by, s); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("the caller sees %v, want a refused connection", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s, err = a.Serve(ctx, s.Addr().String(), certificate)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := post(t.Context(), t, by, s); err != nil || response.StatusCode != 200 {
		t.Errorf("%+v, %v", response, err)
	}
	cancel()
	<-s.done
	if _, err := post(t.Context(), t, by, s); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("after the context has ended the caller sees %v, want a refused connection", err)
	}
}
