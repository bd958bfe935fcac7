package kubelet

import (
	"fmt"
	"time"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// schedule puts a pod on this node, unless its node selector names another or it waits for a volume of a claim. Of what else a scheduler
// weighs, nothing decides where there is one node with room for all.
func (k *Kubelet) schedule(object *v1.Pod) {
	if object.DeletionTimestamp != nil || object.Spec.SchedulerName != v1.DefaultSchedulerName || len(object.Spec.SchedulingGates) > 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.binding[object.UID] || k.stopping {
		return
	}
	k.binding[object.UID] = true
	k.workers.Add(1)
	go func() {
		defer k.workers.Done()
		k.bind(object)
	}()
}

func (k *Kubelet) bind(object *v1.Pod) {
	pods := k.client.CoreV1().Pods(object.Namespace)
	try := func() error {
		if why := k.unfit(object); why != "" {
			return k.refuse(object, why)
		}
		err := pods.Bind(k.ctx, &v1.Binding{
			ObjectMeta: metav1.ObjectMeta{Namespace: object.Namespace, Name: object.Name, UID: object.UID},
			Target:     v1.ObjectReference{Kind: "Node", Name: k.node},
		}, metav1.CreateOptions{})
		if err == nil {
			k.scheduler.Eventf(object, v1.EventTypeNormal, scheduled, "Successfully assigned %s/%s to %s", object.Namespace, object.Name, k.node)
		}
		return err
	}
	for k.ctx.Err() == nil {
		err := try()
		// A conflict: it is bound or has been deleted.
		if err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
			return
		}
		k.log.Warn("bind", "pod", object.Namespace+"/"+object.Name, "error", err)
		pause(k.ctx, retryPause)
	}
}

// unfit says why a pod cannot run here. There is no storage, so a claim is never bound.
func (k *Kubelet) unfit(object *v1.Pod) string {
	if !labels.SelectorFromSet(object.Spec.NodeSelector).Matches(labels.Set(k.nodeLabels())) {
		return fmt.Sprintf("1 node(s) didn't match Pod's node affinity/selector: %v", object.Spec.NodeSelector)
	}
	for _, volume := range object.Spec.Volumes {
		if volume.PersistentVolumeClaim != nil {
			return "pod has unbound immediate PersistentVolumeClaims"
		}
	}
	return ""
}

func (k *Kubelet) refuse(object *v1.Pod, why string) error {
	message := "0/1 nodes are available: " + why
	k.scheduler.Event(object, v1.EventTypeWarning, failedScheduling, message)
	return k.patchStatus(object, v1.PodStatus{Conditions: []v1.PodCondition{{
		Type: v1.PodScheduled, Status: v1.ConditionFalse, Reason: v1.PodReasonUnschedulable, Message: message,
		LastTransitionTime: metav1.NewTime(time.Now()),
	}}})
}
