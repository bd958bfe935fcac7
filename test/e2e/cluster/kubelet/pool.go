package kubelet

import (
	"fmt"
	"net/netip"
	"sync"
)

// pool hands out addresses. One that was given back comes last, since neighbours may remember who had it.
type pool struct {
	network netip.Prefix
	mu      sync.Mutex
	next    netip.Addr
	used    map[netip.Addr]bool
}

// newPool is of a range without the address of the node.
func newPool(network, node string) (*pool, error) {
	prefix, err := netip.ParsePrefix(network)
	if err != nil {
		return nil, err
	}
	own, err := netip.ParseAddr(node)
	if err != nil {
		return nil, err
	}
	return &pool{network: prefix, next: own.Next(), used: map[netip.Addr]bool{prefix.Masked().Addr(): true, own: true}}, nil
}

func (p *pool) take() (netip.Prefix, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for start := p.next; ; {
		address := p.next
		p.next = address.Next()
		// The last address of the range is for all.
		if !p.network.Contains(p.next) {
			p.next, address = p.network.Masked().Addr(), netip.Addr{}
		}
		if address.IsValid() && !p.used[address] {
			p.used[address] = true
			return netip.PrefixFrom(address, p.network.Bits()), nil
		}
		if p.next == start {
			return netip.Prefix{}, fmt.Errorf("every address of %s is used", p.network)
		}
	}
}

func (p *pool) giveBack(address netip.Addr) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.used, address)
}
