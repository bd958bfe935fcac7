package main

import (
	"encoding/json"
	"fmt"
)

// version is that of the module of Argo Events. The build sets it.
var version string

// methods are what the door may ask for, by name.
var methods = map[string]func([]byte) (any, error){
	"check":    answer(check),
	"judge":    answer(judge),
	"validate": answer(validate),
	"version":  func([]byte) (any, error) { return version, nil },
	"yaml":     answer(toYAML),
}

// call gives `{"result": …}` or `{"error": "…"}`. A panic of the engine ends a sensor's process. Here it is an error, so that the
// next call finds the engine alive.
func call(method string, input []byte) (output string) {
	defer func() {
		if cause := recover(); cause != nil {
			output = write(map[string]any{"error": fmt.Sprintf("the engine panics: %v", cause)})
		}
	}()
	result, err := methods[method](input)
	if err != nil {
		return write(map[string]any{"error": err.Error()})
	}
	return write(map[string]any{"result": result})
}

func write(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return `{"error": "the answer is no JSON"}`
	}
	return string(text)
}

// answer makes a method of a function with an input of its own type.
func answer[Input any, Output any](function func(Input) (Output, error)) func([]byte) (any, error) {
	return func(text []byte) (any, error) {
		var input Input
		if err := json.Unmarshal(text, &input); err != nil {
			return nil, err
		}
		return function(input)
	}
}
