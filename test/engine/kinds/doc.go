// Package kinds gives the engine a trigger, an event source, a bus and a filter of each kind as our functions make them: it takes them,
// puts the data of an event wherever a reference stood, and lets through what should pass. kinds.json is made by test/kinds/.
package kinds
