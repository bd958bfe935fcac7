package main

import (
	"encoding/json"
	"fmt"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
)

// firing is what a trigger does when it fires, or what it waits for.
type firing struct {
	Trigger    string      `json:"trigger"`
	Event      int         `json:"event"`
	Dependency string      `json:"dependency,omitempty"` // whose event came last
	WaitsFor   string      `json:"waitsFor,omitempty"`
	Parameters []parameter `json:"parameters,omitempty"`
	Does       []any       `json:"does,omitempty"`
	Error      string      `json:"error,omitempty"`
	IfItFails  *firing     `json:"ifItFails,omitempty"`
}

// parameter is what a parameter takes from the events.
type parameter struct {
	Path  []any   `json:"path"` // in the trigger
	Dest  string  `json:"dest"`
	Src   string  `json:"src"`             // a key or a template
	Value *string `json:"value,omitempty"` // none: there is no event of its dependency, so it is skipped
	Error string  `json:"error,omitempty"`
}

// fire does once what triggerOne in pkg/sensors/listener.go does, with everything that goes out recorded.
func fire(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) firing {
	fired := firing{Parameters: parametersOf(trigger, events)}
	if trigger.Template != nil {
		fired.Trigger = trigger.Template.Name
	}
	// The engine writes defaults into the trigger that it is given.
	does, err := act(sensor, trigger.DeepCopy(), events)
	fired.Does = does
	if err != nil {
		fired.Error = err.Error()
	}
	if trigger.DlqTrigger != nil {
		last := fire(sensor, trigger.DlqTrigger, events)
		fired.IfItFails = &last
	}
	return fired
}

// act recovers, because a panic ends the process of a sensor: that is an answer.
func act(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) (does []any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the engine panics: %v", cause)
		}
	}()
	if trigger.Template == nil {
		return nil, fmt.Errorf("there is no template")
	}
	if err := triggers.ApplyTemplateParameters(events, trigger); err != nil {
		return nil, err
	}
	template := trigger.Template
	switch {
	case template.K8s != nil:
		return kubernetes(sensor, trigger, events)
	case template.ArgoWorkflow != nil:
		return workflow(sensor, trigger, events)
	case template.HTTP != nil:
		return request(sensor, trigger, events)
	default:
		return message(template, events)
	}
}

// messageKinds are the other kinds of trigger: each applies its parameters to its own fields and then makes a payload
// (ApplyResourceParameters and Execute of each in pkg/sensors/triggers/).
var messageKinds = []string{
	"kafka", "nats", "slack", "pulsar", "awsLambda", "azureEventHubs", "azureServiceBus", "openWhisk", "custom", "email", "log",
}

type messageSent struct {
	Kind    string          `json:"kind"`
	Fields  map[string]any  `json:"fields"`
	Payload json.RawMessage `json:"payload,omitempty"`
	Text    string          `json:"text,omitempty"` // a payload that is no JSON
}

func message(template *v1alpha1.TriggerTemplate, events map[string]*v1alpha1.Event) ([]any, error) {
	whole, err := json.Marshal(template)
	if err != nil {
		return nil, err
	}
	var kinds map[string]json.RawMessage
	if err := json.Unmarshal(whole, &kinds); err != nil {
		return nil, err
	}
	for _, kind := range messageKinds {
		fields, set := kinds[kind]
		if !set || string(fields) == "null" {
			continue
		}
		var own struct {
			Parameters []v1alpha1.TriggerParameter `json:"parameters"`
			Payload    []v1alpha1.TriggerParameter `json:"payload"`
		}
		if err := json.Unmarshal(fields, &own); err != nil {
			return nil, err
		}
		if fields, err = triggers.ApplyParams(fields, own.Parameters, events); err != nil {
			return nil, err
		}
		sent := messageSent{Kind: kind}
		if err := json.Unmarshal(fields, &sent.Fields); err != nil {
			return nil, err
		}
		delete(sent.Fields, "parameters")
		delete(sent.Fields, "payload")
		if own.Payload != nil {
			payload, err := triggers.ConstructPayload(events, own.Payload)
			if err != nil {
				return nil, err
			}
			if json.Valid(payload) {
				sent.Payload = payload
			} else {
				sent.Text = string(payload)
			}
		}
		return []any{sent}, nil
	}
	return nil, fmt.Errorf("invalid trigger %s, could not find an implementation", template.Name)
}

func sourceText(src *v1alpha1.TriggerParameterSource) string {
	for _, text := range []string{src.DataTemplate, src.ContextTemplate, src.DataKey, src.ContextKey} {
		if text != "" {
			return text
		}
	}
	return "the whole event"
}

// parametersOf asks the engine for each parameter alone, in the order in which it applies them.
func parametersOf(trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) []parameter {
	var list []parameter
	add := func(parameters []v1alpha1.TriggerParameter, path ...any) {
		for i, one := range parameters {
			found := parameter{Path: append(append([]any{}, path...), i), Dest: one.Dest}
			if one.Src == nil {
				found.Error = "there is no src"
				list = append(list, found)
				continue
			}
			found.Src = sourceText(one.Src)
			if value, _, err := triggers.ResolveParamValue(one.Src, events); err != nil {
				found.Error = err.Error()
			} else {
				found.Value = value
			}
			list = append(list, found)
		}
	}
	add(trigger.Parameters, "parameters")
	template := trigger.Template
	if template == nil {
		return list
	}
	whole, err := json.Marshal(template)
	if err != nil {
		return list
	}
	var kinds map[string]struct {
		Parameters     []v1alpha1.TriggerParameter `json:"parameters"`
		Payload        []v1alpha1.TriggerParameter `json:"payload"`
		DynamicHeaders []v1alpha1.TriggerParameter `json:"dynamicHeaders"`
	}
	// Fields of the template that are no kind of trigger do not decode; the kinds before them do.
	_ = json.Unmarshal(whole, &kinds)
	for _, kind := range append([]string{"k8s", "argoWorkflow", "http"}, messageKinds...) {
		add(kinds[kind].Parameters, "template", kind, "parameters")
		add(kinds[kind].Payload, "template", kind, "payload")
		add(kinds[kind].DynamicHeaders, "template", kind, "dynamicHeaders")
	}
	return list
}
