package escaping

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"github.com/tidwall/gjson"
	"sigs.k8s.io/yaml"
)

type cases struct {
	Gjson []struct {
		Path, Want string
		Document   json.RawMessage
	}
	Sjson []struct {
		Path     string
		Document json.RawMessage
		Want     any
	}
	Regexp []struct {
		Texts          []string
		Exactly, Quote string
	}
	Template []struct {
		Template, Want string
		Data           json.RawMessage
	}
	Slot []struct {
		Slot   string
		Source v1alpha1.TriggerParameterSource
		Data   json.RawMessage
		Want   json.RawMessage
	}
	Payload []struct {
		Parameters []v1alpha1.TriggerParameter
		Data       json.RawMessage
		Want       any
	}
	Jq []struct {
		Program string
		Want    any
	}
	Yaml []struct {
		Document string
		Want     any
	}
}

func load(t *testing.T) (all cases) {
	t.Helper()
	path, err := engine.Place("CASES", "escaping/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// enough keeps a test over an empty list from passing.
func enough(t *testing.T, count int) {
	t.Helper()
	if count < 50 {
		t.Errorf("only %d cases", count)
	}
}

func TestGjson(t *testing.T) {
	list := load(t).Gjson
	enough(t, len(list))
	for _, one := range list {
		if got := gjson.GetBytes(one.Document, one.Path); got.Type != gjson.String || got.Str != one.Want {
			t.Errorf("%q in %s gives %s", one.Path, one.Document, got.Raw)
		}
	}
}

// TestSjson goes through the engine's own function: that it is sjson which reads `dest` is the engine's choice.
func TestSjson(t *testing.T) {
	list := load(t).Sjson
	enough(t, len(list))
	value := "the value"
	for _, one := range list {
		parameter := v1alpha1.TriggerParameter{Dest: one.Path, Src: &v1alpha1.TriggerParameterSource{Value: &value}}
		written, err := triggers.ApplyParams(one.Document, []v1alpha1.TriggerParameter{parameter}, nil)
		if err != nil {
			t.Errorf("%q in %s: %v", one.Path, one.Document, err)
			continue
		}
		if got := decode(t, written); !reflect.DeepEqual(got, one.Want) {
			t.Errorf("%q in %s gives %s", one.Path, one.Document, written)
		}
	}
}

func TestRegexp(t *testing.T) {
	list := load(t).Regexp
	enough(t, len(list))
	for _, one := range list {
		alone, err := regexp.Compile(one.Exactly)
		if err != nil {
			t.Error(err)
			continue
		}
		inside, err := regexp.Compile(one.Quote)
		if err != nil {
			t.Error(err)
			continue
		}
		for i, text := range one.Texts {
			if alone.MatchString(text) != (i == 0) {
				t.Errorf("%q for %q: %q", one.Exactly, one.Texts[0], text)
			}
		}
		if place := inside.FindStringIndex("\n" + one.Texts[0] + "\n"); len(place) != 2 || place[1]-place[0] != len(one.Texts[0]) {
			t.Errorf("%q does not find %q", one.Quote, one.Texts[0])
		}
	}
}

// TestTemplate goes through the engine's own function: it has sprig's functions, and its own idea of an empty result.
func TestTemplate(t *testing.T) {
	list := load(t).Template
	enough(t, len(list))
	for _, one := range list {
		source := &v1alpha1.TriggerParameterSource{DependencyName: "dependency", DataTemplate: one.Template}
		got, _, err := triggers.ResolveParamValue(source, eventOf(one.Data))
		if err != nil || *got != one.Want {
			t.Errorf("%q on %s: want %q, %v", one.Template, one.Data, one.Want, err)
			if got != nil {
				t.Errorf("got %q", *got)
			}
		}
	}
}

// TestSlot is what the engine sets for each kind of slot and of value. Without Want, the parameter fails.
func TestSlot(t *testing.T) {
	list := load(t).Slot
	enough(t, len(list))
	for _, one := range list {
		parameter := v1alpha1.TriggerParameter{Dest: "field", Src: &one.Source}
		written, err := triggers.ApplyParams([]byte(`{}`), []v1alpha1.TriggerParameter{parameter}, eventOf(one.Data))
		if one.Want == nil {
			if err == nil {
				t.Errorf("%s of %s gives %s", one.Slot, one.Data, written)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s of %s: %v", one.Slot, one.Data, err)
			continue
		}
		if got, want := decode(t, written), decode(t, one.Want); !reflect.DeepEqual(got, map[string]any{"field": want}) {
			t.Errorf("%s of %s gives %s and not %s", one.Slot, one.Data, written, one.Want)
		}
	}
}

// TestPayload is what the engine sends for a payload: constants keep their type.
func TestPayload(t *testing.T) {
	list := load(t).Payload
	if len(list) < 10 {
		t.Errorf("only %d cases", len(list))
	}
	for _, one := range list {
		sent, err := triggers.ConstructPayload(eventOf(one.Data), one.Parameters)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := decode(t, sent); !reflect.DeepEqual(got, one.Want) {
			t.Errorf("%s and not %v", sent, one.Want)
		}
	}
}

func eventOf(data json.RawMessage) map[string]*v1alpha1.Event {
	context := &v1alpha1.EventContext{DataContentType: v1alpha1.MediaTypeJSON}
	return map[string]*v1alpha1.Event{"dependency": {Context: context, Data: data}}
}

// TestJq goes through the engine's own function too: it runs gojq, and writes the result as JSON.
func TestJq(t *testing.T) {
	list := load(t).Jq
	enough(t, len(list))
	event, err := engine.NewEvent("case", "", "source", "event", []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		dependency := &v1alpha1.EventDependency{Transform: &v1alpha1.EventDependencyTransformer{JQ: one.Program}}
		result, err := engine.Transform(dependency, event)
		if err != nil {
			t.Errorf("%s: %v", one.Program, err)
			continue
		}
		if got := decode(t, result.Data); !reflect.DeepEqual(got, one.Want) {
			t.Errorf("%s gives %s", one.Program, result.Data)
		}
	}
}

func TestYAML(t *testing.T) {
	list := load(t).Yaml
	enough(t, len(list))
	for _, one := range list {
		var got any
		if err := yaml.UnmarshalStrict([]byte(one.Document), &got); err != nil {
			t.Errorf("%s: %v", one.Document, err)
			continue
		}
		if !reflect.DeepEqual(got, one.Want) {
			t.Errorf("%s\nis %#v\nand not %#v", one.Document, got, one.Want)
		}
	}
}

func decode(t *testing.T, document []byte) (value any) {
	t.Helper()
	if err := json.Unmarshal(document, &value); err != nil {
		t.Errorf("%s: %v", document, err)
	}
	return value
}
