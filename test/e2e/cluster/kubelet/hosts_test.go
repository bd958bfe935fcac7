package kubelet

import (
	"net/netip"
	"testing"

	v1 "k8s.io/api/core/v1"
)

func TestHostsFile(t *testing.T) {
	pod := decode[v1.Pod](t, `{metadata: {name: p, namespace: here}, spec: {hostAliases: [{ip: 1.2.3.4, hostnames: [x, z]}]}}`)
	services := []*v1.Service{
		decode[v1.Service](t, `{metadata: {name: a, namespace: here}, spec: {clusterIP: 10.96.0.7}}`),
		decode[v1.Service](t, `{metadata: {name: b, namespace: there}, spec: {clusterIP: 10.96.0.8}}`),
	}
	got := hostsFile(pod, netip.MustParseAddr("10.244.0.9"), map[string]string{"nats": "10.244.0.1", "api.github.com": "192.0.2.10"}, services)
	const want = "127.0.0.1\tlocalhost\n::1\tlocalhost\tip6-localhost\tip6-loopback\n10.244.0.9\tp\n1.2.3.4\tx\tz\n" +
		"192.0.2.10\tapi.github.com\n10.244.0.1\tnats\n" +
		"10.96.0.7\ta.here.svc.cluster.local\ta.here.svc\ta.here\ta\n10.96.0.8\tb.there.svc.cluster.local\tb.there.svc\tb.there\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
