package history

import (
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func TestI3(t *testing.T) {
	note := func(name, text string) *unstructured.Unstructured {
		object := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "data": map[string]any{"note": text}}}
		object.SetNamespace("agent-platform")
		object.SetName(name)
		return object
	}
	called := func(s *story, method, path string) {
		s.evidence.Calls = append(s.evidence.Calls, github.Call{Method: method, Path: path})
	}
	tellAll(t, map[string]tale{
		"nothing follows": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678999, refused)
		}, nil},
		"it is recorded": {func(s *story) {
			s.sent("7", 2345678901, refused)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, []string{
			"I3 remediation, " + stateSeven + " at revision 101: comment 2345678901 was recorded, and a filter refuses it",
			"I3, " + stateSeven + " at revision 101: it mentions comment 2345678901, which a filter refuses",
			"I3, " + stateSeven + " at revision 102: it mentions", "I3, " + runSeven + " at revision 103: it mentions",
			"I3, " + stateSeven + " at revision 104: it mentions", "I3, " + stateSeven + " at revision 105: it mentions",
			"I3, " + stateSeven + ": " + sensorUser + " asked for a create because of comment 2345678901, which a filter refuses, and was answered 200",
			"I3, " + stateSeven + ": " + sensorUser + " asked for a patch because of comment 2345678901",
			"I3, " + runSeven + ": " + sensorUser + " asked for a create because of comment 2345678901",
		}},
		"it is recorded under a short id": {func(s *story) {
			s.sent("7", 5, refused)
			s.record("7", 5)
			s.reconcile("7")
			s.finish("7", 5)
		}, []string{"I3 remediation, " + stateSeven + " at revision 101: comment 5 was recorded, and a filter refuses it"}},
		"it is edited after it was taken": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678901, refused)
		}, nil},
		"it is taken under another task": {func(s *story) {
			s.sent("8", 2345678901, refused)
			s.whole("7", 2345678901)
		}, nil},
		"an object of the loop mentions it": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678999, refused)
			s.patchState(nobody, "7", map[string]string{"start_time": "because of 2345678999!"})
		}, []string{`it mentions comment 2345678999, which a filter refuses`, `start_time went from`}},
		"an object of the loop mentions a longer number": {func(s *story) {
			s.sent("7", 2345678999, refused)
			s.whole("7", 23456789990)
		}, nil},
		"an account of the loop mentions it elsewhere": {func(s *story) {
			s.sent("7", 2345678999, refused)
			s.write(sensorUser, configMaps, note("other", "2345678999"))
		}, []string{"I3, configmaps agent-platform/other at revision 101: it mentions", "I3, configmaps agent-platform/other: " + sensorUser + " asked for", "I5, configmaps agent-platform/other"}},
		"a shared account mentions it elsewhere": {func(s *story) {
			s.loop.Dedicated = false
			s.sent("7", 2345678999, refused)
			s.write(sensorUser, configMaps, note("other", "2345678999"))
		}, nil},
		"somebody else mentions it": {func(s *story) {
			s.sent("7", 2345678999, refused)
			s.write("system:serviceaccount:other:foreign", configMaps, note("other", "2345678999"))
		}, nil},
		"a write because of it is refused": {func(s *story) {
			s.sent("7", 2345678999, refused)
			call := s.call(sensorUser, "patch", configMaps, note("task-7-remediation-state", "2345678999"))
			call.Code, call.Response, call.Result = 403, nil, Result{}
		}, []string{"asked for a patch because of comment 2345678999, which a filter refuses, and was answered 403"}},
		"it is read": {func(s *story) {
			s.sent("7", 2345678999, refused)
			s.call(sensorUser, "get", configMaps, note("task-7-remediation-state", "2345678999"))
		}, nil},
		"GitHub is called": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678999, refused, func(e *github.Entry) { e.PR = 43 })
			called(s, "POST", "/repos/5DLabs/cto/issues/43/labels")
			called(s, "DELETE", "/repos/5dlabs/cto/issues/43/labels/ready-for-qa")
		}, []string{"I3, /repos/5DLabs/cto/issues/43/labels: GitHub was called, POST", "I3, /repos/5dlabs/cto/issues/43/labels/ready-for-qa: GitHub was called, DELETE"}},
		"GitHub is called because of another comment": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678999, refused)
			s.sent("7", 2345678998, refused, func(e *github.Entry) { e.PR = 4 })
			called(s, "POST", "/repos/5dlabs/cto/issues/42/labels")
		}, nil},
	})
}
