package traffic_test

import (
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/cluster/traffic"
)

func TestMain(m *testing.M) { sandbox.Main(m) }

func TestConnectionsAndPackets(t *testing.T) {
	recorder, err := traffic.Record()
	if err != nil {
		t.Fatal(err)
	}
	defer recorder.Stop()
	listener, err := net.Listen("tcp", "127.0.0.1:4001")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for _, target := range []struct{ network, address string }{{"tcp", "127.0.0.1:4001"}, {"udp", "127.0.0.1:4002"}} {
		connection, err := net.Dial(target.network, target.address)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		if _, err := connection.Write([]byte("hello")); err != nil {
			t.Fatal(err)
		}
	}
	if connection, err := net.Dial("tcp", "127.0.0.1:4003"); err == nil {
		connection.Close()
		t.Error("somebody listens at port 4003")
	}
	here := netip.MustParseAddr("127.0.0.1")
	want := []traffic.Flow{
		{Protocol: "TCP", From: here, To: netip.AddrPortFrom(here, 4001)},
		{Protocol: "TCP", From: here, To: netip.AddrPortFrom(here, 4003)}, // one that is refused is an attempt too
		{Protocol: "UDP", From: here, To: netip.AddrPortFrom(here, 4002)},
	}
	deadline := time.Now().Add(5 * time.Second)
	for {
		got := recorder.Flows()
		missing := slices.DeleteFunc(slices.Clone(want), func(flow traffic.Flow) bool { return slices.Contains(got, flow) })
		// The answers of the listener go to other ports, and begin no connection.
		if len(missing) == 0 && len(got) == len(want) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("recorded: %v, want %v", got, want)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
