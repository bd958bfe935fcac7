package history

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// sensorWrite looks at what a trigger of a sensor has written.
func sensorWrite(loop Loop, names names, call Call) string {
	object := answered(call)
	labels := object.GetLabels()
	wrong := func(verbs ...string) string {
		if !slices.Contains(verbs, call.Verb) {
			return fmt.Sprintf("verb %q, allowed: %s", call.Verb, strings.Join(verbs, ", "))
		}
		return ""
	}
	switch call.Resource {
	case configMaps:
		match := names.state.FindStringSubmatch(call.Name)
		if match == nil {
			return fmt.Sprintf("name %q, allowed: %s", call.Name, names.state)
		}
		return first(wrong("create", "patch"), expect(labels, map[string]string{"app": names.app, vocabulary.TaskLabel: match[1]}))
	case loop.CodeRuns:
		match := names.run.FindStringSubmatch(call.Name)
		if match == nil {
			return fmt.Sprintf("name %q, allowed: %s", call.Name, names.run)
		}
		return first(wrong("create", "patch"), expect(labels, labelsOf(match[1], match[2])))
	case jobs:
		match := names.job.FindStringSubmatch(call.Name)
		if match == nil {
			return fmt.Sprintf("name %q, allowed: %s", call.Name, names.job)
		}
		return first(wrong("create"), expect(labels, map[string]string{"app": names.cancel, vocabulary.TaskLabel: match[1], vocabulary.CommentLabel: match[2]}),
			cancelJob(loop, names, match[1], object))
	case coreEvents:
		return first(wrong("create"), announcement(loop, names, object))
	}
	return fmt.Sprintf("resource %q, allowed: configmaps, %s, jobs.batch, events", call.Resource, loop.CodeRuns)
}

// cancelJob tells what of a Job is not that of the loop's: it runs one command under one account.
func cancelJob(loop Loop, names names, task string, object *unstructured.Unstructured) string {
	account, _, _ := unstructured.NestedString(object.Object, "spec", "template", "spec", "serviceAccountName")
	if account != names.cancel {
		return fmt.Sprintf("it runs as %q, allowed: %q", account, names.cancel)
	}
	containers, _, _ := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "containers")
	others, _, _ := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "initContainers")
	if len(containers) != 1 || len(others) != 0 {
		return fmt.Sprintf("it has %d containers and %d init containers, allowed: 1 and none", len(containers), len(others))
	}
	container, _ := containers[0].(map[string]any)
	command, _, _ := unstructured.NestedStringSlice(container, "command")
	args, _, _ := unstructured.NestedStringSlice(container, "args")
	want := []string{
		"delete", loop.CodeRuns.String(), "--namespace", loop.AgentNamespace, "--selector",
		vocabulary.TaskLabel + "=" + task + ",agent-type in (cleo,tess),status=running", "--ignore-not-found", "--wait=false",
	}
	if !slices.Equal(command, []string{"kubectl"}) || !slices.Equal(args, want) {
		return fmt.Sprintf("it runs %q, allowed: %q", append(command, args...), append([]string{"kubectl"}, want...))
	}
	return ""
}

// announcement tells what of an Event is not that of the loop's: it says one of three things about a state.
func announcement(loop Loop, names names, object *unstructured.Unstructured) string {
	field := func(path ...string) string {
		text, _, _ := unstructured.NestedString(object.Object, path...)
		return text
	}
	reasons := []string{"RemediationTriggered", "RemediationExhausted", "RemediationTriggerFailed"}
	switch {
	case !slices.Contains(reasons, field("reason")):
		return fmt.Sprintf("reason %q, allowed: %s", field("reason"), strings.Join(reasons, ", "))
	case field("involvedObject", "kind") != "ConfigMap" || !names.state.MatchString(field("involvedObject", "name")):
		return fmt.Sprintf("it is about %s %q, allowed: ConfigMap %s", field("involvedObject", "kind"), field("involvedObject", "name"), names.state)
	case field("source", "component") != names.sensor:
		return fmt.Sprintf("it is from %q, allowed: %q", field("source", "component"), names.sensor)
	}
	return ""
}
