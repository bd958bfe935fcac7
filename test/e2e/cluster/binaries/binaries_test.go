package binaries_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
)

// The sandbox calls Ensure outside, with a network, so that every program is there when these tests run.
func TestMain(m *testing.M) { sandbox.Main(m) }

func ensure(t *testing.T) binaries.Set {
	t.Helper()
	set, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEveryProgramRuns(t *testing.T) {
	set := ensure(t)
	for path, args := range map[string][]string{
		set.Etcd:              {"--version"},
		set.NATS:              {"--version"},
		set.APIServer:         {"--version"},
		set.ControllerManager: {"--version"},
		set.Kubectl:           {"version", "--client"},
		set.ArgoEvents:        {"--help"},
	} {
		if out, err := exec.Command(path, args...).CombinedOutput(); err != nil {
			t.Errorf("%s %q: %v\n%s", path, args, err, out)
		}
	}
}

func TestTheManifestsAreThere(t *testing.T) {
	set := ensure(t)
	for _, path := range []string{
		filepath.Join(set.ArgoEventsModule, "manifests", "install.yaml"),
		filepath.Join(set.ExternalSecretsModule, "config", "crds", "bases"),
	} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// The versions have to agree, or kubectl warns of the skew.
func TestKubernetesHasItsVersion(t *testing.T) {
	set := ensure(t)
	server, err := exec.Command(set.APIServer, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	client, err := exec.Command(set.Kubectl, "version", "--client", "-o", "json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var version struct {
		ClientVersion struct{ Major, Minor, GitVersion string }
	}
	if err := json.Unmarshal(client, &version); err != nil {
		t.Fatal(err)
	}
	got := version.ClientVersion
	if want := strings.TrimPrefix(strings.TrimSpace(string(server)), "Kubernetes "); got.GitVersion != want {
		t.Errorf("kubectl is %q, kube-apiserver %q", got.GitVersion, want)
	}
	if !strings.HasPrefix(got.GitVersion, "v"+got.Major+"."+got.Minor+".") {
		t.Errorf("major %q and minor %q of %q", got.Major, got.Minor, got.GitVersion)
	}
}

func TestWhatIsHandedOnHasToBeASet(t *testing.T) {
	t.Setenv("E2E_BINARIES", "etcd")
	if _, err := binaries.Ensure(t.Context()); err == nil || !strings.Contains(err.Error(), `E2E_BINARIES is not a set of programs: "etcd"`) {
		t.Error(err)
	}
}
