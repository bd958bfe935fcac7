package e2e

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/traffic"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	corev1 "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// networkPolicies compares what the rendered policies say with what all pods have done since the cluster started: no network plugin
// enforces them here. The policies are those of the loop rework and of its prerequisites.
func networkPolicies(t *testing.T, w *world) {
	w.sh(t, fmt.Sprintf("cd %s && rm prerequisites/github-webhooks/default-eventbus.yaml && kubectl apply -R -f prerequisites && kubectl diff -R -f prerequisites", w.Rendered("limited")))
	w.sh(t, fmt.Sprintf("kubectl diff -R -f %s", w.Rendered("rework")))
	w.runUpkeep(t, suite.Rework)
	list, err := w.Client.NetworkingV1().NetworkPolicies(metav1.NamespaceAll).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	policies, pods := list.Items, w.podsEver(t)

	selected := map[string]int{}
	for _, pod := range pods {
		var names []string
		for _, policy := range policies {
			if selects(t, policy, pod) {
				names = append(names, policy.Name)
				selected[policy.Name]++
			}
		}
		var want []string
		if name, ok := policyOf[pod.Spec.ServiceAccountName]; ok {
			want = []string{name}
		}
		if !slices.Equal(names, want) {
			t.Errorf("pod %s of the account %q is selected by %q, want %q", pod.Name, pod.Spec.ServiceAccountName, names, want)
		}
	}
	for _, name := range policyOf {
		if selected[name] == 0 {
			t.Errorf("policy %s has selected no pod", name)
		}
	}

	flows := w.traffic.Flows()
	used, limited := map[string]bool{}, 0 // rules, by policy and number
	for _, flow := range flows {
		from, isPod := pods[flow.From]
		if !isPod {
			continue
		}
		for _, policy := range policies {
			if !selects(t, policy, from) {
				continue
			}
			limited++
			allowed := false
			for i, rule := range policy.Spec.Egress {
				if allows(t, rule, flow, pods) {
					allowed, used[fmt.Sprint(policy.Name, i)] = true, true
				}
			}
			if !allowed {
				t.Errorf("%s, of pod %s: policy %s does not allow it", flow, from.Name, policy.Name)
			}
		}
	}
	for _, policy := range policies {
		for i, rule := range policy.Spec.Egress {
			// Names come from /etc/hosts here, and the bus is outside the cluster.
			isDNS := rule.Ports[0].Port.IntVal == 53
			if !isDNS && policy.Name != "eventbus-default" && !used[fmt.Sprint(policy.Name, i)] {
				t.Errorf("policy %s: nobody has used rule %d, to %v", policy.Name, i, rule)
			}
		}
	}
	t.Logf("%d flows, %d of them of pods under a policy", len(flows), limited)

	for _, policy := range policies {
		w.listensOnly(t, policy)
	}
}

// policyOf has the policy of each account whose pods have one.
var policyOf = map[string]string{
	"rework": "rework-sensor", "rework-state": "rework-state", "rework-watchdog": "rework-watchdog", "rework-resync": "rework-resync",
	"rework-janitor": "rework-janitor", "rework-cancel": "rework-cancel", "rework-exporter": "rework-exporter",
	"rework-redelivery":  "rework-redelivery",
	"github-eventsource": "github-eventsource",
}

// runUpkeep runs each CronJob of a loop once: not all have come by themselves.
func (w *world) runUpkeep(t *testing.T, loop suite.Loop) {
	t.Helper()
	for name, namespace := range map[string]string{
		loop.Name.Resync(): loop.AgentNamespace, loop.Name.Janitor(): loop.AgentNamespace, loop.Name.Watchdog(): suite.SensorNamespace,
	} {
		w.sh(t, fmt.Sprintf("kubectl create job %s-once -n %s --from=cronjob/%s && kubectl wait job/%s-once -n %s --for=condition=complete --timeout=60s", name, namespace, name, name, namespace))
	}
}

// podsEver are all pods that had an address, by that. None had the address of another.
func (w *world) podsEver(t *testing.T) map[netip.Addr]*corev1.Pod {
	t.Helper()
	pods := map[netip.Addr]*corev1.Pod{}
	for _, version := range w.History.Record().Of(schema.GroupResource{Resource: "pods"}) {
		pod := &corev1.Pod{}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(version.Object.Object, pod); err != nil {
			t.Fatal(err)
		}
		if address, err := netip.ParseAddr(pod.Status.PodIP); err == nil {
			if other := pods[address]; other != nil && other.UID != pod.UID {
				t.Fatalf("%s and %s had the address %s", pod.Name, other.Name, address)
			}
			pods[address] = pod
		}
	}
	return pods
}

func selects(t *testing.T, policy networking.NetworkPolicy, pod *corev1.Pod) bool {
	t.Helper()
	return policy.Namespace == pod.Namespace && matches(t, &policy.Spec.PodSelector, pod.Labels)
}

func matches(t *testing.T, selector *metav1.LabelSelector, labels map[string]string) bool {
	t.Helper()
	if len(selector.MatchExpressions) > 0 {
		t.Fatalf("this test knows no expressions: %v", selector)
	}
	for key, value := range selector.MatchLabels {
		if labels[key] != value {
			return false
		}
	}
	return true
}

// allows is what a network plugin does, as far as rules for addresses go.
func allows(t *testing.T, rule networking.NetworkPolicyEgressRule, flow traffic.Flow, pods map[netip.Addr]*corev1.Pod) bool {
	t.Helper()
	hasPort := slices.ContainsFunc(rule.Ports, func(port networking.NetworkPolicyPort) bool {
		return string(*port.Protocol) == flow.Protocol && port.Port.IntVal == int32(flow.To.Port())
	})
	return hasPort && (len(rule.To) == 0 || slices.ContainsFunc(rule.To, func(peer networking.NetworkPolicyPeer) bool {
		return peer.IPBlock != nil && netip.MustParsePrefix(peer.IPBlock.CIDR).Contains(flow.To.Addr())
	}))
}

// listensOnly tries all ports of the pods that a policy selects and that run: those that answer are those that the policy opens.
func (w *world) listensOnly(t *testing.T, policy networking.NetworkPolicy) {
	t.Helper()
	var want []int
	for _, rule := range policy.Spec.Ingress {
		for _, port := range rule.Ports {
			want = append(want, int(port.Port.IntVal))
		}
	}
	slices.Sort(want)
	list, err := w.Client.CoreV1().Pods(policy.Namespace).List(t.Context(), metav1.ListOptions{LabelSelector: metav1.FormatLabelSelector(&policy.Spec.PodSelector), FieldSelector: "status.phase=Running"})
	if err != nil {
		t.Fatal(err)
	}
	for _, pod := range list.Items {
		if open := openPorts(pod.Status.PodIP); !slices.Equal(open, want) {
			t.Errorf("pod %s listens on %v, and policy %s opens %v", pod.Name, open, policy.Name, want)
		}
	}
}

// openPorts tries every port of an address.
func openPorts(address string) []int {
	var mu sync.Mutex
	var open []int
	var all sync.WaitGroup
	const parts = 32
	for part := range parts {
		all.Go(func() {
			for port := part + 1; port <= 65535; port += parts {
				connection, err := net.DialTimeout("tcp", net.JoinHostPort(address, strconv.Itoa(port)), time.Second)
				if err != nil {
					continue
				}
				connection.Close()
				mu.Lock()
				open = append(open, port)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(open)
	return open
}
