package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/history"
)

// invariants comes last: everything that any scenario did is evidence.
func invariants(t *testing.T, w *world) {
	var loops []history.Loop
	for _, loop := range w.Loops {
		loops = append(loops, loop.History())
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	// Ten seconds: the longest pause between two tries of a trigger that takes less than minutes.
	if err := w.History.Quiet(ctx, history.Rest{Loops: loops, Span: 10 * time.Second, Deliveries: w.Ledger.Entries}); err != nil {
		t.Error(err)
	}
	audit, err := w.Audit()
	if err != nil {
		t.Fatal(err)
	}
	record := w.History.Record()
	for _, violation := range history.Check(history.Evidence{Deliveries: w.Ledger.Entries(), Calls: w.GitHub.Calls(), Record: record, Audit: audit}, loops...) {
		t.Error(violation)
	}
	// A broken loop would be held back by the policies, and look right.
	for _, call := range audit.Calls {
		if call.Pod != "" && strings.Contains(call.Message, "ValidatingAdmissionPolicy") && !slices.Contains(w.poisoned, call.Name) {
			t.Errorf("a policy refuses what a pod of the loop writes: %s of %s %s at %s: %s", call.Verb, call.Resource, call.Name, call.Time.Format(time.TimeOnly), call.Message)
		}
	}
	t.Logf("%d deliveries, %d versions of objects, %d requests to the API server", len(w.Ledger.Entries()), len(record.Versions), len(audit.Calls))
}
