package kubelet

import (
	"cmp"
	"net/netip"
	"slices"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/proxy"
)

// serviceNetwork is what is known of Services and of what is behind them.
type serviceNetwork struct {
	services  map[types.NamespacedName]*v1.Service
	endpoints map[types.NamespacedName]*discovery.EndpointSlice
}

func newServiceNetwork() serviceNetwork {
	return serviceNetwork{map[types.NamespacedName]*v1.Service{}, map[types.NamespacedName]*discovery.EndpointSlice{}}
}

func (k *Kubelet) serviceChanged(service *v1.Service, gone bool) {
	k.mu.Lock()
	set(k.network.services, service, gone)
	for _, p := range k.pods {
		p.services.tell()
	}
	k.setPorts()
	k.mu.Unlock()
}

func (k *Kubelet) endpointSliceChanged(slice *discovery.EndpointSlice, gone bool) {
	k.mu.Lock()
	set(k.network.endpoints, slice, gone)
	k.setPorts()
	k.mu.Unlock()
}

func set[T any, P object[T]](all map[types.NamespacedName]*T, one *T, gone bool) {
	if gone {
		delete(all, nameOf(P(one)))
	} else {
		all[nameOf(P(one))] = one
	}
}

// setPorts is called with the lock held.
func (k *Kubelet) setPorts() {
	if k.stopping {
		return
	}
	if err := k.proxy.Set(k.network.ports()); err != nil {
		k.log.Error("Services cannot be reached", "error", err)
	}
}

// ports are those of all Services but the API server's, which listens at the address itself.
func (n serviceNetwork) ports() proxy.Ports {
	ports := proxy.Ports{}
	for name, service := range n.services {
		address, err := netip.ParseAddr(service.Spec.ClusterIP)
		if err != nil || name == apiService {
			continue
		}
		for _, port := range service.Spec.Ports {
			if port.Protocol == v1.ProtocolTCP {
				ports[netip.AddrPortFrom(address, uint16(port.Port))] = n.backends(name, port.Name)
			}
		}
	}
	return ports
}

var apiService = types.NamespacedName{Namespace: metav1.NamespaceDefault, Name: "kubernetes"}

// backends are the endpoints that are ready; when there is none, those that still serve while they end, as kube-proxy has it.
func (n serviceNetwork) backends(service types.NamespacedName, portName string) []netip.AddrPort {
	var ready, ending []netip.AddrPort
	for _, slice := range n.endpoints {
		if slice.Namespace != service.Namespace || slice.Labels[discovery.LabelServiceName] != service.Name {
			continue
		}
		for _, port := range slice.Ports {
			if port.Port == nil || (port.Name != nil && *port.Name != portName) || (port.Name == nil && portName != "") {
				continue
			}
			for _, endpoint := range slice.Endpoints {
				address, err := netip.ParseAddr(endpoint.Addresses[0])
				if err != nil {
					continue
				}
				at := netip.AddrPortFrom(address, uint16(*port.Port))
				switch c := endpoint.Conditions; {
				case c.Ready == nil || *c.Ready:
					ready = append(ready, at)
				case c.Serving != nil && *c.Serving:
					ending = append(ending, at)
				}
			}
		}
	}
	if len(ready) > 0 {
		return ready
	}
	return ending
}

// serviceList is all Services that have an address, in order.
func (k *Kubelet) serviceList() []*v1.Service {
	k.mu.Lock()
	defer k.mu.Unlock()
	var list []*v1.Service
	for _, service := range k.network.services {
		if _, err := netip.ParseAddr(service.Spec.ClusterIP); err == nil {
			list = append(list, service)
		}
	}
	slices.SortFunc(list, func(a, b *v1.Service) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return list
}
