package kubelet

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/netns"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

const sigkill = syscall.SIGKILL

// Why a pod ends before its containers do.
var (
	errDeleted  = errors.New("the pod is deleted")
	errDeadline = errors.New("Pod was active on the node longer than the specified deadline")
	errStopped  = errors.New("the node stops")
)

// pod is one that runs here, or whose containers have ended and whose logs can still be read.
type pod struct {
	k               *Kubelet
	serial          int
	uid             types.UID
	namespace, name string
	references      map[reference]bool
	volumes         []*volume
	address         netip.Prefix // while it has a network
	network         *netns.Namespace

	data     notice // a Secret or ConfigMap, or what the pod says of itself, is another
	updated  notice // the pod is another
	services notice // a Service is another
	status   notice // there is something to report

	ctx context.Context // done when the pod is to end
	end context.CancelCauseFunc

	mu         sync.Mutex
	current    *v1.Pod
	units      []*unit // init containers first
	started    time.Time
	ip         string // empty until it has a network
	failure    *failure
	conditions map[v1.PodConditionType]v1.PodCondition // as they were last
	ended      bool                                    // nothing of it is left but its logs
	gone       bool                                    // the API server has forgotten it
}

// failure is why a pod is Failed whatever its containers are.
type failure struct{ reason, message string }

func newPod(k *Kubelet, object *v1.Pod, serial int) *pod {
	ctx, end := context.WithCancelCause(context.Background())
	p := &pod{
		k: k, serial: serial, uid: object.UID, namespace: object.Namespace, name: object.Name, references: references(object),
		ctx: ctx, end: end, current: object, started: time.Now(), conditions: map[v1.PodConditionType]v1.PodCondition{},
	}
	p.volumes = p.usedVolumes()
	for i, c := range allContainers(object) {
		p.units = append(p.units, newUnit(p, c, i < len(object.Spec.InitContainers)))
	}
	return p
}

func (p *pod) String() string { return podWords(p.object()) }

// object is the pod as the API server has it, as far as it is known.
func (p *pod) object() *v1.Pod {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.current
}

func (p *pod) update(object *v1.Pod) {
	p.mu.Lock()
	before := p.current
	p.current = object
	p.mu.Unlock()
	if object.DeletionTimestamp != nil {
		p.end(errDeleted)
	}
	if !maps.Equal(before.Labels, object.Labels) || !maps.Equal(before.Annotations, object.Annotations) {
		p.data.tell()
	}
	p.updated.tell()
	p.status.tell()
}

func (p *pod) vanish() {
	p.mu.Lock()
	p.gone = true
	p.mu.Unlock()
	p.end(errDeleted)
	p.updated.tell()
	p.status.tell()
}

// run returns when nothing of the pod runs any more.
func (p *pod) run() {
	if p.object().DeletionTimestamp != nil {
		p.end(errDeleted)
	}
	p.live()
	if err := p.release(); err != nil {
		p.k.log.Error("something of a pod is left", "pod", p, "error", err)
	}
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	p.status.tell()
}

func (p *pod) live() {
	if what := unsupported(p.object()); what != "" {
		p.fail("Unsupported", fmt.Sprintf("this node is a stand-in and does not have %s", what))
		return
	}
	if seconds := p.object().Spec.ActiveDeadlineSeconds; seconds != nil {
		timer := time.AfterFunc(time.Duration(*seconds)*time.Second, func() {
			if p.ctx.Err() == nil {
				p.fail(podDeadlineExceededReason, errDeadline.Error())
				p.normal(podDeadlineExceededReason, "%v", errDeadline)
				p.end(errDeadline)
			}
		})
		defer timer.Stop()
	}
	if !p.connect() {
		return
	}
	// What keeps the pod's files up to date ends before they are removed.
	ctx, cancel := context.WithCancel(context.Background())
	var keepers sync.WaitGroup
	defer keepers.Wait()
	defer cancel()
	keepers.Go(func() { p.followServices(ctx.Done()) })
	changed := p.data.next()
	if !p.mountVolumes(p.ctx) {
		return
	}
	keepers.Go(func() { p.refreshVolumes(ctx, changed) })
	p.runContainers()
}

func (p *pod) runContainers() {
	var containers sync.WaitGroup
	defer containers.Wait()
	for _, u := range p.units {
		if !u.init {
			containers.Go(func() { u.run(p.ctx) })
		} else if !u.run(p.ctx) {
			return
		}
	}
}

func (p *pod) fail(reason, message string) {
	p.mu.Lock()
	p.failure = &failure{reason, message}
	p.mu.Unlock()
	p.status.tell()
}

// connect gives the pod its folder, its network and its hosts file.
func (p *pod) connect() bool {
	for p.ctx.Err() == nil {
		err := p.tryConnect()
		if err == nil {
			return true
		}
		p.warn(failedCreatePodSandBox, "Failed to create pod sandbox: %v", err)
		p.k.log.Error("pod without a network", "pod", p, "error", err)
		if err := p.disconnect(); err != nil {
			p.k.log.Error("something of a network is left", "pod", p, "error", err)
		}
		pause(p.ctx, time.Second)
	}
	return false
}

func (p *pod) tryConnect() error {
	if err := os.MkdirAll(p.sharedDir(), 0o755); err != nil {
		return err
	}
	var err error
	if p.address, err = p.k.pool.take(); err != nil {
		return err
	}
	if p.network, err = netns.New(); err != nil {
		return err
	}
	address := p.address.Addr().As4()
	err = p.network.Connect(netns.Cable{
		Name:    fmt.Sprintf("veth%02x%02x", address[2], address[3]),
		Bridge:  sandbox.Bridge,
		Address: p.address,
		Gateway: p.k.nodeIP,
	})
	if err != nil {
		return err
	}
	if err := p.writeHosts(); err != nil {
		return err
	}
	p.mu.Lock()
	p.ip = p.address.Addr().String()
	p.mu.Unlock()
	p.status.tell()
	return nil
}

func (p *pod) disconnect() error {
	var err error
	if p.network != nil {
		err = p.network.Close()
		p.network = nil
	}
	if p.address.IsValid() {
		p.k.pool.giveBack(p.address.Addr())
		p.address = netip.Prefix{}
	}
	return err
}

// release takes away everything but the logs.
func (p *pod) release() error {
	return errors.Join(p.disconnect(), os.RemoveAll(p.dir()))
}

// grace is how long the containers have to end by themselves. A second deletion may make it shorter.
func (p *pod) grace() time.Duration {
	if p.k.ctx.Err() != nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	seconds := int64(30)
	switch {
	case p.gone:
		seconds = 1
	case p.current.DeletionGracePeriodSeconds != nil:
		seconds = max(1, *p.current.DeletionGracePeriodSeconds)
	case p.current.Spec.TerminationGracePeriodSeconds != nil:
		seconds = *p.current.Spec.TerminationGracePeriodSeconds
	}
	return time.Duration(seconds) * time.Second
}

// processes are those of the containers that run.
func (p *pod) processes() []*container.Process {
	p.mu.Lock()
	defer p.mu.Unlock()
	var running []*container.Process
	for _, u := range p.units {
		if u.process != nil {
			running = append(running, u.process)
		}
	}
	return running
}

// id is the pod in names of folders, as kubelets write it.
func (p *pod) id() string { return fmt.Sprintf("%s_%s_%s", p.namespace, p.name, p.uid) }

func (p *pod) dir() string { return filepath.Join(p.k.dir, "pods", p.id()) }

// sharedDir is what each container of the pod has; see [container.Spec].
func (p *pod) sharedDir() string { return filepath.Join(p.dir(), "shared") }
