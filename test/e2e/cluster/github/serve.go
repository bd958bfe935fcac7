package github

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// Server is an API that listens.
type Server struct {
	server *http.Server
	addr   net.Addr
	once   sync.Once
	done   chan struct{}
	err    error // of serving, once done is closed
}

// Serve listens at addr, with a certificate for each of its names, and answers there until the context ends or Close is called. When it returns, connections are accepted.
//
// HTTP/2 is off, for there a connection cannot be reset under one call alone.
func (a *API) Serve(ctx context.Context, addr string, certificates ...tls.Certificate) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("stand-in for GitHub: %w", err)
	}
	s := &Server{
		addr: listener.Addr(),
		done: make(chan struct{}),
		server: &http.Server{
			Handler:      a,
			TLSConfig:    &tls.Config{Certificates: certificates, NextProtos: []string{"http/1.1"}},
			TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
			ErrorLog:     log.New(io.Discard, "", 0), // callers that break off are part of the tests
		},
	}
	go func() {
		defer close(s.done)
		if err := s.server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
			s.err = err
		}
	}()
	go func() {
		select {
		case <-ctx.Done():
			s.Close()
		case <-s.done:
		}
	}()
	return s, nil
}

// Addr is where it listens, for an addr with port 0.
func (s *Server) Addr() net.Addr { return s.addr }

// Close breaks all connections. When it returns, new ones are refused, and Serve may listen at the address again.
func (s *Server) Close() error {
	s.once.Do(func() { s.server.Close() })
	<-s.done
	return s.err
}
