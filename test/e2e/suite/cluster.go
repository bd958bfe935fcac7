// Package suite puts the parts together: a control plane, a node, GitHub, Argo Events, and the loops as their documents tell to deploy
// them.
package suite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/history"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

// GitHubToken is what GitHub accepts.
const GitHubToken = "ghp_e2e"

// RedeliveryToken is what GitHub accepts while a scenario redelivers: that of the CronJob, which no other pod has.
const RedeliveryToken = "github_pat_e2e"

// WebhookSecret signs the webhooks.
const WebhookSecret = "a long random text"

// Cluster is a cluster on which the loops run.
type Cluster struct {
	Loops    []Loop // the first is that of dist/
	Dir      string
	Checkout string // what the commands of the documents see as the repository
	Plane    *plane.Plane
	Kubelet  *kubelet.Kubelet
	Client   kubernetes.Interface
	Dynamic  dynamic.Interface
	GitHub   *github.API
	Hooks    map[string]*github.Hook // by repository
	Ledger   *github.Ledger
	IDs      *github.IDs
	Webhook  string // where GitHub posts
	Programs binaries.Set
	History  *history.Watcher

	ownCA  *plane.CA // of the GitHub that the loop rework talks to
	server *github.Server
	stop   context.CancelFunc
	pulls  atomic.Int64
}

// Start starts everything and deploys the loop of dist/ and the others; when it returns, their pods are ready. Close stops all of it,
// also after an error.
func Start(ctx context.Context, dir string, bin binaries.Set, others ...Loop) (*Cluster, error) {
	ctx, stop := context.WithCancel(ctx)
	c := newCluster(dir, bin, stop)
	c.Loops = append([]Loop{Remediation}, others...)
	return c, c.start(ctx, bin)
}

// StartEmpty starts a cluster that has nothing: no kind of Argo Events, no CodeRun, no loop. Its checkout is a folder of the caller's.
func StartEmpty(ctx context.Context, dir string, bin binaries.Set) (*Cluster, error) {
	ctx, stop := context.WithCancel(ctx)
	c := newCluster(dir, bin, stop)
	if err := c.startPlane(ctx, bin, nil); err != nil {
		return c, err
	}
	return c, c.startNode(ctx, bin)
}

func newCluster(dir string, bin binaries.Set, stop context.CancelFunc) *Cluster {
	return &Cluster{
		Dir: dir, Programs: bin, Checkout: filepath.Join(dir, "checkout"), stop: stop,
		Hooks: map[string]*github.Hook{}, Ledger: github.NewLedger(), IDs: github.NewIDs(),
	}
}

func (c *Cluster) start(ctx context.Context, bin binaries.Set) error {
	if err := renderLoops(ctx, c.Rendered("")); err != nil {
		return err
	}
	if err := checkout(c.Rendered("dist"), c.Checkout); err != nil {
		return err
	}
	crds, err := c.writeCRDs(bin)
	if err != nil {
		return err
	}
	if err := c.startPlane(ctx, bin, crds); err != nil {
		return err
	}
	if c.History, err = watch(ctx, c.Loops); err != nil {
		return err
	}
	if err := c.startNode(ctx, bin); err != nil {
		return err
	}
	if err := c.installArgoEvents(ctx, bin); err != nil {
		return err
	}
	if err := c.deploy(ctx); err != nil {
		return err
	}
	if err := c.deployOthers(ctx); err != nil {
		return err
	}
	return c.ready(ctx)
}

// startPlane starts the control plane, and makes the programs that a shell finds.
func (c *Cluster) startPlane(ctx context.Context, bin binaries.Set, crds []string) error {
	if err := link(bin.Kubectl, filepath.Join(c.Dir, "bin/kubectl")); err != nil {
		return err
	}
	if err := c.writeNpx(); err != nil {
		return err
	}
	var err error
	if c.Plane, err = plane.Start(ctx, plane.Options{Dir: filepath.Join(c.Dir, "plane"), Bin: bin, CRDs: crds}); err != nil {
		return err
	}
	config := c.Plane.REST()
	if c.Client, err = kubernetes.NewForConfig(config); err != nil {
		return err
	}
	c.Dynamic, err = dynamic.NewForConfig(config)
	return err
}

// startNode starts GitHub, and the node whose pods reach it.
func (c *Cluster) startNode(ctx context.Context, bin binaries.Set) error {
	if err := c.serveGitHub(ctx); err != nil {
		return err
	}
	var err error
	c.Kubelet, err = c.startKubelet(ctx, bin)
	return err
}

// Close stops everything. What happened stays in the directory.
func (c *Cluster) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var errs []error
	if c.History != nil {
		errs = append(errs, c.dump())
		c.History.Stop()
	}
	if c.Kubelet != nil {
		c.Kubelet.Stop(ctx)
	}
	c.stop()
	if c.server != nil {
		errs = append(errs, c.server.Close())
	}
	if c.Plane != nil {
		c.Plane.Stop()
	}
	return errors.Join(errs...)
}

// Rendered is the folder of a tree that scripts/render-loops.ts has rendered, by its name there.
func (c *Cluster) Rendered(name string) string { return filepath.Join(c.Dir, "loops", name) }

func link(target, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

// Eventually asks until there is no error any more, and gives the last one when the time is over.
func Eventually(ctx context.Context, limit time.Duration, ask func() error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not within %s: %w", limit, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
