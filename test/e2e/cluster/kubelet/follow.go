package kubelet

import (
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// retryPause is how long to wait for an API server that does not answer. The informers of client-go wait up to 30 seconds, by which a
// test that kills the server would be longer.
const retryPause = 200 * time.Millisecond

// object is a pointer to one of the API's types.
type object[T any] interface {
	*T
	metav1.Object
	runtime.Object
}

// collection is all objects of a kind.
type collection[T any] struct {
	list  func(context.Context, metav1.ListOptions) (items []T, version string, err error)
	watch func(context.Context, metav1.ListOptions) (watch.Interface, error)
}

// change tells that an object is there as it is now, or that it is gone.
type change[T any] func(object *T, gone bool)

// follow tells every object that there is, and then every change, until ctx is done. Changes that come while the API server is away are
// told when it is back. It calls synced when it has told all that there is for the first time.
func follow[T any, P object[T]](ctx context.Context, c collection[T], tell change[T], synced func()) {
	known := map[types.NamespacedName]*T{}
	for ctx.Err() == nil {
		items, version, err := c.list(ctx, metav1.ListOptions{})
		if err == nil {
			replace[T, P](known, items, tell)
			if synced != nil {
				synced()
				synced = nil
			}
			followFrom[T, P](ctx, c, version, known, tell)
		}
		pause(ctx, retryPause)
	}
}

func replace[T any, P object[T]](known map[types.NamespacedName]*T, items []T, tell change[T]) {
	now := map[types.NamespacedName]*T{}
	for i := range items {
		now[nameOf(P(&items[i]))] = &items[i]
	}
	for name, before := range known {
		if after, ok := now[name]; !ok || P(after).GetUID() != P(before).GetUID() {
			delete(known, name)
			tell(before, true)
		}
	}
	for name, after := range now {
		if before, ok := known[name]; !ok || P(before).GetResourceVersion() != P(after).GetResourceVersion() {
			known[name] = after
			tell(after, false)
		}
	}
}

// followFrom returns when the watch has ended.
func followFrom[T any, P object[T]](ctx context.Context, c collection[T], version string, known map[types.NamespacedName]*T, tell change[T]) {
	w, err := c.watch(ctx, metav1.ListOptions{ResourceVersion: version})
	if err != nil {
		return
	}
	defer w.Stop()
	for event := range w.ResultChan() {
		now, ok := event.Object.(P)
		if !ok { // a status, which says why the watch ends
			return
		}
		name := nameOf(now)
		if event.Type == watch.Deleted {
			delete(known, name)
		} else {
			known[name] = now
		}
		tell(now, event.Type == watch.Deleted)
	}
}

func nameOf(o metav1.Object) types.NamespacedName {
	return types.NamespacedName{Namespace: o.GetNamespace(), Name: o.GetName()}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
