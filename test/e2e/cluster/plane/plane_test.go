package plane

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

func TestMain(m *testing.M) { sandbox.Main(m) }

// world is a plane and clients of its administrator.
type world struct {
	*Plane
	client  kubernetes.Interface
	dynamic dynamic.Interface
}

// TestPlane has one plane for all: a start takes seconds. The order matters at the end, where its processes are killed and it stops.
func TestPlane(t *testing.T) {
	set, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	p, err := Start(t.Context(), Options{Dir: filepath.Join(sandbox.Dir(), "plane"), Bin: set, CRDs: []string{"testdata"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	t.Logf("ready after %s", time.Since(begin).Round(time.Millisecond))
	w := world{p, kubernetes.NewForConfigOrDie(p.REST()), dynamic.NewForConfigOrDie(p.REST())}
	for _, part := range []struct {
		name string
		test func(*testing.T, world)
	}{
		{"kubectl", testKubectl},
		{"deployment", testDeployment},
		{"quota of a custom resource", testQuota},
		{"RBAC", testRBAC},
		{"admission policy", testAdmissionPolicy},
		{"pods reach the API server", testFromPods},
		{"logs come from the kubelet", testLogs},
		{"audit", testAudit},
		{"audit before the answer", testAuditIsFirst},
		{"JetStream", testJetStream},
		{"kill and start", testKill},
		{"stop and start", testStopOne},
		{"death", testDeath},
		{"stop", testStop},
	} {
		t.Run(part.name, func(t *testing.T) {
			if err := p.Err(); err != nil && part.name != "stop" {
				t.Fatal(err)
			}
			part.test(t, w)
		})
	}
}

func testStop(t *testing.T, w world) {
	if len(running(t, w)) != 4 {
		t.Errorf("before: %q", running(t, w))
	}
	begin := time.Now()
	w.Stop()
	t.Logf("stopped after %s", time.Since(begin).Round(time.Millisecond))
	if left := running(t, w); len(left) != 0 {
		t.Errorf("left: %q", left)
	}
	w.Stop() // as after a start that failed
}

// running are the programs of the plane that run, in all the sandbox.
func running(t *testing.T, w world) []string {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, link := range links {
		if exe, err := os.Readlink(link); err == nil && filepath.Dir(exe) == filepath.Dir(w.bin.Etcd) {
			found = append(found, filepath.Base(exe))
		}
	}
	return found
}

func TestStartFailsWithTheLog(t *testing.T) {
	set, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set.APIServer = set.Etcd // does not know its flags
	begin := time.Now()
	p, err := Start(t.Context(), Options{Dir: filepath.Join(sandbox.Dir(), "broken"), Bin: set})
	if p != nil || err == nil {
		t.Fatalf("%v, %v", p, err)
	}
	for _, part := range []string{"kube-apiserver ended by itself: exit status", "kube-apiserver.log", "flag provided but not defined: -etcd-servers"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("no %q in: %v", part, err)
		}
	}
	if time.Since(begin) > startLimit {
		t.Error("it waited for a process that had ended")
	}
	if left := running(t, world{Plane: &Plane{bin: set}}); len(left) != 0 {
		t.Errorf("left: %q", left)
	}
}

// namespace makes one, with its service account: a pod needs that.
func (w world) namespace(t *testing.T, name string) string {
	t.Helper()
	w.must(t, "create", "namespace", name)
	eventually(t, "a service account in "+name, func(ctx context.Context) bool {
		_, err := w.Kubectl(ctx, "get", "serviceaccount", "-n", name, "default")
		return err == nil
	})
	return name
}

// must runs kubectl.
func (w world) must(t *testing.T, args ...string) string {
	t.Helper()
	out, err := w.Kubectl(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// apply applies YAML on the server's side.
func (w world) apply(t *testing.T, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "objects.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w.must(t, "apply", "--server-side", "-f", file)
}

func eventually(t *testing.T, what string, ok func(context.Context) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for !ok(ctx) {
		select {
		case <-ctx.Done():
			t.Fatalf("not after 30 seconds: %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// refused checks that an error is the API server's refusal, and says this.
func refused(t *testing.T, err error, says string) {
	t.Helper()
	if !(apierrors.IsForbidden(err) || apierrors.IsInvalid(err)) || !strings.Contains(err.Error(), says) {
		t.Errorf("%v, want a refusal that says %q", err, says)
	}
}

func contains(t *testing.T, path, text string) bool {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(content, []byte(text))
}
