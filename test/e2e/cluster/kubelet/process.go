package kubelet

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/logs"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

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

func containerID() string {
	id := make([]byte, 32)
	rand.Read(id)
	return fmt.Sprintf("%x", id)
}
