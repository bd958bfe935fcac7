// Package kubelet is a stand-in for a node: a kubelet, a scheduler, a container runtime, a pod network and kube-proxy, as far as the
// pods of a test need them. Pods are real processes (internal/container) in a network of their own (internal/netns).
//
// What hangs or fails on a real node does so here, with the same words in status and Events. What a pod asks for that there is not, such
// as a volume of a kind that is not one of ours, makes it fail at once and say so (unsupported.go). These differ from a real node:
//
//   - Pauses before a container starts again grow from half a second to 8 seconds, not from 10 seconds to 5 minutes.
//   - An image is the folders of programs of this machine and the files that [Options] says; there is nothing to pull.
//   - Limits of CPU, memory and storage are not enforced, nor are requests counted; use [Kubelet.Usage]. The seccomp profile is that of
//     this process.
//   - There is no storage: a pod with a volume of a claim is never scheduled.
//   - There is no DNS, but /etc/hosts has all Services. A program in Go looks into it again after 5 seconds.
//   - The kubelet's own port serves logs, to anybody.
package kubelet

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/proxy"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/record"
)

// Options of a node.
type Options struct {
	Client kubernetes.Interface
	Dir    string // logs are in log/ and stay, the rest goes with its pod
	Node   string
	Images map[string]Image  // by repository, without tag and digest
	Hosts  map[string]string // addresses by the names that pods know besides those of Services
	CAs    []byte            // PEM: what programs in containers trust
}

// Image is what a container finds besides the programs of this machine.
type Image struct {
	Entrypoint []string
	Files      map[string]string // files of this machine, by path in the container
}

// Kubelet is a node that runs.
type Kubelet struct {
	client    kubernetes.Interface
	dir       string
	node      string
	nodeIP    netip.Addr
	images    map[string]Image
	hosts     map[string]string
	cas       string // path
	recorder  record.EventRecorder
	scheduler record.EventRecorder
	events    record.EventBroadcaster
	log       *slog.Logger
	logFile   *os.File
	pool      *pool
	proxy     *proxy.Proxy
	server    *http.Server

	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup

	mu       sync.Mutex
	stopping bool
	pods     map[types.UID]*pod
	binding  map[types.UID]bool
	serial   int
	network  serviceNetwork
}

// Init makes this process a container when a kubelet started it to be one. It is the first thing that the main function of a program
// with a kubelet has to call.
func Init() { container.Init() }

// Start returns when the node is ready. The context is for the start; [Kubelet.Stop] ends the node.
func Start(ctx context.Context, o Options) (*Kubelet, error) {
	k, err := newKubelet(o)
	if err != nil {
		return nil, fmt.Errorf("kubelet: %w", err)
	}
	if err := k.start(ctx); err != nil {
		k.Stop(ctx)
		return nil, fmt.Errorf("kubelet: %w", err)
	}
	return k, nil
}

func newKubelet(o Options) (*Kubelet, error) {
	images, err := readImages(o.Images)
	if err != nil {
		return nil, err
	}
	logs := filepath.Join(o.Dir, "log")
	if err := os.MkdirAll(logs, 0o755); err != nil {
		return nil, err
	}
	dir, err := filepath.EvalSymlinks(o.Dir)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	cas := filepath.Join(dir, "ca-certificates.crt")
	if err := os.WriteFile(cas, o.CAs, 0o644); err != nil {
		return nil, err
	}
	pool, err := newPool(sandbox.PodRange, sandbox.NodeIP)
	if err != nil {
		return nil, err
	}
	services, err := proxy.New()
	if err != nil {
		return nil, err
	}
	logFile, err := os.Create(filepath.Join(logs, "kubelet.log"))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Kubelet{
		client: o.Client, dir: dir, node: o.Node, nodeIP: netip.MustParseAddr(sandbox.NodeIP), images: images, hosts: o.Hosts, cas: cas,
		log: slog.New(slog.NewTextHandler(logFile, nil)), logFile: logFile,
		pool: pool, proxy: services, ctx: ctx, cancel: cancel,
		pods: map[types.UID]*pod{}, binding: map[types.UID]bool{}, network: newServiceNetwork(),
	}, nil
}

func (k *Kubelet) start(ctx context.Context) error {
	certificate, err := selfSigned(k.nodeIP)
	if err != nil {
		return err
	}
	listener, err := tls.Listen("tcp", netip.AddrPortFrom(k.nodeIP, port).String(), &tls.Config{Certificates: []tls.Certificate{certificate}})
	if err != nil {
		return err
	}
	k.server = &http.Server{Handler: k.handler(), ErrorLog: slog.NewLogLogger(k.log.Handler(), slog.LevelWarn)}
	go k.server.Serve(listener)
	k.startEvents()
	if err := k.register(ctx); err != nil {
		return err
	}
	return k.watch(ctx)
}

// Stop kills all containers and takes their networks and files away. Their logs stay.
func (k *Kubelet) Stop(ctx context.Context) {
	k.mu.Lock()
	k.stopping = true
	for _, p := range k.pods {
		p.end(errStopped)
	}
	k.mu.Unlock()
	k.cancel()
	ended := make(chan struct{})
	go func() {
		k.workers.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	if k.server != nil {
		k.server.Close()
	}
	if k.events != nil {
		k.events.Shutdown()
	}
	if err := k.proxy.Set(nil); err != nil {
		k.log.Error("addresses of Services stay", "error", err)
	}
	k.logFile.Close()
}

// Kill kills the processes of a pod's containers, as a crash does. What follows is for the pod's restart policy to say.
func (k *Kubelet) Kill(namespace, name string) error {
	running, err := k.running(namespace, name)
	if err != nil {
		return err
	}
	var errs []error
	for _, process := range running {
		// One that has ended meanwhile is as dead as it should be.
		if err := process.Signal(sigkill); err != nil && !errors.Is(err, os.ErrProcessDone) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Usage is what the containers of a pod have used since they started.
type Usage struct {
	PeakRSS int64 // bytes: the sum of the most that each process has had
	CPU     time.Duration
}

// Usage counts the containers that run now.
func (k *Kubelet) Usage(namespace, name string) (Usage, error) {
	running, err := k.running(namespace, name)
	if err != nil {
		return Usage{}, err
	}
	var total Usage
	for _, process := range running {
		use, err := process.Usage()
		if err != nil {
			return Usage{}, fmt.Errorf("pod %q in namespace %q: %w", name, namespace, err)
		}
		total.PeakRSS += use.PeakRSS
		total.CPU += use.CPU
	}
	return total, nil
}

func (k *Kubelet) running(namespace, name string) ([]*container.Process, error) {
	p := k.pod(namespace, name)
	if p == nil {
		return nil, fmt.Errorf("no pod %q in namespace %q on this node", name, namespace)
	}
	running := p.processes()
	if len(running) == 0 {
		return nil, fmt.Errorf("no container of pod %q in namespace %q is running", name, namespace)
	}
	return running, nil
}

// pod is the one that has the name now: of several that had it one after another the newest.
func (k *Kubelet) pod(namespace, name string) *pod {
	k.mu.Lock()
	defer k.mu.Unlock()
	var newest *pod
	for _, p := range k.pods {
		if p.namespace == namespace && p.name == name && (newest == nil || p.serial > newest.serial) {
			newest = p
		}
	}
	return newest
}

// snapshot is the pods that there are now.
func (k *Kubelet) snapshot() []*pod {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Collect(maps.Values(k.pods))
}
