package garbage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
)

// change is a sample event with edits.
type change struct {
	base  string
	edits []edit
}

func (c change) String() string {
	places := make([]string, len(c.edits))
	for i, edit := range c.edits {
		value := fmt.Sprintf("%#v", edit.value)
		if len(value) > 100 {
			value = value[:100] + "…"
		}
		places[i] = strings.Join(edit.path, "/") + " = " + value
	}
	return c.base + " with " + strings.Join(places, ", ")
}

// open gives the loop and the sample events of a source, by name.
func open(t testing.TB, source, event string) (*Loop, map[string]map[string]any) {
	t.Helper()
	loop, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	payloads, err := engine.OpenPayloads()
	if err != nil {
		t.Fatal(err)
	}
	bases := map[string]map[string]any{}
	for _, payload := range payloads {
		if payload.EventSource != source || payload.Event != event {
			continue
		}
		if bases[payload.Name], err = decode(payload.Data); err != nil {
			t.Fatal(err)
		}
	}
	if len(bases) == 0 {
		t.Fatalf("no sample of %s / %s", source, event)
	}
	return loop, bases
}

// run checks the changed samples, a few at a time.
func run(t *testing.T, bases map[string]map[string]any, changes []change, check func(event map[string]any) []string) {
	t.Helper()
	work := make(chan change)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for change := range work {
				event, err := decode(encode(bases[change.base]))
				if err != nil {
					panic(err)
				}
				for _, edit := range change.edits {
					edit.apply(event)
				}
				for _, problem := range check(event) {
					t.Errorf("%v: %s", change, problem)
				}
			}
		})
	}
	for _, change := range changes {
		work <- change
	}
	close(work)
	workers.Wait()
	t.Logf("%d events", len(changes))
}

// someEdits are one to four, anywhere in an event of a resource.
func someEdits(random *rand.Rand) []edit {
	edits := make([]edit, 1+random.IntN(4))
	for i := range edits {
		side := []string{pick(random, []string{"body", "body", "oldBody"})}
		switch random.IntN(8) {
		case 0:
			edits[i] = edit{append(side, pick(random, metadata)...), pick(random, odd)}
		case 1:
			edits[i] = edit{append(side, "metadata", "name"), pick(random, objectNames)}
		case 2:
			edits[i] = edit{append(side, "data", pick(random, keys)), pick(random, odd)}
		default:
			edits[i] = edit{append(side, "data", pick(random, keys)), pick(random, typed)}
		}
	}
	return edits
}

func pick[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }
