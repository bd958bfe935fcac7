package traps

import (
	"fmt"
	"os"
	"testing"

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
