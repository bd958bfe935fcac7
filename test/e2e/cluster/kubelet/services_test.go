package kubelet

import (
	"net/netip"
	"slices"
	"testing"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
)

func TestBackends(t *testing.T) {
	n := newServiceNetwork()
	set(n.services, decode[v1.Service](t, `
metadata: {name: web, namespace: ns}
spec: {clusterIP: 10.96.0.7, ports: [{name: a, port: 80, protocol: TCP}, {name: b, port: 81, protocol: TCP}, {name: c, port: 82, protocol: UDP}]}`), false)
	set(n.services, decode[v1.Service](t, `{metadata: {name: headless, namespace: ns}, spec: {clusterIP: None, ports: [{port: 80, protocol: TCP}]}}`), false)
	set(n.services, decode[v1.Service](t, `{metadata: {name: kubernetes, namespace: default}, spec: {clusterIP: 10.96.0.1, ports: [{port: 443, protocol: TCP}]}}`), false)
	slice := func(text string) {
		t.Helper()
		set(n.endpoints, decode[discovery.EndpointSlice](t, text), false)
	}
	check := func(port uint16, want ...string) {
		t.Helper()
		var got []string
		for _, at := range n.ports()[netip.AddrPortFrom(netip.MustParseAddr("10.96.0.7"), port)] {
			got = append(got, at.String())
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("port %d: got %q, want %q", port, got, want)
		}
	}
	if len(n.ports()) != 2 {
		t.Errorf("%v", n.ports())
	}
	check(80)
	slice(`
metadata: {name: web-1, namespace: ns, labels: {kubernetes.io/service-name: web}}
ports: [{name: a, port: 8080}, {name: b, port: 8081}]
endpoints:
- {addresses: [10.244.0.2], conditions: {ready: false, serving: true, terminating: true}}
- {addresses: [10.244.0.3], conditions: {ready: false, serving: false}}`)
	check(80, "10.244.0.2:8080")
	slice(`
metadata: {name: web-2, namespace: ns, labels: {kubernetes.io/service-name: web}}
ports: [{name: a, port: 8080}]
endpoints: [{addresses: [10.244.0.4], conditions: {ready: true}}, {addresses: [10.244.0.5]}]`)
	slice(`
metadata: {name: web-3, namespace: other, labels: {kubernetes.io/service-name: web}}
ports: [{name: a, port: 8080}]
endpoints: [{addresses: [10.244.0.6]}]`)
	check(80, "10.244.0.4:8080", "10.244.0.5:8080")
	check(81, "10.244.0.2:8081")
}
