package history

import (
	"path/filepath"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
)

func TestMain(m *testing.M) { sandbox.Main(m) }

// etcdAddress is where a plane has its etcd.
const etcdAddress = "127.0.0.1:2379"

var etcd = Etcd{Endpoints: []string{etcdAddress}}

// started is a control plane that ends with the test. Only one can run at a time: it takes fixed ports.
func started(t *testing.T) *plane.Plane {
	t.Helper()
	set, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := plane.Start(t.Context(), plane.Options{Dir: filepath.Join(sandbox.Dir(), t.Name()), Bin: set})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}
