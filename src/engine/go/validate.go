package main

import (
	"encoding/json"
	"fmt"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	"github.com/argoproj/argo-events/pkg/reconciler/sensor"
)

type objects struct {
	Object json.RawMessage    `json:"object"`
	Bus    *v1alpha1.EventBus `json:"bus"` // of a Sensor
}

// validate gives what the controller says of a Sensor or EventBus; empty if it takes it.
func validate(given objects) (string, error) {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(given.Object, &head); err != nil {
		return "", err
	}
	switch head.Kind {
	case "Sensor":
		var value v1alpha1.Sensor
		if err := json.Unmarshal(given.Object, &value); err != nil {
			return err.Error(), nil
		}
		return textOf(sensor.ValidateSensor(&value, given.Bus)), nil
	case "EventBus":
		var value v1alpha1.EventBus
		if err := json.Unmarshal(given.Object, &value); err != nil {
			return err.Error(), nil
		}
		return textOf(eventbus.ValidateEventBus(&value)), nil
	default:
		return "", fmt.Errorf("the kind %q cannot be validated", head.Kind)
	}
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
