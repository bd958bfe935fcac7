package history

import (
	"cmp"
	"fmt"
	"slices"
)

// Violation is a place where an invariant did not hold.
type Violation struct {
	Invariant string // I1 to I5; "history" when the history itself does not tell all
	Loop      string
	Object    string // resource namespace/name, or what else it is about
	Revision  int64  // of the version that shows it; 0 for what should have happened and has not
	Message   string
}

func (v Violation) String() string {
	text := v.Invariant
	if v.Loop != "" {
		text += " " + v.Loop
	}
	if v.Object != "" {
		text += ", " + v.Object
	}
	if v.Revision != 0 {
		text += fmt.Sprintf(" at revision %d", v.Revision)
	}
	return text + ": " + v.Message
}

// inOrder sorts violations and drops those that are told twice.
func inOrder(found []Violation) []Violation {
	slices.SortFunc(found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Invariant, b.Invariant), cmp.Compare(a.Loop, b.Loop), cmp.Compare(a.Revision, b.Revision),
			cmp.Compare(a.Object, b.Object), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(found)
}
