// Package plane runs a real control plane: etcd, kube-apiserver, kube-controller-manager, and NATS beside them. It takes fixed
// addresses and ports, as a sandbox has them for itself.
package plane

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"

	"k8s.io/client-go/rest"
)

// Options of a control plane. CRDs are files, or folders of files, of which the CustomResourceDefinitions are applied before the
// controller manager starts: its parts for quotas, garbage collection and namespaces look for new kinds twice a minute only, and every
// write of a kind with a quota is refused until then.
type Options struct {
	Dir  string
	Bin  binaries.Set
	CRDs []string
}

// Names of the processes.
const (
	Etcd              = "etcd"
	APIServer         = "kube-apiserver"
	ControllerManager = "kube-controller-manager"
	NATS              = "nats"
)

// Plane is a control plane that runs. Everything that it has is in its Dir: log/, pki/, etcd/, jetstream/, kubeconfig.
type Plane struct {
	dir       string
	bin       binaries.Set
	ca        *CA
	tokens    map[string]string // by user
	processes []*Process        // in the order in which they need each other
}

// Start returns when all of it is ready.
func Start(ctx context.Context, o Options) (*Plane, error) {
	p := &Plane{dir: o.Dir, bin: o.Bin, ca: NewCA()}
	if err := p.writeFiles(); err != nil {
		return nil, err
	}
	p.processes = []*Process{p.etcd(), p.apiServer(), p.controllerManager(), p.nats()}
	if err := p.start(ctx, o.CRDs); err != nil {
		p.Stop()
		return nil, err
	}
	return p, nil
}

func (p *Plane) start(ctx context.Context, crds []string) error {
	// Only the controller manager has to wait: the API server asks for etcd until it is there.
	first := []string{Etcd, APIServer, NATS}
	ready := make(chan error, len(first))
	for _, name := range first {
		go func() { ready <- p.Process(name).Start(ctx) }()
	}
	var errs []error
	for range first {
		errs = append(errs, <-ready)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := p.applyCRDs(ctx, crds); err != nil {
		return err
	}
	return p.Process(ControllerManager).Start(ctx)
}

// Stop ends the processes, those first that need others.
func (p *Plane) Stop() {
	for _, process := range slices.Backward(p.processes) {
		if process.Running() {
			process.Stop()
		}
	}
}

// Process is one of the four, by name.
func (p *Plane) Process(name string) *Process {
	for _, process := range p.processes {
		if process.Name == name {
			return process
		}
	}
	panic(fmt.Sprintf("no process %q: there are %q, %q, %q and %q", name, Etcd, APIServer, ControllerManager, NATS))
}

// Err tells of processes that ended by themselves, or by another hand than that of Process. A test that fails while there is an error
// fails because of it.
func (p *Plane) Err() error {
	var errs []error
	for _, process := range p.processes {
		errs = append(errs, process.err())
	}
	return errors.Join(errs...)
}

// REST is how the administrator reaches the API server, without a limit of requests.
func (p *Plane) REST() *rest.Config {
	return &rest.Config{
		Host:            serverURL,
		BearerToken:     p.tokens[admin],
		TLSClientConfig: rest.TLSClientConfig{CAData: p.ca.PEM()},
		QPS:             -1,
	}
}

// Kubeconfig is the path of the administrator's.
func (p *Plane) Kubeconfig() string { return p.path("kubeconfig") }

// CA has issued every certificate, and is what pods find as ca.crt.
func (p *Plane) CA() *CA { return p.ca }

// AuditLog is the path of the log of every request: of reads who and what, of writes also the objects, without managedFields. The API
// server writes a line before it goes on, and never begins another file.
func (p *Plane) AuditLog() string { return p.path("log", "audit.log") }

func (p *Plane) path(parts ...string) string {
	return filepath.Join(append([]string{p.dir}, parts...)...)
}

func (p *Plane) process(name, program string, ready func(context.Context) error, args ...string) *Process {
	return &Process{
		Name: name, command: append([]string{program}, args...), log: p.path("log", name+".log"), ready: ready, grace: 5 * time.Second,
	}
}

func (p *Plane) write(content []byte, parts ...string) error {
	return os.WriteFile(p.path(parts...), content, 0o600)
}
