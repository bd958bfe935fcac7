package chaos

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// storm is everything that happens to a loop.
type storm struct {
	*suite.Cluster
	t      *testing.T
	ctx    context.Context
	loop   suite.Loop
	random *rand.Rand // of the plan; nothing that depends on time draws from it
	log    *os.File

	mu     sync.Mutex
	tally  tally
	undone []func()        // what puts right again what a fault has left
	down   map[string]bool // the parts that are being started again
	busy   sync.WaitGroup
	people *crowd
}

// tally counts what has happened, by name.
type tally map[string]int

func (t tally) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(t)) {
		parts = append(parts, fmt.Sprintf("%s: %d", name, t[name]))
	}
	return strings.Join(parts, ", ")
}

func newStorm(t *testing.T, cluster *suite.Cluster) *storm {
	loop := suite.Chaos
	if *asItIs {
		loop = suite.Remediation
	}
	log, err := os.Create(filepath.Join(cluster.Dir, "chaos.log"))
	if err != nil {
		t.Fatal(err)
	}
	s := &storm{Cluster: cluster, t: t, ctx: t.Context(), loop: loop, random: rand.New(rand.NewPCG(*seed, 1)), log: log, tally: tally{}, down: map[string]bool{}}
	s.people = newCrowd(s)
	return s
}

// note counts a thing that happens, and writes it into the log with what is special about it.
func (s *storm) note(name, format string, values ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally[name]++
	fmt.Fprintf(s.log, "%s %s %s\n", time.Now().UTC().Format("15:04:05.000"), name, fmt.Sprintf(format, values...))
}

func (s *storm) count(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tally[name]
}

// later does something when a time is over, or at the end of the storm, whichever comes first.
func (s *storm) later(after time.Duration, do func()) {
	var once sync.Once
	act := func() { once.Do(do) }
	s.mu.Lock()
	s.undone = append(s.undone, act)
	s.mu.Unlock()
	s.busy.Go(func() {
		select {
		case <-time.After(after):
			act()
		case <-s.ctx.Done():
		}
	})
}

// kind is a kind of fault, with how often it strikes compared to others.
type kind struct {
	weight int
	strike func(*storm)
}

// blow strikes until enough has been killed and enough comments have been posted.
func (s *storm) blow() {
	kinds := kindsOf(s)
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	posting, stop := context.WithCancel(s.ctx)
	s.busy.Go(func() { s.people.post(posting) })
	for s.count("kill") < *kills || s.count("comment") < *comments {
		at := s.random.IntN(total)
		for _, k := range kinds {
			if at -= k.weight; at < 0 {
				k.strike(s)
				break
			}
		}
		s.pause(300*time.Millisecond, 4500*time.Millisecond)
	}
	stop()
}

// pause waits for a time that the plan has.
func (s *storm) pause(least, most time.Duration) {
	select {
	case <-time.After(s.between(least, most)):
	case <-s.ctx.Done():
		s.t.Fatal(s.ctx.Err())
	}
}

func (s *storm) between(least, most time.Duration) time.Duration {
	return least + time.Duration(s.random.Int64N(int64(most-least)))
}

// calm puts everything right again: processes run, quotas have room, GitHub answers, no task is paused, and what was not delivered is
// delivered again, as its documents tell an operator to do.
func (s *storm) calm() {
	s.mu.Lock()
	undone := s.undone
	s.mu.Unlock()
	for _, put := range undone {
		put()
	}
	s.busy.Wait()
	s.recover()
	s.collectGarbageAnew()
	s.people.mend()
}

// collectGarbageAnew restarts the controller manager. While its watch is away, as when the API server is killed, a state may be deleted and
// made again under its name. The garbage collector hears of an update, and knows the old state by its uid for ever, so that the runs of
// that one stay (processGraphChanges in pkg/controller/garbagecollector/graph_builder.go of k8s.io/kubernetes v1.33). When it starts, it
// looks at every owner.
func (s *storm) collectGarbageAnew() {
	if err := s.Plane.Process(plane.ControllerManager).Kill(); err != nil {
		s.t.Error(err)
	}
	s.start(plane.ControllerManager)
}
