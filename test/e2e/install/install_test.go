// Package install walks through the pages that tell how to install the loop, on a cluster that has nothing. Each command is run as it
// stands there, or a table says what stands in for it.
package install

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

func TestMain(m *testing.M) {
	kubelet.Init()
	sandbox.Main(m)
}

// person is somebody who installs the loop, with a clone of the repository and a shell whose variables stay.
type person struct {
	*suite.Cluster
	page string // that is read
	env  []string
	gh   *gh
}

// newPerson has an empty cluster and a clone.
func newPerson(t *testing.T, page string) *person {
	t.Helper()
	bin, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := suite.StartEmpty(context.Background(), filepath.Join(sandbox.Dir(), t.Name()), bin)
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := clone(t.Context(), cluster.Checkout); err != nil {
		t.Fatal(err)
	}
	p := &person{Cluster: cluster, page: suite.Root() + page}
	p.gh = newGh(t, p)
	return p
}

// sh runs a command and expects that it succeeds.
func (p *person) sh(t *testing.T, script string) string {
	t.Helper()
	out, err := p.Sh(t.Context(), p.Checkout, script, p.env...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// fails runs a command that has to fail.
func (p *person) fails(t *testing.T, script string) string {
	t.Helper()
	out, err := p.Sh(t.Context(), p.Checkout, script, p.env...)
	if err == nil {
		t.Fatalf("it succeeds: %s\n%s", script, out)
	}
	return out
}

// listening waits until the pods are ready and every trigger has its consumer on the bus.
func (p *person) listening(t *testing.T) {
	t.Helper()
	if err := p.Listening(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// address is where a Service takes webhooks, when it does.
func (p *person) address(t *testing.T, service string) string {
	t.Helper()
	address, err := p.Address(t.Context(), service)
	if err != nil {
		t.Fatal(err)
	}
	p.eventually(t, func() error {
		answer, err := http.Get(address)
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
	return address
}
