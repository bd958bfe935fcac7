package kubelet

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/logs"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

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

func (u *unit) terminationLog() string { return filepath.Join(u.dir(), "termination-log") }
