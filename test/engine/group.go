package engine

import (
	"fmt"
	"regexp"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"go.yaml.in/yaml/v3"
)

// Group is one sensor, or the shards of one: alike but for the number at the end of their names, and each event is for one of them at
// most. What a group does with a payload is one verdict, for it makes no difference to a reader which of them does it.
type Group struct {
	Name    string
	Sensors []Rendered[v1alpha1.Sensor]
}

var shardNumber = regexp.MustCompile(`-\d+$`)

// Groups are those of a tree, in its order.
func (t *Tree) Groups() []Group {
	shards := map[string]int{}
	for _, sensor := range t.Sensors {
		shards[shardNumber.ReplaceAllString(sensor.GetName(), "")]++
	}
	var groups []Group
	at := map[string]int{}
	for _, sensor := range t.Sensors {
		name := shardNumber.ReplaceAllString(sensor.GetName(), "")
		if shards[name] == 1 {
			name = sensor.GetName()
		}
		i, known := at[name]
		if !known {
			i = len(groups)
			at[name] = i
			groups = append(groups, Group{Name: name})
		}
		groups[i].Sensors = append(groups[i].Sensors, sensor)
	}
	return groups
}

// Judge runs a payload through all of them. That two of them take an event is an error. The verdict is nil when no dependency is for it.
func (g Group) Judge(tree *Tree, payload Payload) (*Verdict, error) {
	var whole *Verdict
	for _, sensor := range g.Sensors {
		verdict, err := Judge(tree, sensor.Value, payload)
		if err != nil || verdict == nil {
			return nil, err
		}
		if len(g.Sensors) > 1 && len(verdict.Triggers) > 0 {
			verdict.TakenBy = sensor.GetName()
		}
		if whole == nil {
			whole = verdict
			continue
		}
		if err := whole.add(verdict); err != nil {
			return nil, err
		}
	}
	return whole, nil
}

// add puts the verdict of another shard to it. What a dependency passes in one of them it passes; why it is refused is the same in all
// of them, or is that the event is for another shard.
func (v *Verdict) add(other *Verdict) error {
	if v.TakenBy != "" && other.TakenBy != "" {
		return fmt.Errorf("both %s and %s take it", v.TakenBy, other.TakenBy)
	}
	if other.TakenBy != "" {
		v.TakenBy, v.Triggers = other.TakenBy, other.Triggers
	}
	mine, others := pairs(v.Dependencies), pairs(other.Dependencies)
	if len(mine) != len(others) {
		return fmt.Errorf("shards have %d and %d dependencies for it", len(mine), len(others))
	}
	for i := range mine {
		if mine[i].name.Value != others[i].name.Value {
			return fmt.Errorf("shards have other dependencies for it: %s and %s", mine[i].name.Value, others[i].name.Value)
		}
		if others[i].outcome.Value == passed {
			*mine[i].outcome = *others[i].outcome
		}
	}
	return nil
}

type pair struct{ name, outcome *yaml.Node }

func pairs(mapping yaml.Node) []pair {
	var list []pair
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		list = append(list, pair{mapping.Content[i], mapping.Content[i+1]})
	}
	return list
}
