package kubelet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/kubelet/internal/container"
	"github.com/cdk8s-argo-events/test/e2e/kubelet/internal/logs"

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

// launch starts the process. The streams are done when all that it has written is in the log.
func (u *unit) launch(spec container.Spec) (*container.Process, *sync.WaitGroup, error) {
	var restarts int32
	u.change(func() {
		if u.begun {
			u.restarts++
		}
		u.begun = true
		restarts = u.restarts
	})
	log, err := logs.Create(filepath.Join(u.p.k.dir, "log", "pods", u.p.id(), u.spec.Name, fmt.Sprintf("%d.log", restarts)))
	if err != nil {
		return nil, nil, err
	}
	u.change(func() {
		u.before, u.log = u.log, log
		u.id = "process://" + containerID()
		u.ready, u.startedUp = false, false
	})
	var streams sync.WaitGroup
	stdout, err := u.stream(log, "stdout", &streams)
	if err != nil {
		return nil, nil, errors.Join(err, log.Close())
	}
	stderr, err := u.stream(log, "stderr", &streams)
	if err != nil {
		return nil, nil, errors.Join(err, stdout.Close(), log.Close())
	}
	process, err := container.Start(spec, u.p.network.File, stdout, stderr)
	stdout.Close()
	stderr.Close()
	all := &sync.WaitGroup{}
	all.Go(func() {
		streams.Wait()
		log.Close()
	})
	if err != nil {
		all.Wait()
		return nil, nil, err
	}
	u.change(func() {
		u.enter(v1.ContainerState{Running: &v1.ContainerStateRunning{StartedAt: metav1.NewTime(process.Started)}})
		u.process = process
		u.startedUp = u.spec.StartupProbe == nil
		u.ready = u.startedUp && u.spec.ReadinessProbe == nil
	})
	return process, all, nil
}

// stream is a pipe into the log.
func (u *unit) stream(log *logs.File, name string, streams *sync.WaitGroup) (*os.File, error) {
	from, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	streams.Go(func() {
		defer from.Close()
		if err := log.Copy(name, from); err != nil {
			u.p.k.log.Error("a log is not whole", "pod", u.p, "container", u.spec.Name, "error", err)
			io.Copy(io.Discard, from)
		}
	})
	return to, nil
}

// stop asks the process to end, and ends it when its time is over, which may become shorter meanwhile.
func (u *unit) stop(process *container.Process, exited <-chan int, grace func() time.Duration) int {
	begin := time.Now()
	process.Signal(syscall.SIGTERM)
	for {
		changed := u.p.updated.next()
		left := grace() - time.Since(begin)
		if left <= 0 {
			process.Signal(syscall.SIGKILL)
			return <-exited
		}
		select {
		case code := <-exited:
			return code
		case <-time.After(left):
		case <-changed:
		case <-u.p.k.ctx.Done():
		}
	}
}

func (u *unit) finish(process *container.Process, code int) {
	reason := "Completed"
	if code != 0 {
		reason = "Error"
	}
	ended := &v1.ContainerStateTerminated{
		ExitCode: int32(code), Reason: reason, Message: u.terminationMessage(code),
		StartedAt: metav1.NewTime(process.Started), FinishedAt: metav1.Now(),
	}
	u.change(func() {
		ended.ContainerID = u.id
		u.state = v1.ContainerState{Terminated: ended}
		u.process = nil
		u.ready, u.startedUp = u.init && code == 0, false
	})
}

// terminationMessage is what the process has left for its status, or the end of its log if the pod wants that.
func (u *unit) terminationMessage(code int) string {
	const most, mostLines = 4096, 80
	content, err := os.ReadFile(u.terminationLog())
	if err != nil {
		return err.Error()
	}
	if len(content) == 0 && code != 0 && u.spec.TerminationMessagePolicy == v1.TerminationMessageFallbackToLogsOnError {
		var text strings.Builder
		lines := int64(mostLines)
		if err := u.log.Write(context.Background(), &text, logs.Options{Tail: &lines}); err != nil {
			return err.Error()
		}
		content = []byte(text.String())
	}
	return string(content[max(0, len(content)-most):])
}

func (u *unit) dir() string { return filepath.Join(u.p.dir(), "containers", u.spec.Name) }

func (u *unit) terminationLog() string { return filepath.Join(u.dir(), "termination-log") }

func containerID() string {
	id := make([]byte, 32)
	rand.Read(id)
	return fmt.Sprintf("%x", id)
}
