package chaos

import (
	"errors"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/history"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	"k8s.io/apimachinery/pkg/watch"
)

// cleaned waits until the janitor has labelled a state and deleted one, and notes how many. In the loop of dist/ it waits for days.
func (s *storm) cleaned(t *testing.T) {
	if *asItIs {
		return
	}
	labelled, deleted := 0, 0
	if err := suite.Eventually(t.Context(), rest, func() error {
		labelled, deleted = s.janitorDid(s.History.Record())
		if labelled == 0 || deleted == 0 {
			return errors.New("the janitor has labelled or deleted no state")
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally["states labelled by the janitor"], s.tally["states deleted"] = labelled, deleted
}

// janitorDid counts the states of the loop that got the label of the janitor, and those that were deleted, by a person or by it.
func (s *storm) janitorDid(record history.Record) (labelled, deleted int) {
	for _, version := range record.Versions {
		if version.Resource.Resource != "configmaps" || version.Object.GetLabels()["app"] != s.loop.Name.App() {
			continue
		}
		rests := version.Object.GetLabels()[vocabulary.AtRestLabel] == "true"
		switch {
		case version.Type == watch.Deleted && rests:
			deleted++
		case version.Type == watch.Modified && rests:
			labelled++
		}
	}
	return labelled, deleted
}
