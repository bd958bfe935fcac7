package policies

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"
)

var (
	configMaps = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	events     = schema.GroupVersionResource{Version: "v1", Resource: "events"}
	jobs       = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	codeRuns   = schema.GroupVersionResource{Group: "cto.5dlabs.com", Version: "v1alpha1", Resource: "coderuns"}
	agentRuns  = schema.GroupVersionResource{Group: "agents.example.com", Version: "v2", Resource: "agentruns"}
	policies   = schema.GroupVersionResource{Group: "admissionregistration.k8s.io", Version: "v1", Resource: "validatingadmissionpolicies"}
	bindings   = schema.GroupVersionResource{Group: "admissionregistration.k8s.io", Version: "v1", Resource: "validatingadmissionpolicybindings"}
)

// The accounts, as users of the API server.
const (
	sensor    = "system:serviceaccount:github-webhooks:argo-events-sa"
	canceller = "system:serviceaccount:agent-platform:remediation-cancel"
	resync    = "system:serviceaccount:agent-platform:remediation-resync"
	janitor   = "system:serviceaccount:agent-platform:remediation-janitor"
	watcher   = "system:serviceaccount:github-webhooks:remediation-state"
	watchdog  = "system:serviceaccount:github-webhooks:remediation-watchdog"
	dedicated = "system:serviceaccount:github-webhooks:rework"
)

// The agent namespaces of the loops: that of the task, and those of scripts/render-loops.ts.
const (
	platform = "agent-platform"
	rework   = "rework-agents"
	agents   = "web-agents"
	closed   = "closed-agents" // policies.otherConfigMaps: false, and what a cluster adds is named
	open     = "open-agents"   // policies.otherJobs: true
	built    = "built-agents"  // the task's CodeRun with changes, other agents that are cancelled, and closed pull requests
)

func TestMain(m *testing.M) { sandbox.Main(m) }

// root is the repository.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../..")
}

// rendered is where scripts/render-loops.ts puts what it renders.
func rendered() string { return filepath.Join(sandbox.Dir(), "loops") }

// render renders the trees, once.
var render = sync.OnceValue(func() error {
	command := exec.Command(filepath.Join(root(), "node_modules/.bin/tsx"), "scripts/render-loops.ts", rendered())
	command.Dir = root()
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, out)
	}
	return nil
})

// cluster is a control plane on which the loops are applied, without anything that runs them.
type cluster struct {
	*plane.Plane
	admin dynamic.Interface
}

// theCluster is shared by the tests: each takes tasks of its own.
var theCluster = sync.OnceValues(func() (*cluster, error) { return start(context.Background()) })

func newCluster(t testing.TB) *cluster {
	t.Helper()
	c, err := theCluster()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func start(ctx context.Context) (*cluster, error) {
	bin, err := binaries.Ensure(ctx)
	if err != nil {
		return nil, err
	}
	if err := render(); err != nil {
		return nil, err
	}
	p, err := plane.Start(ctx, plane.Options{Dir: filepath.Join(sandbox.Dir(), "plane"), Bin: bin, CRDs: []string{
		filepath.Join(rendered(), "dist/infra/gitops/prerequisites/cluster/coderuns.cto.5dlabs.com-customresourcedefinition.yaml"),
		filepath.Join(root(), "test/e2e/suite/testdata/agentruns.agents.example.com.yaml"),
	}})
	if err != nil {
		return nil, err
	}
	admin, err := dynamic.NewForConfig(p.REST())
	if err != nil {
		return nil, err
	}
	c := &cluster{p, admin}
	for _, namespace := range []string{sensors, platform, rework, agents, closed, open, built} {
		if err := c.apply(ctx, []byte("{apiVersion: v1, kind: Namespace, metadata: {name: "+namespace+"}}")); err != nil {
			return nil, err
		}
	}
	trees := []string{filepath.Join(rendered(), "dist/infra/gitops/resources")}
	for _, loop := range []string{"rework", "agents", "closed", "open", "built"} {
		trees = append(trees, filepath.Join(rendered(), loop))
	}
	for _, tree := range trees {
		if err := c.applyTree(ctx, tree); err != nil {
			return nil, err
		}
	}
	return c, c.settled(ctx)
}

// elsewhere are the ends of the names of files whose kinds have no place here: sensors and event sources without their engine, and what
// the External Secrets Operator acts on.
var elsewhere = []string{"-sensor.yaml", "-eventsource.yaml", "-externalsecret.yaml", "-githubaccesstoken.yaml"}

// applyTree applies what is of Kubernetes itself. The monitoring has no place without its operator.
func (c *cluster) applyTree(ctx context.Context, tree string) error {
	return filepath.WalkDir(tree, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "monitoring" {
			return filepath.SkipDir
		}
		isElsewhere := func(end string) bool { return strings.HasSuffix(path, end) }
		if err != nil || entry.IsDir() || slices.ContainsFunc(elsewhere, isElsewhere) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := c.apply(ctx, content); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
}

func (c *cluster) apply(ctx context.Context, content []byte) error {
	object := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(content, object); err != nil {
		return err
	}
	resource := resourceOf(object)
	var client dynamic.ResourceInterface = c.admin.Resource(resource)
	if namespace := object.GetNamespace(); namespace != "" {
		client = c.admin.Resource(resource).Namespace(namespace)
	}
	_, err := client.Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: "test", Force: true})
	return err
}

func resourceOf(object *unstructured.Unstructured) schema.GroupVersionResource {
	kind := object.GroupVersionKind()
	plural := strings.ToLower(kind.Kind) + "s"
	if strings.HasSuffix(kind.Kind, "Policy") {
		plural = strings.TrimSuffix(strings.ToLower(kind.Kind), "y") + "ies"
	}
	return kind.GroupVersion().WithResource(plural)
}

// settled waits until the API server judges by all policies, which it learns of a moment after they are stored. It learns of them in
// order and takes them up together: when it judges by one that was applied last, it judges by all.
func (c *cluster) settled(ctx context.Context) error {
	const last = `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: last}, spec: {
		matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]},
		matchConditions: [{name: last, expression: "object.metadata.name == 'last'"}],
		validations: [{expression: "false"}]}}`
	const binding = `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: last},
		spec: {policyName: last, validationActions: [Deny]}}`
	for _, content := range []string{last, binding} {
		if err := c.apply(ctx, []byte(content)); err != nil {
			return err
		}
	}
	probe := object("{apiVersion: v1, kind: ConfigMap, metadata: {name: last, namespace: default}}")
	err := wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, 30*time.Second, true, func(ctx context.Context) (bool, error) {
		_, err := c.admin.Resource(configMaps).Namespace("default").Create(ctx, probe, dryRun)
		return refusal(err) != "", nil
	})
	if err != nil {
		return fmt.Errorf("the API server does not judge by a policy after half a minute: %w", err)
	}
	return nil
}

// client is a user of the API server, with the rights of its Roles.
func (c *cluster) client(user string) dynamic.Interface {
	return c.impersonate(rest.ImpersonationConfig{UserName: user})
}

// mighty is a user with every right, so that nothing but a policy refuses what it writes.
func (c *cluster) mighty(user string) dynamic.Interface {
	return c.impersonate(rest.ImpersonationConfig{UserName: user, Groups: []string{"system:masters"}})
}

func (c *cluster) impersonate(who rest.ImpersonationConfig) dynamic.Interface {
	config := c.REST()
	config.Impersonate = who
	return dynamic.NewForConfigOrDie(config)
}

// A dry run goes through admission and stores nothing.
var dryRun = metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}

var denied = regexp.MustCompile(`ValidatingAdmissionPolicy '([^']*)' with binding '[^']*' denied request: (.*)$`)

// refusal is "<policy>: <message>" when a policy refused a request, and empty when it went through or failed for another reason.
func refusal(err error) string {
	if err == nil {
		return ""
	}
	if found := denied.FindStringSubmatch(err.Error()); found != nil {
		return found[1] + ": " + found[2]
	}
	return ""
}

// object reads YAML.
func object(text string) *unstructured.Unstructured {
	parsed := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &parsed.Object); err != nil {
		panic(fmt.Sprintf("%v in %s", err, text))
	}
	return parsed
}

// eventually waits for what has to come.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	err := wait.PollUntilContextTimeout(t.Context(), 10*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
		return holds(), nil
	})
	if err != nil {
		t.Fatalf("%s: not within a minute", what)
	}
}
