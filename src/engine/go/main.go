//go:build js && wasm

// Command engine is the engine's own code behind one function of JavaScript, which takes and gives JSON. What it judges
// with is the module of Argo Events; what is here asks it and says what it answers.
package main

import "syscall/js"

func main() {
	// The door waits for this function and then takes it away, so that two engines in one process do not meet.
	js.Global().Set("argoEventsEngine", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return call(args[0].String(), []byte(args[1].String()))
	}))
	select {}
}
