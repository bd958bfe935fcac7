package sandbox

import (
	"fmt"
	"net"

	"github.com/vishvananda/netlink"
)

// The network of a run. Pods hang on the bridge and reach everything else by their default route, NodeIP: all of it listens in this
// namespace, on addresses of the bridge or of the loopback interface, so nothing is forwarded and no address translated.
const (
	Bridge       = "pods"
	NodeIP       = "10.244.0.1"
	PodRange     = "10.244.0.0/16"
	ServiceRange = "10.96.0.0/16"
	KubernetesIP = "10.96.0.1" // the Service kubernetes.default; the first address of the range is always its
)

// bridgeMAC is set because a bridge without one takes that of a port: it would change as pods come and go, and pods that have the
// old one in their neighbour table would reach nothing for a while.
var bridgeMAC = net.HardwareAddr{0x02, 0x00, 10, 244, 0, 1}

func furnishNetwork() error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("loopback interface: %w", err)
	}
	if err := setUp(loopback, KubernetesIP+"/32"); err != nil {
		return err
	}
	attrs := netlink.NewLinkAttrs()
	attrs.Name, attrs.HardwareAddr = Bridge, bridgeMAC
	bridge := &netlink.Bridge{LinkAttrs: attrs}
	if err := netlink.LinkAdd(bridge); err != nil {
		return fmt.Errorf("add bridge %q: %w", Bridge, err)
	}
	return setUp(bridge, NodeIP+"/16")
}

func setUp(link netlink.Link, address string) error {
	name := link.Attrs().Name
	if err := netlink.LinkSetUp(link); err != nil {
		return fmt.Errorf("set interface %q up: %w", name, err)
	}
	parsed, err := netlink.ParseAddr(address)
	if err != nil {
		return err
	}
	if err := netlink.AddrAdd(link, parsed); err != nil {
		return fmt.Errorf("give interface %q the address %q: %w", name, address, err)
	}
	return nil
}
