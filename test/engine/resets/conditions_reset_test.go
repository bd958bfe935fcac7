package resets

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	jetstream "github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor"
)

// A sensor that starts forgets what it has kept of a condition before the last time of conditionsReset. So that nobody waits for that
// time, the half of the condition is made older than it is; cases.yaml has one that is younger.
func TestConditionsReset(t *testing.T) {
	all := changes(t)
	at := slices.IndexFunc(all, func(one change) bool {
		return one.Name == "half of a condition has come, and conditionsReset is added"
	})
	for kept, age := range map[bool]time.Duration{true: 0, false: 10 * 365 * 24 * time.Hour} {
		t.Run(fmt.Sprintf("kept: %v", kept), func(t *testing.T) {
			p := newPlay(t, all[at])
			p.start(t.Context(), t, p.old())
			p.halfCome(t)
			p.pod.Stop()
			p.agesBy(t, age)
			p.turn(t.Context(), t)
			if got := *p.judge(t).HalfKept; got != kept {
				t.Errorf("of %s before the start, the half of the condition is kept: %v", age, got)
			}
		})
	}
}

// agesBy makes the half that is kept so much older.
func (p *play) agesBy(t *testing.T, age time.Duration) {
	t.Helper()
	store, err := p.buses[busOf(p.old())].JetStream.KeyValue(p.old().Name)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := store.Get(p.Half)
	if err != nil {
		t.Fatal(err)
	}
	var kept jetstream.MsgInfo
	if err := json.Unmarshal(entry.Value(), &kept); err != nil {
		t.Fatal(err)
	}
	kept.Timestamp = kept.Timestamp.Add(-age)
	content, err := json.Marshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Put(p.Half, content); err != nil {
		t.Fatal(err)
	}
}
