// Package netns makes network namespaces and hangs them on a bridge.
package netns

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/thread"

	"github.com/vishvananda/netlink"
	vnetns "github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

// Namespace is a network namespace that an open file keeps: nothing of it is in the file system, so nothing is left there.
type Namespace struct {
	File *os.File
	link string // the end of its cable that is outside; empty until it is connected
}

// New makes a namespace with nothing in it but its loopback interface, which is up.
func New() (*Namespace, error) {
	var file *os.File
	var err error
	thread.Discard(func() {
		if err = unix.Unshare(unix.CLONE_NEWNET); err == nil {
			file, err = os.Open("/proc/thread-self/ns/net")
		}
	})
	if err != nil {
		return nil, fmt.Errorf("make a network namespace: %w", err)
	}
	n := &Namespace{File: file}
	if err := n.loopback(); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *Namespace) loopback() error {
	return n.inside(func(handle *netlink.Handle) error {
		link, err := handle.LinkByName("lo")
		if err != nil {
			return err
		}
		return handle.LinkSetUp(link)
	})
}

func (n *Namespace) inside(do func(*netlink.Handle) error) error {
	handle, err := netlink.NewHandleAt(vnetns.NsHandle(n.File.Fd()))
	if err != nil {
		return fmt.Errorf("network namespace: %w", err)
	}
	defer handle.Close()
	return do(handle)
}

// Cable is what connects a namespace with a bridge outside.
type Cable struct {
	Name    string // of the interface outside
	Bridge  string
	Address netip.Prefix // inside
	Gateway netip.Addr   // where everything else is
}

// Connect lays the cable: a pair of interfaces, "eth0" inside.
func (n *Namespace) Connect(c Cable) error {
	bridge, err := netlink.LinkByName(c.Bridge)
	if err != nil {
		return fmt.Errorf("bridge %q: %w", c.Bridge, err)
	}
	attrs := netlink.NewLinkAttrs()
	attrs.Name, attrs.MasterIndex = c.Name, bridge.Attrs().Index
	pair := &netlink.Veth{LinkAttrs: attrs, PeerName: "eth0", PeerNamespace: netlink.NsFd(n.File.Fd())}
	if err := netlink.LinkAdd(pair); err != nil {
		return fmt.Errorf("add interface %q: %w", c.Name, err)
	}
	n.link = c.Name
	if err := netlink.LinkSetUp(pair); err != nil {
		return fmt.Errorf("set interface %q up: %w", c.Name, err)
	}
	return n.inside(func(handle *netlink.Handle) error {
		link, err := handle.LinkByName("eth0")
		if err != nil {
			return err
		}
		address := &netlink.Addr{IPNet: &net.IPNet{IP: c.Address.Addr().AsSlice(), Mask: net.CIDRMask(c.Address.Bits(), 32)}}
		if err := handle.AddrAdd(link, address); err != nil {
			return fmt.Errorf("give eth0 the address %q: %w", c.Address, err)
		}
		if err := handle.LinkSetUp(link); err != nil {
			return fmt.Errorf("set eth0 up: %w", err)
		}
		if err := handle.RouteAdd(&netlink.Route{LinkIndex: link.Attrs().Index, Gw: c.Gateway.AsSlice()}); err != nil {
			return fmt.Errorf("default route by %q: %w", c.Gateway, err)
		}
		return nil
	})
}

// Close takes the cable away and lets go of the namespace. The kernel removes a namespace some time after the last that held it; the
// cable, which has a name and an address outside, is gone when this returns.
func (n *Namespace) Close() error {
	var errs []error
	if n.link != "" {
		link, err := netlink.LinkByName(n.link)
		if err == nil {
			err = netlink.LinkDel(link)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("remove interface %q: %w", n.link, err))
		}
	}
	return errors.Join(append(errs, n.File.Close())...)
}
