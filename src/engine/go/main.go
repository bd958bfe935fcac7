//go:build js && wasm

// Command engine is the engine's own code behind one function of JavaScript, which takes and gives JSON. What it judges
// with is the module of Argo Events; what is here asks it and says what it answers.
package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"
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

func main() {
	// The door waits for this function and then takes it away, so that two engines in one process do not meet.
	js.Global().Set("argoEventsEngine", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return call(args[0].String(), []byte(args[1].String()))
	}))
	select {}
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
