// Package history keeps everything that happened in a cluster, and tells whether the loop's invariants I1 to I5 held all the while.
//
// The final objects alone hide bugs: a run that was made twice under one name, a key that was there for a moment, a pause that was undone
// and set again. So every version of every object is kept, from the start, in the order in which etcd stored them, with who wrote it from
// the API server's audit log and what was sent from the stand-in for GitHub.
//
//	I1  a comment that was answered with 2xx and passes the filters has exactly one CodeRun for each task that it named, or waits in a
//	    state that says why, or its pull request is closed; one that is made after its state was deleted is removed again
//	I2  within one life of a state, the iterations of a task's CodeRuns are exactly 1..n, n at most the maximum; every run has generation
//	    1; iteration-, handled- and ITERATION_COUNT are the same
//	I3  what a filter refuses leads to no write anywhere
//	I4  the derived fields agree with the keys
//	I5  the loop's accounts write nothing but the loop's own objects
//
// What GitHub says of a pull request is a delivery too, for loops that take it: the state has it, or something newer of that pull request.
//
// I1 and I2 speak of comments whose keys nobody removed by hand: what a person wrote, that is a user who is none of the loop's accounts,
// is never a violation.
package history
