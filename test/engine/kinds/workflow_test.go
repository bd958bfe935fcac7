package kinds

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	argoworkflow "github.com/argoproj/argo-events/pkg/sensors/triggers/argo-workflow"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/fake"
	clienttesting "k8s.io/client-go/testing"
)

// An argo command that notes its arguments, and what it is to submit.
const argo = `#!/bin/sh
printf '%s\n' "$*" > "$NOTES/arguments"
if [ "$3" = submit ] && [ -f "$4" ]; then cp "$4" "$NOTES/submitted"; fi
`

// run executes a trigger of the kind argoWorkflow, as triggerOne in pkg/sensors/listener.go does. It returns the arguments of
// argo, the Workflow that was submitted, the calls of the engine itself, and the error.
func run(t *testing.T, trigger *v1alpha1.Trigger, event string) (arguments, submitted string, calls []string, err error) {
	t.Helper()
	notes := t.TempDir()
	t.Setenv("NOTES", notes)
	t.Setenv("PATH", notes+":/usr/bin:/bin")
	if err := os.WriteFile(filepath.Join(notes, "argo"), []byte(argo), 0o755); err != nil {
		t.Fatal(err)
	}
	sent, err := engine.NewEvent("1", "", "github", "comment", json.RawMessage(event))
	if err != nil {
		t.Fatal(err)
	}
	data, err := engine.Transform(&v1alpha1.EventDependency{}, sent)
	if err != nil {
		t.Fatal(err)
	}
	events := map[string]*v1alpha1.Event{"comment": data}

	workflow := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": map[string]any{"name": "build", "namespace": "events", "labels": map[string]any{"done": "yes"}},
	}}
	resource := schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "workflows"}
	client := fake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), map[schema.GroupVersionResource]string{resource: "WorkflowList"}, workflow)
	// What argo would have submitted.
	client.PrependReactor("list", "workflows", func(clienttesting.Action) (bool, runtime.Object, error) {
		list := &unstructured.UnstructuredList{Object: map[string]any{"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowList"}}
		content, err := os.ReadFile(filepath.Join(notes, "submitted"))
		if err != nil {
			return true, list, nil
		}
		list.Items = make([]unstructured.Unstructured, 1)
		return true, list, json.Unmarshal(content, &list.Items[0].Object)
	})

	sensor := &v1alpha1.Sensor{ObjectMeta: metav1.ObjectMeta{Name: "kinds", Namespace: "events"}}
	one := argoworkflow.NewArgoWorkflowTrigger(nil, client, sensor, trigger, logging.NewArgoEventsLogger())
	object, err := one.FetchResource(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	object, err = one.ApplyResourceParameters(events, object)
	if err != nil {
		t.Fatal(err)
	}
	result, err := one.Execute(context.Background(), events, object)
	if err == nil {
		err = one.ApplyPolicy(context.Background(), result)
	}
	read := func(name string) string {
		content, _ := os.ReadFile(filepath.Join(notes, name))
		return strings.TrimSpace(string(content))
	}
	for _, action := range client.Actions() {
		calls = append(calls, action.GetVerb()+" "+action.GetResource().Resource)
	}
	return read("arguments"), read("submitted"), calls, err
}

func workflowTrigger(operation v1alpha1.ArgoWorkflowOperation, object string, parameters ...v1alpha1.TriggerParameter) *v1alpha1.Trigger {
	source := v1alpha1.NewK8SResource(json.RawMessage(object))
	return &v1alpha1.Trigger{Template: &v1alpha1.TriggerTemplate{
		Name: "act",
		ArgoWorkflow: &v1alpha1.ArgoWorkflowTrigger{
			Operation: operation, Source: &v1alpha1.ArtifactLocation{Resource: &source}, Parameters: parameters,
		},
	}}
}

func named(kind, name string) string {
	return `{"apiVersion": "argoproj.io/v1alpha1", "kind": "` + kind + `", "metadata": {"name": "` + name + `"}}`
}

// The Workflow of our function reaches argo with its own braces and those of the event, and the engine lists what was submitted.
func TestSubmit(t *testing.T) {
	all := load(t)
	for i := range all.Sensor.Spec.Triggers {
		trigger := &all.Sensor.Spec.Triggers[i]
		if trigger.Template.Name != "act-argoworkflow" {
			continue
		}
		trigger.Parameters = nil
		arguments, submitted, calls, err := run(t, trigger, string(all.Data))
		if err != nil || strings.Join(calls, ", ") != "list workflows" {
			t.Errorf("%v, %v", calls, err)
		}
		if !strings.HasPrefix(arguments, "-n ci submit /") || !strings.HasSuffix(arguments, " --priority 1") {
			t.Errorf("argo %s", arguments)
		}
		for _, part := range []string{
			`{"name":"text","value":"a \"text\"\nof {{ two }} lines"},{"name":"constant","value":"3"}`,
			`{"duration":"{{inputs.parameters.x}}{{ .Input }}"}`,
			`"events.argoproj.io/trigger":"act-argoworkflow"`,
		} {
			if !strings.Contains(submitted, part) {
				t.Errorf("%s has no %s", submitted, part)
			}
		}
		return
	}
	t.Error("no trigger of the kind")
}

// argoWorkflow() has no policy for submit: the engine cannot read its own result.
func TestPolicyOfSubmit(t *testing.T) {
	policy := &v1alpha1.TriggerPolicy{K8s: &v1alpha1.K8SResourcePolicy{Labels: map[string]string{"done": "yes"}}}
	submit := workflowTrigger(v1alpha1.Submit, named("Workflow", "build"))
	submit.Policy = policy
	if _, submitted, _, err := run(t, submit, "{}"); submitted == "" || err == nil || err.Error() != "failed to interpret the trigger resource" {
		t.Errorf("submitted %q, %v", submitted, err)
	}
	stop := workflowTrigger(v1alpha1.Stop, named("Workflow", "build"))
	stop.Policy = policy
	if arguments, _, calls, err := run(t, stop, "{}"); err != nil || arguments != "-n events stop build" || calls[0] != "get workflows" {
		t.Errorf("argo %s, %v, %v", arguments, calls, err)
	}
}

// argoWorkflow() has no submit-from: the engine looks for a Workflow with the name of the template.
func TestSubmitFrom(t *testing.T) {
	for kind, argument := range map[string]string{"CronWorkflow": "cronwf/nightly", "WorkflowTemplate": "workflowtemplate/nightly"} {
		arguments, _, _, err := run(t, workflowTrigger(v1alpha1.SubmitFrom, named(kind, "nightly")), "{}")
		if arguments != "-n events submit --from "+argument || err == nil || !strings.Contains(err.Error(), `"nightly" not found`) {
			t.Errorf("argo %s, %v", arguments, err)
		}
	}
	arguments, _, _, err := run(t, workflowTrigger(v1alpha1.SubmitFrom, named("ClusterWorkflowTemplate", "nightly")), "{}")
	if arguments != "" || err == nil || err.Error() != "invalid kind ClusterWorkflowTemplate" {
		t.Errorf("argo %s, %v", arguments, err)
	}
}

// A name that begins with - is an option of argo.
func TestNameFromEvent(t *testing.T) {
	key := v1alpha1.TriggerParameter{Src: &v1alpha1.TriggerParameterSource{DependencyName: "comment", DataKey: "name"}, Dest: "metadata.name"}
	arguments, _, _, _ := run(t, workflowTrigger(v1alpha1.Stop, named("Workflow", ""), key), `{"name": "--selector=a=b"}`)
	if arguments != "-n events stop --selector=a=b" {
		t.Errorf("argo %s", arguments)
	}
}
