package kubelet

import (
	"os"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
)

func TestMain(m *testing.M) {
	Init()
	if os.Args[0] == workload {
		os.Exit(work(os.Args[1:]))
	}
	sandbox.Main(m)
}
