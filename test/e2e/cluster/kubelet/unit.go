package kubelet

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/logs"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Pauses before a container starts again. The first time there is none, as on a real node, and none is remembered of a container that
// has run for long.
const (
	firstBackOff   = 500 * time.Millisecond
	longestBackOff = 8 * time.Second
	forgetBackOff  = time.Minute
)

// unit is a container of a pod, of which several processes may run, one after another.
type unit struct {
	p    *pod
	spec v1.Container
	init bool

	// Held by the pod's lock.
	state, last v1.ContainerState
	restarts    int32
	begun       bool // there was a process
	ready       bool
	startedUp   bool // the startup probe has succeeded, or there is none
	id, imageID string
	process     *container.Process // while it runs
	log, before *logs.File         // of the last process and of the one before it
}

func newUnit(p *pod, spec v1.Container, init bool) *unit {
	reason := "ContainerCreating"
	if init || len(p.current.Spec.InitContainers) > 0 {
		reason = "PodInitializing"
	}
	return &unit{p: p, spec: spec, init: init, state: waiting(reason, "")}
}

func waiting(reason, message string) v1.ContainerState {
	return v1.ContainerState{Waiting: &v1.ContainerStateWaiting{Reason: reason, Message: message}}
}

// change changes what is to be reported.
func (u *unit) change(do func()) {
	u.p.mu.Lock()
	do()
	u.p.mu.Unlock()
	u.p.status.tell()
}

// run runs the container, again and again if the pod wants that, and returns when it has come to its end or the pod is to end. It gives
// whether the last process succeeded.
func (u *unit) run(ctx context.Context) bool {
	var wait time.Duration
	for {
		spec, ok := u.prepare(ctx)
		if !ok {
			return false
		}
		begin := time.Now()
		code := u.execute(ctx, spec)
		if ctx.Err() != nil || !u.again(code) {
			return code == 0
		}
		if time.Since(begin) > forgetBackOff {
			wait = 0
		}
		if wait > 0 {
			message := fmt.Sprintf("back-off %s restarting failed container=%s pod=%s", wait, u.spec.Name, u.p)
			u.p.warn(backOff, "Back-off restarting failed container %s in pod %s", u.spec.Name, u.p)
			u.change(func() { u.enter(waiting("CrashLoopBackOff", message)) })
			pause(ctx, wait)
		}
		wait = min(max(firstBackOff, 2*wait), longestBackOff)
	}
}

// again is the restart policy. An init container that succeeded is done in any case.
func (u *unit) again(code int) bool {
	switch u.p.object().Spec.RestartPolicy {
	case v1.RestartPolicyNever:
		return false
	case v1.RestartPolicyOnFailure:
		return code != 0
	default:
		return !u.init || code != 0
	}
}

// enter is called with the lock held. The state in which a process ended is the last one from now on.
func (u *unit) enter(next v1.ContainerState) {
	if u.state.Terminated != nil {
		u.last = u.state
	}
	u.state = next
}

// execute runs one process and gives its exit code.
func (u *unit) execute(ctx context.Context, spec container.Spec) int {
	process, streams, err := u.launch(spec)
	if err != nil {
		const cannotStart = 128
		u.p.warn(containerFailed, "Error: %v", err)
		ended := &v1.ContainerStateTerminated{ExitCode: cannotStart, Reason: "StartError", Message: err.Error(), FinishedAt: metav1.Now()}
		u.change(func() {
			ended.ContainerID = u.id
			u.enter(v1.ContainerState{Terminated: ended})
		})
		return cannotStart
	}
	u.p.normal(containerStarted, "Started container %s", u.spec.Name)
	exited := make(chan int, 1)
	go func() {
		code := process.Wait()
		streams.Wait()
		exited <- code
	}()
	health := u.watchHealth(ctx, process)
	var code int
	select {
	case code = <-exited:
	case <-ctx.Done():
		u.p.normal(killing, "Stopping container %s", u.spec.Name)
		code = u.stop(process, exited, u.p.grace)
	case unhealthy := <-health.failed:
		u.p.normal(killing, "Container %s failed %s probe, will be restarted", u.spec.Name, unhealthy.kind)
		code = u.stop(process, exited, func() time.Duration { return min(unhealthy.grace(), u.p.grace()) })
	}
	health.stop()
	u.finish(process, code)
	return code
}

func (u *unit) dir() string { return filepath.Join(u.p.dir(), "containers", u.spec.Name) }
