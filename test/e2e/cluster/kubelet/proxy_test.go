package kubelet

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/proxy"
)

func TestProxy(t *testing.T) {
	backend, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer backend.Close()
	heard := make(chan string)
	go func() {
		for {
			conn, err := backend.Accept()
			if err != nil {
				return
			}
			all, _ := io.ReadAll(conn)
			heard <- string(all)
			io.WriteString(conn, "answer")
			conn.Close()
		}
	}()
	p, err := proxy.New()
	if err != nil {
		t.Fatal(err)
	}
	at := netip.MustParseAddrPort("10.96.255.1:80")
	apply := func(ports proxy.Ports) {
		t.Helper()
		if err := p.Set(ports); err != nil {
			t.Fatal(err)
		}
	}
	apply(proxy.Ports{at: {netip.MustParseAddrPort(backend.Addr().String())}})
	conn, err := net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(at))
	if err != nil {
		t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(limit))
	// Who has said all can still hear.
	io.WriteString(conn, "question")
	conn.CloseWrite()
	if got := <-heard; got != "question" {
		t.Errorf("%q", got)
	}
	if got, err := io.ReadAll(conn); err != nil || string(got) != "answer" {
		t.Errorf("%q, %v", got, err)
	}

	dead := netip.MustParseAddrPort("127.0.0.1:1")
	apply(proxy.Ports{at: {dead}})
	// The reset may be there before the caller has looked whether he is connected.
	conn, err = net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(at))
	if err == nil {
		_, err = io.ReadAll(conn)
	}
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("of a backend that is dead: %v", err)
	}
	apply(proxy.Ports{at: nil})
	if _, err := net.Dial("tcp", at.String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("of a Service without backends: %v", err)
	}
	if !hasAddress(t, at.Addr().String()) {
		t.Error("no address")
	}
	apply(nil)
	if hasAddress(t, at.Addr().String()) {
		t.Error("the address is left")
	}
}
