// Package story is a world small enough to play out whole: an object store in memory that answers as an API server does, the
// rendered EventSources that watch it, and the rendered Sensors, run by the engine's own code until nothing moves any more.
//
// Which of those that could act next does is drawn from a seed, so that a story that goes wrong goes wrong again. Of the engine,
// only what surrounds an action is told anew here: queues, retries, and kill -9 (consumer.go); the watch (source.go).
package story
