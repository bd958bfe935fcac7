package kubelet

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/kubelet/internal/proxy"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
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
	conn, err = net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(at))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); !errors.Is(err, syscall.ECONNRESET) {
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

// What changes while the API server is away is told when it is back, once.
func TestFollow(t *testing.T) {
	config := func(name, uid, version string) v1.ConfigMap {
		return v1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, UID: types.UID(uid), ResourceVersion: version}}
	}
	lists := [][]v1.ConfigMap{
		{config("stays", "1", "1"), config("changes", "2", "1"), config("goes", "3", "1"), config("again", "4", "1")},
		nil, // the server does not answer
		{config("stays", "1", "1"), config("changes", "2", "2"), config("again", "5", "1"), config("new", "6", "1")},
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var told []string
	watches := 0
	follow(ctx, collection[v1.ConfigMap]{
		func(context.Context, metav1.ListOptions) ([]v1.ConfigMap, string, error) {
			list := lists[0]
			lists = lists[1:]
			if list == nil {
				return nil, "", syscall.ECONNREFUSED
			}
			return list, "7", nil
		},
		func(_ context.Context, o metav1.ListOptions) (watch.Interface, error) {
			if o.ResourceVersion != "7" {
				t.Errorf("watched from %q", o.ResourceVersion)
			}
			told = append(told, "watch")
			fake := watch.NewFakeWithChanSize(9, false)
			if watches++; watches == 1 {
				created, changed, deleted := config("seen", "8", "8"), config("seen", "8", "9"), config("seen", "8", "10")
				fake.Add(&created)
				fake.Modify(&changed)
				fake.Delete(&deleted)
				fake.Error(&metav1.Status{})
			} else {
				cancel()
			}
			fake.Stop()
			return fake, nil
		},
	}, func(c *v1.ConfigMap, gone bool) {
		line := c.Name + " " + string(c.UID) + " " + c.ResourceVersion
		if gone {
			line += " gone"
		}
		told = append(told, line)
	}, func() { told = append(told, "synced") })
	for start := 0; start < len(told); { // the order within a list is any
		end := start
		for end < len(told) && told[end] != "watch" && told[end] != "synced" {
			end++
		}
		slices.Sort(told[start:end])
		start = end + 1
	}
	want := []string{
		"again 4 1", "changes 2 1", "goes 3 1", "stays 1 1", "synced", "watch",
		"again 4 1 gone", "again 5 1", "changes 2 2", "goes 3 1 gone", "new 6 1", "seen 8 10 gone", "seen 8 8", "seen 8 9", "watch",
	}
	if !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

func TestLogOptions(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	query := func(text string) url.Values {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
	options, previous, err := logOptions(query("follow=true&timestamps=true&previous=true&tailLines=3&limitBytes=4&sinceSeconds=5"), now)
	if err != nil || !options.Follow || !options.Timestamps || !previous || *options.Tail != 3 || *options.Limit != 4 || !options.Since.Equal(now.Add(-5*time.Second)) {
		t.Errorf("%+v, %t, %v", options, previous, err)
	}
	options, previous, err = logOptions(query(""), now)
	if err != nil || options.Follow || options.Timestamps || previous || options.Tail != nil || options.Limit != nil || !options.Since.IsZero() {
		t.Errorf("%+v, %t, %v", options, previous, err)
	}
	for _, text := range []string{"tailLines=x", "tailLines=-1", "limitBytes=x", "sinceSeconds=x", "sinceTime=yesterday"} {
		if _, _, err := logOptions(query(text), now); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

func TestRestartPolicy(t *testing.T) {
	for _, test := range []struct {
		policy v1.RestartPolicy
		init   bool
		code   int
		want   bool
	}{
		{v1.RestartPolicyAlways, false, 0, true},
		{v1.RestartPolicyAlways, false, 1, true},
		{v1.RestartPolicyAlways, true, 0, false},
		{v1.RestartPolicyAlways, true, 1, true},
		{v1.RestartPolicyOnFailure, false, 0, false},
		{v1.RestartPolicyOnFailure, false, 1, true},
		{v1.RestartPolicyOnFailure, true, 0, false},
		{v1.RestartPolicyNever, false, 0, false},
		{v1.RestartPolicyNever, false, 1, false},
	} {
		u := &unit{p: &pod{current: &v1.Pod{Spec: v1.PodSpec{RestartPolicy: test.policy}}}, init: test.init}
		if got := u.again(test.code); got != test.want {
			t.Errorf("%+v: got %t", test, got)
		}
	}
}

func TestPhase(t *testing.T) {
	ran := func(code int32) v1.ContainerState {
		return v1.ContainerState{Terminated: &v1.ContainerStateTerminated{ExitCode: code}}
	}
	runs := v1.ContainerState{Running: &v1.ContainerStateRunning{}}
	waits := waiting("any", "")
	unitIn := func(init bool, state, last v1.ContainerState) *unit {
		return &unit{init: init, state: state, last: last}
	}
	none := v1.ContainerState{}
	for _, test := range []struct {
		name   string
		policy v1.RestartPolicy
		ended  bool
		units  []*unit
		want   v1.PodPhase
	}{
		{"not begun", v1.RestartPolicyAlways, false, []*unit{unitIn(false, waits, none)}, v1.PodPending},
		{"running", v1.RestartPolicyNever, false, []*unit{unitIn(false, runs, none)}, v1.PodRunning},
		{"one runs, one waits", v1.RestartPolicyNever, false, []*unit{unitIn(false, runs, none), unitIn(false, waits, none)}, v1.PodPending},
		{"one runs, one is done", v1.RestartPolicyNever, false, []*unit{unitIn(false, runs, none), unitIn(false, ran(1), none)}, v1.PodRunning},
		{"done", v1.RestartPolicyOnFailure, false, []*unit{unitIn(false, ran(0), none)}, v1.PodSucceeded},
		{"done, and starts again", v1.RestartPolicyAlways, false, []*unit{unitIn(false, ran(0), none)}, v1.PodRunning},
		{"failed", v1.RestartPolicyNever, false, []*unit{unitIn(false, ran(0), none), unitIn(false, ran(1), none)}, v1.PodFailed},
		{"failed, and starts again", v1.RestartPolicyOnFailure, false, []*unit{unitIn(false, ran(1), none)}, v1.PodRunning},
		{"crash loop", v1.RestartPolicyOnFailure, false, []*unit{unitIn(false, waits, ran(1))}, v1.PodRunning},
		{"init runs", v1.RestartPolicyNever, false, []*unit{unitIn(true, runs, none), unitIn(false, waits, none)}, v1.PodPending},
		{"init failed", v1.RestartPolicyNever, false, []*unit{unitIn(true, ran(1), none), unitIn(false, waits, none)}, v1.PodFailed},
		{"init failed, and starts again", v1.RestartPolicyAlways, false, []*unit{unitIn(true, ran(1), none), unitIn(false, waits, none)}, v1.PodPending},
		{"init done", v1.RestartPolicyNever, false, []*unit{unitIn(true, ran(0), none), unitIn(false, runs, none)}, v1.PodRunning},
		{"ended before it began", v1.RestartPolicyAlways, true, []*unit{unitIn(false, waits, none)}, v1.PodFailed},
		{"ended in its init container", v1.RestartPolicyAlways, true, []*unit{unitIn(true, waits, none), unitIn(false, waits, none)}, v1.PodFailed},
		{"ended well", v1.RestartPolicyAlways, true, []*unit{unitIn(false, ran(0), none)}, v1.PodSucceeded},
		{"ended badly", v1.RestartPolicyAlways, true, []*unit{unitIn(false, ran(0), none), unitIn(false, ran(143), none)}, v1.PodFailed},
	} {
		p := &pod{units: test.units, ended: test.ended, current: &v1.Pod{Spec: v1.PodSpec{RestartPolicy: test.policy}}}
		if got := p.phase(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}
