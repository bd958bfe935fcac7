package kubelet

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	v1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// report tells the API server how the pod is, whenever that changes, and at last that a deleted pod has ended.
func (p *pod) report() {
	var sent *v1.PodStatus
	removed := false
	for {
		changed := p.status.next()
		p.mu.Lock()
		gone, ended, deleted, object := p.gone, p.ended, p.current.DeletionTimestamp != nil, p.current
		now := p.currentStatus()
		p.mu.Unlock()
		switch {
		case gone && ended:
			p.k.forget(p)
			return
		case gone:
		case sent == nil || !apiequality.Semantic.DeepEqual(*sent, now):
			if !p.send(object, now) {
				pause(p.k.ctx, retryPause)
				if p.k.ctx.Err() != nil {
					return
				}
				continue
			}
			sent = &now
			continue
		case deleted && ended && !removed:
			p.k.remove(object)
			removed = true
		}
		select {
		case <-p.k.ctx.Done():
			return
		case <-changed:
		}
	}
}

// send is false when it is to be tried again.
func (p *pod) send(object *v1.Pod, status v1.PodStatus) bool {
	err := p.k.patchStatus(object, status)
	switch {
	case err == nil:
		return true
	// Another pod has the name, or none; that is told by the watch as well.
	case apierrors.IsNotFound(err), apierrors.IsConflict(err):
		return true
	case apierrors.IsInvalid(err):
		p.k.log.Error("status is refused", "pod", p, "error", err)
		return true
	}
	p.k.log.Warn("status is not reported yet", "pod", p, "error", err)
	return false
}

func (k *Kubelet) patchStatus(object *v1.Pod, status v1.PodStatus) error {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&status)
	if err != nil {
		return err
	}
	// A condition is merged with the one that is there. What it had to say before is to go.
	conditions, _ := fields["conditions"].([]any)
	for _, condition := range conditions {
		for _, field := range []string{"reason", "message"} {
			if c := condition.(map[string]any); c[field] == nil {
				c[field] = nil
			}
		}
	}
	// Addresses would be merged with those that the pod had on this node before it was started anew.
	for _, field := range []string{"podIPs", "hostIPs"} {
		if addresses, ok := fields[field].([]any); ok {
			fields[field] = append(addresses, map[string]any{"$patch": "replace"})
		}
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": object.UID}, "status": fields})
	if err != nil {
		return err
	}
	_, err = k.client.CoreV1().Pods(object.Namespace).Patch(k.ctx, object.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

// currentStatus is called with the lock held.
func (p *pod) currentStatus() v1.PodStatus {
	start := metav1.NewTime(p.started)
	status := v1.PodStatus{
		StartTime: &start,
		HostIP:    p.k.nodeIP.String(),
		HostIPs:   []v1.HostIP{{IP: p.k.nodeIP.String()}},
	}
	if p.ip != "" {
		status.PodIP = p.ip
		status.PodIPs = []v1.PodIP{{IP: status.PodIP}}
	}
	for _, u := range p.units {
		if u.init {
			status.InitContainerStatuses = append(status.InitContainerStatuses, u.status())
		} else {
			status.ContainerStatuses = append(status.ContainerStatuses, u.status())
		}
	}
	status.Phase = p.phase()
	if p.failure != nil {
		status.Reason, status.Message = p.failure.reason, p.failure.message
	}
	p.condition(v1.PodReadyToStartContainers, p.ip != "" && !p.ended, "", "")
	p.condition(v1.PodInitialized, p.initialized(), "ContainersNotInitialized", unready("incomplete", status.InitContainerStatuses))
	ready, reason, message := p.isReady(status)
	p.condition(v1.ContainersReady, ready, reason, message)
	p.condition(v1.PodReady, ready, reason, message)
	for _, kind := range []v1.PodConditionType{v1.PodReadyToStartContainers, v1.PodInitialized, v1.ContainersReady, v1.PodReady} {
		status.Conditions = append(status.Conditions, p.conditions[kind])
	}
	return status
}

// status is called with the lock held.
func (u *unit) status() v1.ContainerStatus {
	startedUp := u.startedUp
	return v1.ContainerStatus{
		Name: u.spec.Name, Image: u.spec.Image, ImageID: u.imageID, ContainerID: u.id, State: u.state, LastTerminationState: u.last,
		RestartCount: u.restarts, Ready: u.ready, Started: &startedUp,
	}
}

// phase is called with the lock held.
func (p *pod) phase() v1.PodPhase {
	policy := p.current.Spec.RestartPolicy
	never := func() bool { return p.ended || policy == v1.RestartPolicyNever }
	if p.failure != nil {
		return v1.PodFailed
	}
	for _, u := range p.units {
		switch ended := u.state.Terminated; {
		case !u.init || (ended != nil && ended.ExitCode == 0):
		case ended != nil && never():
			return v1.PodFailed
		case p.ended:
			return v1.PodFailed
		default:
			return v1.PodPending
		}
	}
	var waiting, running, succeeded, failed int
	for _, u := range p.units {
		switch {
		case u.init:
		case u.state.Running != nil:
			running++
		case u.state.Terminated != nil && u.state.Terminated.ExitCode == 0:
			succeeded++
		case u.state.Terminated != nil, u.last.Terminated != nil:
			failed++
		default:
			waiting++
		}
	}
	switch {
	case p.ended && waiting+failed > 0:
		return v1.PodFailed
	case p.ended:
		return v1.PodSucceeded
	case waiting > 0:
		return v1.PodPending
	case running > 0 || policy == v1.RestartPolicyAlways:
		return v1.PodRunning
	case failed == 0:
		return v1.PodSucceeded
	case policy == v1.RestartPolicyNever:
		return v1.PodFailed
	}
	return v1.PodRunning
}

// initialized is called with the lock held.
func (p *pod) initialized() bool {
	return !slices.ContainsFunc(p.units, func(u *unit) bool { return u.init && (u.state.Terminated == nil || u.state.Terminated.ExitCode != 0) })
}

// isReady is called with the lock held.
func (p *pod) isReady(status v1.PodStatus) (ready bool, reason, message string) {
	switch status.Phase {
	case v1.PodSucceeded:
		return false, "PodCompleted", ""
	case v1.PodFailed:
		return false, "PodFailed", ""
	}
	message = unready("unready", status.ContainerStatuses)
	return message == "", "ContainersNotReady", message
}

func unready(how string, all []v1.ContainerStatus) string {
	var names []string
	for _, status := range all {
		if !status.Ready {
			names = append(names, status.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("containers with %s status: %v", how, names)
}

// condition is called with the lock held. It says since when a condition is what it is; the reason is why it is false.
func (p *pod) condition(kind v1.PodConditionType, holds bool, reason, message string) {
	next := v1.PodCondition{Type: kind, Status: v1.ConditionFalse, Reason: reason, Message: message}
	if holds {
		next = v1.PodCondition{Type: kind, Status: v1.ConditionTrue}
	}
	next.LastTransitionTime = metav1.NewTime(time.Now())
	if before := p.conditions[kind]; before.Status == next.Status {
		next.LastTransitionTime = before.LastTransitionTime
	}
	p.conditions[kind] = next
}
