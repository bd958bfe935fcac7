package kubelet

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/probe"
	httpprobe "k8s.io/kubernetes/pkg/probe/http"
	tcpprobe "k8s.io/kubernetes/pkg/probe/tcp"
)

// health is what the probes of a process find.
type health struct {
	failed chan unhealthy // the process is to end because of it
	stop   func()
}

// unhealthy names the probe that failed, and how long the process has to end by itself.
type unhealthy struct {
	kind  string
	grace func() time.Duration
}

// watchHealth starts the probes of a process. They do not outlive it, and those that could end it stop when the pod ends anyway.
func (u *unit) watchHealth(podCtx context.Context, process *container.Process) health {
	ctx, cancel := context.WithCancel(context.Background())
	living, cancelLiving := context.WithCancel(podCtx)
	failed := make(chan unhealthy, 2)
	var probes sync.WaitGroup
	probes.Go(func() {
		if startup := u.spec.StartupProbe; startup != nil {
			if !u.probeUntil(living, process, "Startup", startup, failed) {
				return
			}
			u.change(func() { u.startedUp, u.ready = true, u.spec.ReadinessProbe == nil })
		}
		if readiness := u.spec.ReadinessProbe; readiness != nil {
			probes.Go(func() {
				u.probe(ctx, process, "Readiness", readiness, func(ok bool) bool {
					u.change(func() { u.ready = ok })
					return true
				})
			})
		}
		if liveness := u.spec.LivenessProbe; liveness != nil {
			u.probe(living, process, "Liveness", liveness, func(ok bool) bool {
				if !ok {
					failed <- u.unhealthy("liveness", liveness)
				}
				return ok
			})
		}
	})
	return health{failed, func() {
		cancel()
		cancelLiving()
		probes.Wait()
	}}
}

// probeUntil probes until it is decided, and gives whether it went well.
func (u *unit) probeUntil(ctx context.Context, process *container.Process, kind string, p *v1.Probe, failed chan<- unhealthy) bool {
	well := false
	u.probe(ctx, process, kind, p, func(ok bool) bool {
		well = ok
		return false
	})
	if !well && ctx.Err() == nil {
		failed <- u.unhealthy("startup", p)
	}
	return well
}

func (u *unit) unhealthy(kind string, p *v1.Probe) unhealthy {
	return unhealthy{kind, func() time.Duration {
		if p.TerminationGracePeriodSeconds != nil {
			return time.Duration(*p.TerminationGracePeriodSeconds) * time.Second
		}
		return u.p.grace()
	}}
}

// probe probes at the pace of the pod, and tells each time that so many in a row have ended alike as the pod asks for; until that
// returns false.
func (u *unit) probe(ctx context.Context, process *container.Process, kind string, p *v1.Probe, tell func(ok bool) bool) {
	pause(ctx, time.Duration(p.InitialDelaySeconds)*time.Second)
	ticker := time.NewTicker(time.Duration(p.PeriodSeconds) * time.Second)
	defer ticker.Stop()
	row, before := int32(0), false
	for ctx.Err() == nil {
		err := u.probeOnce(ctx, process, p)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			u.p.warn(containerUnhealthy, "%s probe failed: %v", kind, err)
		}
		ok := err == nil
		if row++; ok != before {
			row = 1
		}
		before = ok
		if (ok && row >= p.SuccessThreshold) || (!ok && row >= p.FailureThreshold) {
			if !tell(ok) {
				return
			}
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
}

func (u *unit) probeOnce(ctx context.Context, process *container.Process, p *v1.Probe) error {
	timeout := time.Duration(p.TimeoutSeconds) * time.Second
	address := u.p.address.Addr().String()
	var result probe.Result
	var message string
	var err error
	switch {
	case p.Exec != nil:
		return execProbe(ctx, process, p.Exec.Command, timeout)
	case p.HTTPGet != nil:
		request, requestErr := httpprobe.NewRequestForHTTPGetAction(p.HTTPGet, &u.spec, address, "probe")
		if requestErr != nil {
			return requestErr
		}
		result, message, err = httpprobe.New(false).Probe(request, timeout)
	case p.TCPSocket != nil:
		port, portErr := probe.ResolveContainerPort(p.TCPSocket.Port, &u.spec)
		if portErr != nil {
			return portErr
		}
		if p.TCPSocket.Host != "" {
			address = p.TCPSocket.Host
		}
		result, message, err = tcpprobe.New().Probe(address, port, timeout)
	}
	if err == nil && result != probe.Success && result != probe.Warning {
		err = errors.New(message)
	}
	return err
}

func execProbe(ctx context.Context, process *container.Process, command []string, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	output, err := process.Exec(ctx, command)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%s", output)
	}
	return err
}
