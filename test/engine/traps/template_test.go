package traps

import (
	"fmt"
	"os"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"sigs.k8s.io/yaml"
)

// TestTemplateForms shows how templates print a number, and what they print for a missing value.
func TestTemplateForms(t *testing.T) {
	content, err := os.ReadFile("../../lint/template-forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var forms []struct{ Template, Number, Missing string }
	if err := yaml.UnmarshalStrict(content, &forms); err != nil {
		t.Fatal(err)
	}
	number := eventOf(t, `{"n": 2345678901, "list": [{"n": 2345678901}]}`)
	missing := eventOf(t, `{"list": [{}]}`)
	for _, form := range forms {
		expect(t, form.Template+" of a number", printed(form.Template, number), form.Number)
		expect(t, form.Template+" of nothing", printed(form.Template, missing), form.Missing)
	}
}

// printed is what a parameter with that template is, or "fails".
func printed(template string, event *v1alpha1.Event) string {
	value, _, err := triggers.ResolveParamValue(&v1alpha1.TriggerParameterSource{DependencyName: "comment", DataTemplate: template}, from(event))
	if err != nil {
		return "fails"
	}
	return *value
}

// TestWholeData shows what @this is, and when a key is read beside a template.
func TestWholeData(t *testing.T) {
	data := string(event(t, "").Data)
	expect(t, "@this", resolved(t, `{dependencyName: comment, dataKey: "@this"}`), data)
	const both = `{dependencyName: comment, dataKey: body.action, dataTemplate: "%s"}`
	expect(t, "both", resolved(t, fmt.Sprintf(both, "{{ .Input.body.issue.state }}")), "open")
	expect(t, "a template that fails", resolved(t, fmt.Sprintf(both, "{{ fail `no` }}")), "created")
	expect(t, "a template that prints nothing", resolved(t, fmt.Sprintf(both, "{{ .Input.body.none }}")), "created")
}

// TestBraces shows that an object goes out with the braces in it, and that a default is no template.
func TestBraces(t *testing.T) {
	sensor := given(t, `trigger: {template: {k8s: {source: {resource: {data: {tag: "{{body.action}}", digest: "{{ .Input.body.action }}"}}}}}}`)
	cluster := newCluster(t)
	expect(t, "the action", message(engine.Act(sensor, &sensor.Spec.Triggers[0], from(event(t, "")), clients(t, cluster, nil))), "")
	expect(t, "the object", asJSON(t, cluster.last(t)["data"]), `{"digest":"{{ .Input.body.action }}","tag":"{{body.action}}"}`)
	const constant = "{{ .Input.body.action }}"
	expect(t, "a default", resolved(t, fmt.Sprintf(`{dependencyName: comment, dataKey: body.none, value: "%s"}`, constant)), constant)
	expect(t, "no braces", resolved(t, `{dependencyName: comment, dataTemplate: body.action}`), "body.action")
}
