package kubelet

import (
	"context"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// podChanged is told of every pod of the cluster.
func (k *Kubelet) podChanged(object *v1.Pod, gone bool) {
	k.mu.Lock()
	p := k.pods[object.UID]
	if gone {
		delete(k.binding, object.UID)
	}
	k.mu.Unlock()
	switch {
	case gone && p != nil:
		p.vanish()
	case gone:
	case p != nil:
		p.update(object)
	case object.Spec.NodeName == "":
		k.schedule(object)
	case object.Spec.NodeName != k.node:
	case object.DeletionTimestamp != nil:
		// One of an earlier life of this node, of which nothing runs any more.
		if object.DeletionGracePeriodSeconds == nil || *object.DeletionGracePeriodSeconds > 0 {
			go k.remove(object)
		}
	case !terminal(object.Status.Phase):
		k.run(object)
	}
}

// run starts a worker. Only podChanged calls it, so a pod never has two.
func (k *Kubelet) run(object *v1.Pod) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stopping {
		return
	}
	k.serial++
	p := newPod(k, object, k.serial)
	k.pods[object.UID] = p
	k.workers.Add(2)
	go func() {
		defer k.workers.Done()
		p.run()
	}()
	go func() {
		defer k.workers.Done()
		p.report()
	}()
}

func (k *Kubelet) forget(p *pod) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.pods, p.uid)
}

// remove tells the API server that nothing of a deleted pod runs any more. The pod goes away then, unless something else holds it.
func (k *Kubelet) remove(object *v1.Pod) {
	for k.ctx.Err() == nil && !k.removed(k.ctx, object) {
		pause(k.ctx, retryPause)
	}
}

func (k *Kubelet) removed(ctx context.Context, object *v1.Pod) bool {
	options := metav1.DeleteOptions{GracePeriodSeconds: new(int64), Preconditions: metav1.NewUIDPreconditions(string(object.UID))}
	err := k.client.CoreV1().Pods(object.Namespace).Delete(ctx, object.Name, options)
	if err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return true
	}
	k.log.Warn("delete", "pod", podWords(object), "error", err)
	return false
}

func terminal(phase v1.PodPhase) bool { return phase == v1.PodSucceeded || phase == v1.PodFailed }
