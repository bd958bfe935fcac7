package main

import (
	"fmt"
	"strings"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// objectWritten is a call of the API server.
type objectWritten struct {
	Kind      string         `json:"kind"` // k8s
	Verb      string         `json:"verb"`
	Resource  string         `json:"resource"`
	Namespace string         `json:"namespace,omitempty"`
	Name      string         `json:"name,omitempty"`
	Patch     string         `json:"patch,omitempty"` // the content type of a patch
	Object    map[string]any `json:"object,omitempty"`
}

// kubernetes is FetchResource, ApplyResourceParameters and Execute of pkg/sensors/triggers/standard-k8s/standard-k8s.go, on a cluster
// that has the object already: a patch or an update of one that is not there creates it.
func kubernetes(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) ([]any, error) {
	template := trigger.Template.K8s
	object, err := objectOf(template.Source, template.Parameters, events)
	if err != nil {
		return nil, err
	}
	resource := triggers.GetGroupVersionResource(object).Resource
	namespace := ""
	if !clusterResources[resource] {
		if namespace = object.GetNamespace(); namespace == "" {
			namespace = sensor.Namespace
		}
	}
	object.SetNamespace(namespace)
	call := objectWritten{Kind: "k8s", Verb: string(template.Operation), Resource: resource, Namespace: namespace, Name: object.GetName(), Object: object.Object}
	switch template.Operation {
	case v1alpha1.Create, "":
		call.Verb = string(v1alpha1.Create)
		label(object, sensor, trigger)
		if call.Name == "" {
			call.Name = object.GetGenerateName() + "*"
		}
	case v1alpha1.Update:
	case v1alpha1.Patch:
		if call.Patch = string(template.PatchStrategy); call.Patch == "" {
			call.Patch = "application/merge-patch+json"
		}
	case v1alpha1.Delete:
		call.Object = nil
	default:
		return nil, fmt.Errorf("unknown operation type %s", template.Operation)
	}
	return []any{call}, nil
}

// clusterResources is the list of standard-k8s.go.
var clusterResources = map[string]bool{"namespaces": true, "nodes": true}

// commandRun is a call of the argo command line.
type commandRun struct {
	Kind      string         `json:"kind"` // argoWorkflow
	Verb      string         `json:"verb"`
	Namespace string         `json:"namespace,omitempty"`
	Name      string         `json:"name"`
	Arguments []string       `json:"arguments"`
	Object    map[string]any `json:"object,omitempty"` // in the file that is submitted
}

// workflow is FetchResource, ApplyResourceParameters and Execute of pkg/sensors/triggers/argo-workflow/argo-workflow.go, with
// "(file)" for the file that it writes.
func workflow(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) ([]any, error) {
	template := trigger.Template.ArgoWorkflow
	object, err := objectOf(template.Source, template.Parameters, events)
	if err != nil {
		return nil, err
	}
	operation := template.Operation
	if operation == "" {
		operation = v1alpha1.Submit
	}
	namespace := object.GetNamespace()
	if namespace == "" {
		namespace = sensor.Namespace
	}
	run := commandRun{Kind: "argoWorkflow", Verb: string(operation), Namespace: namespace, Name: object.GetName()}
	if run.Name == "" && operation != v1alpha1.Submit {
		return nil, fmt.Errorf("failed to execute the workflow %v operation, no name is given", operation)
	}
	if run.Name == "" && object.GetGenerateName() == "" {
		return nil, fmt.Errorf("failed to trigger the workflow, neither name nor generateName is given")
	}
	run.Arguments = []string{"-n", namespace, string(operation), run.Name}
	switch operation {
	case v1alpha1.Submit:
		if run.Name == "" {
			run.Name = object.GetGenerateName() + "*"
		}
		label(object, sensor, trigger)
		run.Object = object.Object
		run.Arguments[3] = "(file)"
	case v1alpha1.SubmitFrom:
		kind := strings.ToLower(object.GetKind())
		if kind == "cronworkflow" {
			kind = "cronwf"
		} else if kind != "workflowtemplate" {
			return nil, fmt.Errorf("invalid kind %s", object.GetKind())
		}
		run.Arguments = []string{"-n", namespace, "submit", "--from", kind + "/" + run.Name}
	case v1alpha1.Resubmit, v1alpha1.Resume, v1alpha1.Retry, v1alpha1.Suspend, v1alpha1.Terminate, v1alpha1.Stop:
	default:
		return nil, fmt.Errorf("unknown operation type %s", operation)
	}
	run.Arguments = append(run.Arguments, template.Args...)
	return []any{run}, nil
}

// label adds the labels of an object that the engine creates.
func label(object *unstructured.Unstructured, sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger) {
	labels := object.GetLabels()
	if labels == nil {
		labels = map[string]string{}
	}
	labels["events.argoproj.io/sensor"] = sensor.Name
	labels["events.argoproj.io/trigger"] = trigger.Template.Name
	labels["events.argoproj.io/action-timestamp"] = "(the time of the call)"
	object.SetLabels(labels)
}

// objectOf is the object of a trigger with its parameters.
func objectOf(source *v1alpha1.ArtifactLocation, parameters []v1alpha1.TriggerParameter, events map[string]*v1alpha1.Event) (*unstructured.Unstructured, error) {
	object, err := triggers.FetchKubernetesResource(source)
	if err != nil {
		return nil, err
	}
	if err := triggers.ApplyResourceParameters(events, parameters, object); err != nil {
		return nil, err
	}
	return object, nil
}
