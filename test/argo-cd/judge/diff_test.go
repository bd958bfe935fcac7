package judge

import (
	"testing"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/go-logr/logr"
	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"
)

// comparer compares as the Application says, as CompareAppState in controller/state.go of Argo CD has it compare.
type comparer func(t *testing.T, target, live *unstructured.Unstructured) *diff.DiffResult

// serverSide is the diff with the annotation ServerSideDiff=true, and structured the one without it.
func (w *world) comparers(t *testing.T) (serverSide, structured comparer) {
	t.Helper()
	control := &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}, OnKubectlRun: func(string) (kube.CleanupFunc, error) { return func() {}, nil }}
	_, parser, err := control.LoadOpenAPISchema(w.config)
	if err != nil {
		t.Fatal(err)
	}
	applier, cleanup, err := control.ManageServerSideDiffDryRuns(w.config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cleanup)
	normalizer, err := normalizers.NewIgnoreNormalizer(w.app.Spec.IgnoreDifferences, nil, normalizers.IgnoreNormalizerOpts{})
	if err != nil {
		t.Fatal(err)
	}
	compare := func(isServerSide bool) comparer {
		return func(t *testing.T, target, live *unstructured.Unstructured) *diff.DiffResult {
			t.Helper()
			result, err := diff.Diff(target.DeepCopy(), live.DeepCopy(),
				diff.WithNormalizer(normalizer), diff.WithGVKParser(parser), diff.WithManager(common.ArgoCDSSAManager), diff.WithStructuredMergeDiff(true),
				diff.WithServerSideDiff(isServerSide), diff.WithServerSideDryRunner(diff.NewK8sServerSideDryRunner(applier)), diff.WithIgnoreMutationWebhook(true))
			if err != nil {
				t.Fatal(err)
			}
			return result
		}
	}
	return compare(true), compare(false)
}

// shown is a difference as a person reads it.
func shown(t *testing.T, result *diff.DiffResult) string {
	t.Helper()
	text := func(content []byte) string {
		out, err := yaml.JSONToYAML(content)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	return cmp.Diff(text(result.NormalizedLive), text(result.PredictedLive))
}

func TestNothingDiffersAfterASync(t *testing.T) {
	w := open(t)
	if got := w.app.Annotations["argocd.argoproj.io/compare-options"]; got != "ServerSideDiff=true" {
		t.Fatalf("the Application compares with %q", got)
	}
	serverSide, structured := w.comparers(t)
	for _, object := range w.deployed() {
		t.Run(object.GetKind()+" "+object.GetName(), func(t *testing.T) {
			live := w.live(t, object)
			if result := serverSide(t, object, live); result.Modified {
				t.Errorf("out of sync:\n%s", shown(t, result))
			}
			// For an Application of somebody who does not have the annotation.
			if result := structured(t, object, live); result.Modified {
				t.Errorf("out of sync without ServerSideDiff=true:\n%s", shown(t, result))
			}
		})
	}
}

// A difference is seen, so that none being found means something.
func TestChangesOfGitDiffer(t *testing.T) {
	w := open(t)
	serverSide, _ := w.comparers(t)
	for _, object := range w.deployed() {
		changed := object.DeepCopy()
		var err error
		switch object.GetKind() {
		case "Sensor":
			err = unstructured.SetNestedField(changed.Object, int64(2), "spec", "revisionHistoryLimit")
		case "CronJob":
			err = unstructured.SetNestedField(changed.Object, "1 1 1 1 1", "spec", "schedule")
		case "Role":
			err = unstructured.SetNestedSlice(changed.Object, nil, "rules")
		case "ValidatingAdmissionPolicy":
			other := map[string]string{"Fail": "Ignore", "Ignore": "Fail"}
			policy, _, _ := unstructured.NestedString(object.Object, "spec", "failurePolicy")
			err = unstructured.SetNestedField(changed.Object, other[policy], "spec", "failurePolicy")
		default:
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if !serverSide(t, changed, w.live(t, object)).Modified {
			t.Errorf("%s %s: its change is not seen", object.GetKind(), object.GetName())
		}
	}
}

// What docs/operate.md tells to do by hand is nothing that Argo CD sets back.
func TestASuspendedCronJobDoesNotDiffer(t *testing.T) {
	w := open(t)
	serverSide, structured := w.comparers(t)
	found := 0
	for _, object := range w.deployed() {
		if object.GetKind() != "CronJob" {
			continue
		}
		found++
		suspend := func(value string) *unstructured.Unstructured {
			patch := []byte(`{"spec":{"suspend":` + value + `}}`)
			live, err := w.resource(t, object).Patch(t.Context(), object.GetName(), types.StrategicMergePatchType, patch, metav1.PatchOptions{FieldManager: "kubectl-patch"})
			if err != nil {
				t.Fatal(err)
			}
			return live
		}
		live := suspend("true")
		for name, compare := range map[string]comparer{"with": serverSide, "without": structured} {
			if result := compare(t, object, live); result.Modified {
				t.Errorf("%s, %s ServerSideDiff=true:\n%s", object.GetName(), name, shown(t, result))
			}
		}
		suspend("false")
	}
	if found != 3 {
		t.Errorf("%d CronJobs, want the resync, the janitor and the watchdog", found)
	}
}
