package garbage

import (
	"maps"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
)

// TestSamples: every trigger acts on some sample as it is, so that the rules below speak of all of them.
func TestSamples(t *testing.T) {
	missing := map[string]bool{}
	for _, from := range []struct{ source, event string }{{"github", "issue_comment"}, {"remediation-state", "state"}, {"remediation-state", "runs"}} {
		loop, bases := open(t, from.source, from.event)
		for _, sensor := range loop.sensors {
			for i := range sensor.Spec.Triggers {
				for trigger := &sensor.Spec.Triggers[i]; trigger != nil; trigger = trigger.DlqTrigger {
					if _, known := missing[trigger.Template.Name]; !known {
						missing[trigger.Template.Name] = true
					}
				}
			}
		}
		for name, event := range bases {
			actions, err := loop.Run(from.source, from.event, encode(event))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, problem := range Broken(actions) {
				t.Errorf("%s: %s", name, problem)
			}
			for _, action := range actions {
				missing[action.Trigger] = false
			}
		}
	}
	for _, trigger := range slices.Sorted(maps.Keys(missing)) {
		if missing[trigger] {
			t.Errorf("no sample sets off %s", trigger)
		}
	}
}

func TestRulesFind(t *testing.T) {
	state := func(trigger, name, key, value string) Action {
		return Action{Trigger: trigger, Writes: []engine.Write{{
			Verb: "patch", Namespace: namespace, Name: name,
			Object: map[string]any{"kind": "ConfigMap", "metadata": map[string]any{"name": name}, "data": map[string]any{key: value}},
		}}}
	}
	request := func(url string, labels ...any) Action {
		return Action{Requests: []engine.Request{{Method: "POST", URL: url, Body: map[string]any{"labels": labels}}}}
	}
	const api = "https://api.github.com/repos/5dlabs/cto/issues/"
	for want, action := range map[string]Action{
		"":                      state("acknowledge-iteration", "task-7-remediation-state", "handled-5", "1"),
		"name of the state":     state("acknowledge-iteration", "task-7-remediation-state\n", "handled-5", "1"),
		"key of the state":      state("acknowledge-iteration", "task-7-remediation-state", "iteration-5", "1"),
		"handled-5":             state("acknowledge-iteration", "task-7-remediation-state", "handled-5", "1.0"),
		"writes a state":        state("announce-remediation", "task-7-remediation-state", "handled-5", "1"),
		"URL":                   request(api+"42.0/labels", "remediation-in-progress"),
		"issues/4/../../x":      request(api+"4/../../x/labels", "remediation-in-progress"),
		"label is":              request(api+"42/labels", "iteration-1\n"),
		"sends":                 request(api + "42/labels"),
		"writes a Secret":       {Writes: []engine.Write{{Verb: "patch", Namespace: namespace, Object: map[string]any{"kind": "Secret"}}}},
		"does a delete":         {Writes: []engine.Write{{Verb: "delete", Namespace: namespace}}},
		"writes to namespace":   {Writes: []engine.Write{{Verb: "patch", Namespace: "kube-system"}}},
		"name of the CodeRun":   {Writes: []engine.Write{{Verb: "patch", Namespace: namespace, Object: map[string]any{"kind": "CodeRun"}}}},
		"0 containers":          {Writes: []engine.Write{{Verb: "create", Namespace: namespace, Object: map[string]any{"kind": "Job"}}}},
		"object of the Event":   {Writes: []engine.Write{{Verb: "create", Namespace: namespace, Object: map[string]any{"kind": "Event"}}}},
		`label x is "not one "`: {Writes: []engine.Write{{Verb: "create", Namespace: namespace, Object: map[string]any{"metadata": map[string]any{"labels": map[string]any{"x": "not one "}}}}}},
	} {
		got := strings.Join(Broken([]Action{action}), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%+v: %q, want %q", action, got, want)
		}
	}
}
