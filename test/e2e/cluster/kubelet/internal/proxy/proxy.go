// Package proxy gives the addresses of Services to those who call them: each is an address of this machine, where a listener at each
// port passes connections on.
package proxy

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/vishvananda/netlink"
)

// Ports are where each port of a Service leads. One that leads nowhere has no listener, so the caller is refused, as he is where
// packets are filtered.
type Ports map[netip.AddrPort][]netip.AddrPort

// Proxy holds the addresses and listeners.
type Proxy struct {
	loopback netlink.Link

	mu        sync.Mutex
	addresses map[netip.Addr]bool
	listeners map[netip.AddrPort]*listener
}

// New has no address yet.
func New() (*Proxy, error) {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return nil, fmt.Errorf("loopback interface: %w", err)
	}
	return &Proxy{loopback: loopback, addresses: map[netip.Addr]bool{}, listeners: map[netip.AddrPort]*listener{}}, nil
}

// Set makes these the ports that there are. Connections that are open stay so.
func (p *Proxy) Set(ports Ports) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	wanted := map[netip.Addr]bool{}
	for at := range ports {
		wanted[at.Addr()] = true
	}
	for at, l := range p.listeners {
		if len(ports[at]) == 0 {
			l.socket.Close()
			delete(p.listeners, at)
		}
	}
	for address := range p.addresses {
		if !wanted[address] {
			errs = append(errs, p.take(address))
		}
	}
	for address := range wanted {
		if !p.addresses[address] {
			errs = append(errs, p.give(address))
		}
	}
	for at, backends := range ports {
		if len(backends) > 0 {
			errs = append(errs, p.lead(at, backends))
		}
	}
	return errors.Join(errs...)
}

func (p *Proxy) give(address netip.Addr) error {
	if err := netlink.AddrReplace(p.loopback, addr(address)); err != nil {
		return fmt.Errorf("address %q of a Service: %w", address, err)
	}
	p.addresses[address] = true
	return nil
}

func (p *Proxy) take(address netip.Addr) error {
	if err := netlink.AddrDel(p.loopback, addr(address)); err != nil {
		return fmt.Errorf("address %q of a Service that is gone: %w", address, err)
	}
	delete(p.addresses, address)
	return nil
}

func addr(address netip.Addr) *netlink.Addr {
	return &netlink.Addr{IPNet: &net.IPNet{IP: address.AsSlice(), Mask: net.CIDRMask(address.BitLen(), address.BitLen())}}
}

func (p *Proxy) lead(at netip.AddrPort, backends []netip.AddrPort) error {
	if l, ok := p.listeners[at]; ok {
		l.set(backends)
		return nil
	}
	socket, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(at))
	if err != nil {
		return fmt.Errorf("port of a Service: %w", err)
	}
	l := &listener{socket: socket, backends: backends}
	p.listeners[at] = l
	go l.serve()
	return nil
}

// listener is a port of a Service.
type listener struct {
	socket *net.TCPListener

	mu       sync.Mutex
	backends []netip.AddrPort
}

func (l *listener) set(backends []netip.AddrPort) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.backends = slices.Clone(backends)
}

func (l *listener) choose() netip.AddrPort {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.backends[rand.IntN(len(l.backends))]
}

func (l *listener) serve() {
	for {
		conn, err := l.socket.AcceptTCP()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			go forward(conn, l.choose())
		}
	}
}

func forward(from *net.TCPConn, backend netip.AddrPort) {
	to, err := net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(backend))
	if err != nil {
		reset(from)
		return
	}
	ended := make(chan struct{})
	go func() {
		pass(from, to)
		close(ended)
	}()
	pass(to, from)
	<-ended
	from.Close()
	to.Close()
}

// pass passes on what one side says until it has said all. When it breaks off, so does the other side.
func pass(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		reset(to)
		reset(from)
		return
	}
	to.CloseWrite()
}

func reset(conn *net.TCPConn) {
	conn.SetLinger(0)
	conn.Close()
}
