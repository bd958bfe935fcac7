package kubelet

import (
	"context"
	"fmt"
	"sync"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// watch follows what a node has to know, and returns when it knows all that there is. Pods come last: what they start with is to be as
// the API server has it.
func (k *Kubelet) watch(ctx context.Context) error {
	core := k.client.CoreV1()
	slices := k.client.DiscoveryV1().EndpointSlices("")
	var rest sync.WaitGroup
	rest.Add(4)
	go follow(k.ctx, collection[v1.Service]{
		func(ctx context.Context, o metav1.ListOptions) ([]v1.Service, string, error) {
			list, err := core.Services("").List(ctx, o)
			if err != nil {
				return nil, "", err
			}
			return list.Items, list.ResourceVersion, nil
		}, core.Services("").Watch,
	}, k.serviceChanged, rest.Done)
	go follow(k.ctx, collection[discovery.EndpointSlice]{
		func(ctx context.Context, o metav1.ListOptions) ([]discovery.EndpointSlice, string, error) {
			list, err := slices.List(ctx, o)
			if err != nil {
				return nil, "", err
			}
			return list.Items, list.ResourceVersion, nil
		}, slices.Watch,
	}, k.endpointSliceChanged, rest.Done)
	go follow(k.ctx, collection[v1.Secret]{
		func(ctx context.Context, o metav1.ListOptions) ([]v1.Secret, string, error) {
			list, err := core.Secrets("").List(ctx, o)
			if err != nil {
				return nil, "", err
			}
			return list.Items, list.ResourceVersion, nil
		}, core.Secrets("").Watch,
	}, func(s *v1.Secret, _ bool) { k.referenceChanged(reference{secret, s.Namespace, s.Name}) }, rest.Done)
	go follow(k.ctx, collection[v1.ConfigMap]{
		func(ctx context.Context, o metav1.ListOptions) ([]v1.ConfigMap, string, error) {
			list, err := core.ConfigMaps("").List(ctx, o)
			if err != nil {
				return nil, "", err
			}
			return list.Items, list.ResourceVersion, nil
		}, core.ConfigMaps("").Watch,
	}, func(c *v1.ConfigMap, _ bool) { k.referenceChanged(reference{configMap, c.Namespace, c.Name}) }, rest.Done)
	if err := await(ctx, &rest); err != nil {
		return err
	}
	var pods sync.WaitGroup
	pods.Add(1)
	go follow(k.ctx, collection[v1.Pod]{
		func(ctx context.Context, o metav1.ListOptions) ([]v1.Pod, string, error) {
			list, err := core.Pods("").List(ctx, o)
			if err != nil {
				return nil, "", err
			}
			return list.Items, list.ResourceVersion, nil
		}, core.Pods("").Watch,
	}, k.podChanged, pods.Done)
	return await(ctx, &pods)
}

func await(ctx context.Context, group *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() {
		group.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("the API server has not told what there is: %w", ctx.Err())
	}
}
