package history

import (
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
)

// Evidence is all that is known of a run. Stop sending, wait until it is [Watcher.Quiet], and take a Record after that.
type Evidence struct {
	Deliveries []github.Entry
	Calls      []github.Call // of the stand-in for GitHub
	Record     Record
	Audit      *Audit
	// Waiting are the comments that may wait, for reasons that no state can tell, such as a full quota.
	Waiting []Waiting
}

// Waiting allows comments to have no run, or one that is not recorded.
type Waiting struct {
	Task, Comment string // every one when empty
	Reason        string
}

// Check tells where I1 to I5 did not hold for these loops, in a fixed order. No violation means that they did, always.
func Check(e Evidence, loops ...Loop) []Violation {
	if e.Audit == nil {
		e.Audit = NewAudit(nil)
	}
	var found []Violation
	found = append(found, e.checkHistory()...)
	people := peopleOf(e.Audit, loops)
	for _, loop := range loops {
		r := newReplay(e, loop, people)
		for _, version := range e.Record.Versions {
			r.version(version)
		}
		r.checkLate()
		r.checkOwed()
		r.checkIterations()
		r.checkDerived()
		found = append(found, r.found...)
	}
	found = append(found, e.checkRefused(loops, people)...)
	found = append(found, e.checkWrites(loops)...)
	return inOrder(found)
}

// people tells who wrote what.
type people struct {
	audit *Audit
	loops map[string]bool // the accounts of all loops
}

func peopleOf(audit *Audit, loops []Loop) people {
	p := people{audit, map[string]bool{}}
	for _, loop := range loops {
		for user := range loop.accounts() {
			p.loops[user] = true
		}
	}
	return p
}

// wrote names the person who wrote a version; empty when it was a loop, or when the audit log does not tell, for what nobody can be
// blamed for the loop has to answer for.
func (p people) wrote(version Version) string {
	for _, user := range p.audit.authorsOf(version) {
		if !p.loops[user] {
			return user
		}
	}
	return ""
}

// author names whoever wrote a version, for messages.
func (p people) author(version Version) string {
	if authors := p.audit.authorsOf(version); len(authors) > 0 {
		return strings.Join(authors, ", ")
	}
	return "nobody in the audit log"
}
