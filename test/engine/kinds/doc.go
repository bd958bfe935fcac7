// Package kinds gives the engine a trigger, an event source and a bus of each kind as our functions make them: it takes them, and
// puts the data of an event wherever a reference stood. kinds.json is made by test/kinds/.
package kinds
