package kubelet

import (
	"slices"

	"k8s.io/apimachinery/pkg/labels"
)

// Running names the pods that have containers running on this node, whether an API server is there to tell or not.
func (k *Kubelet) Running(namespace string, selector labels.Selector) []string {
	var names []string
	for _, p := range k.snapshot() {
		if p.namespace == namespace && selector.Matches(labels.Set(p.object().Labels)) && len(p.processes()) > 0 {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return names
}
