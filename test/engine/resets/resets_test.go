package resets

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/broker"

	"sigs.k8s.io/yaml"
)

// All old sensors run at the same time, so that what they cost at their end is waited for once. The new ones start one after the other,
// since the listeners of one process must not start while another acts.
func TestResets(t *testing.T) {
	var plays []*play
	for _, one := range changes(t) {
		plays = append(plays, newPlay(t, one))
	}
	for step := range 2 { // before, and old
		ctx, stop := context.WithCancel(context.Background())
		var pods []*play
		for _, p := range plays {
			at := step + len(p.sensors) - 3
			if at < 0 {
				continue
			}
			p.start(ctx, t, p.sensors[at])
			if at == 0 && p.Half != "" {
				p.halfCome(t)
			}
			pods = append(pods, p)
		}
		stop()
		for _, p := range pods {
			p.pod.Stop()
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	for _, p := range plays {
		p.turn(ctx, t)
		t.Run(p.Name, func(t *testing.T) {
			got := p.judge(t)
			if text(t, got) != text(t, p.verdict) {
				t.Errorf("the engine does\n%s\nnot\n%s", text(t, got), text(t, p.verdict))
			}
			p.checkEvents(t, got)
		})
	}
}

// judge says what the start of the new sensor has done.
func (p *play) judge(t *testing.T) (v verdict) {
	t.Helper()
	last := p.last()
	after, reads, ofOld := p.consumers(), p.reads(last), pairsOf(p.old())
	all := maps.Clone(p.before)
	maps.Copy(all, after)
	for at := range all {
		pair, known := p.pairs[at]
		if !known {
			t.Errorf("there is a consumer %v that no sensor has", at)
		}
		_, old := ofOld[at]
		was, is := p.before[at], after[at]
		switch same := created(was).Equal(created(is)); {
		case is == nil:
			v.Deleted = append(v.Deleted, pair)
		case same && slices.Contains(reads, at) && old:
			v.Kept = append(v.Kept, pair)
		case same && slices.Contains(reads, at):
			v.Woken = append(v.Woken, pair)
		case same && old:
			v.Left = append(v.Left, pair)
		case same: // left by an earlier one
		case was != nil && old:
			v.Reset = append(v.Reset, pair)
		default:
			v.Made = append(v.Made, pair)
		}
	}
	for _, trigger := range last.Spec.Triggers {
		if p.pod.Stuck(trigger.Template.Name) != "" {
			v.Stuck = append(v.Stuck, trigger.Template.Name)
		}
	}
	if p.Half != "" {
		kept := false
		for _, act := range p.pod.Acts() {
			kept = kept || slices.Contains(act.Events, p.half)
		}
		v.HalfKept = &kept
	}
	return v
}

// checkEvents compares what became of the consumers with what became of the events that waited.
func (p *play) checkEvents(t *testing.T, v verdict) {
	t.Helper()
	if p.Half != "" {
		return
	}
	last := p.last()
	waiting := slices.Concat(v.Kept, v.Woken)
	after := p.consumers()
	var want []string
	for at, pair := range pairsOf(last) {
		one := after[at]
		if one == nil || !slices.Contains(p.reads(last), at) {
			continue
		}
		events := uint64(1) // the fresh one
		if slices.Contains(waiting, pair) {
			events++
			from := strings.Split(one.Config.FilterSubject, ".")
			trigger, _, _ := strings.Cut(pair, "/")
			want = append(want, trigger+": waiting "+from[1]+"/"+from[2])
		}
		if one.Delivered.Consumer != events {
			t.Errorf("%s: %d events, want %d", pair, one.Delivered.Consumer, events)
		}
	}
	want = slices.DeleteFunc(want, func(line string) bool { return p.collects(t, line) })
	slices.Sort(want)
	broker.Eventually(t, func() bool { return len(p.handled(t)) >= len(want) })
	if got := p.handled(t); !slices.Equal(got, want) {
		t.Errorf("of what waited is handled %q, want %q", got, want)
	}
}

// collects: what a trigger with && acts on depends on the order in which its consumers give.
func (p *play) collects(t *testing.T, line string) bool {
	t.Helper()
	last := p.last()
	name, _, _ := strings.Cut(line, ":")
	for i := range last.Spec.Triggers {
		trigger := &last.Spec.Triggers[i]
		condition, err := engine.NewCondition(last, trigger)
		if err != nil {
			t.Fatal(err)
		}
		if trigger.Template.Name == name && condition.Collects() {
			return true
		}
	}
	return false
}

// handled are the events that waited, with the triggers that acted on them, each once.
func (p *play) handled(t *testing.T) (lines []string) {
	t.Helper()
	for _, act := range p.pod.Acts() {
		for _, id := range act.Events {
			if line := act.Trigger + ": " + id; strings.HasPrefix(id, "waiting") && !p.collects(t, line) {
				lines = append(lines, line)
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// text is for a comparison that does not depend on the order of lists.
func text(t *testing.T, v verdict) string {
	t.Helper()
	for _, list := range [][]string{v.Kept, v.Reset, v.Deleted, v.Left, v.Made, v.Woken, v.Stuck} {
		slices.Sort(list)
	}
	content, err := yaml.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
