package kubelet

import (
	"net/netip"
	"slices"
	"testing"
)

func TestPool(t *testing.T) {
	p, err := newPool("10.0.0.0/29", "10.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	take := func() {
		t.Helper()
		address, err := p.take()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, address.String())
	}
	for range 3 {
		take()
	}
	p.giveBack(netip.MustParseAddr("10.0.0.3"))
	for range 3 {
		take()
	}
	if want := []string{"10.0.0.2/29", "10.0.0.3/29", "10.0.0.4/29", "10.0.0.5/29", "10.0.0.6/29", "10.0.0.3/29"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if address, err := p.take(); err == nil {
		t.Errorf("%s was taken twice", address)
	}
}
