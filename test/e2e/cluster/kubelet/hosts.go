package kubelet

import (
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"

	v1 "k8s.io/api/core/v1"
)

// hostsFile is what a pod has as /etc/hosts: itself, the node's fixed names, all Services by each of the names that DNS would know, and
// those of its own namespace by their bare names.
func hostsFile(object *v1.Pod, address netip.Addr, fixed map[string]string, services []*v1.Service) string {
	var lines strings.Builder
	line := func(address string, names ...string) {
		fmt.Fprintf(&lines, "%s\t%s\n", address, strings.Join(names, "\t"))
	}
	line("127.0.0.1", "localhost")
	line("::1", "localhost", "ip6-localhost", "ip6-loopback")
	line(address.String(), hostname(object))
	for _, alias := range object.Spec.HostAliases {
		line(alias.IP, alias.Hostnames...)
	}
	for _, name := range slices.Sorted(maps.Keys(fixed)) {
		line(fixed[name], name)
	}
	for _, service := range services {
		name := service.Name + "." + service.Namespace
		names := []string{name + ".svc.cluster.local", name + ".svc", name}
		if service.Namespace == object.Namespace {
			names = append(names, service.Name)
		}
		line(service.Spec.ClusterIP, names...)
	}
	return lines.String()
}

func hostname(object *v1.Pod) string {
	name := object.Name
	if object.Spec.Hostname != "" {
		name = object.Spec.Hostname
	}
	const longest = 63 // of a label in DNS
	return strings.TrimRight(name[:min(len(name), longest)], "-.")
}

// writeHosts replaces the file as a whole.
func (p *pod) writeHosts() error {
	content := hostsFile(p.object(), p.address.Addr(), p.k.hosts, p.k.serviceList())
	next := filepath.Join(p.sharedDir(), "hosts.next")
	if err := os.WriteFile(next, []byte(content), 0o644); err != nil {
		return err
	}
	return os.Rename(next, filepath.Join(p.sharedDir(), "hosts"))
}

// followServices keeps the file as it should be, as long as the pod runs.
func (p *pod) followServices(done <-chan struct{}) {
	for {
		changed := p.services.next()
		if err := p.writeHosts(); err != nil {
			p.k.log.Error("hosts of a pod", "pod", p, "error", err)
		}
		select {
		case <-done:
			return
		case <-changed:
		}
	}
}
