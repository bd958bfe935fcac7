package engine

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/Knetic/govaluate"
	"github.com/antonmedv/expr"
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// Condition says when a trigger fires: an expression over the names of dependencies.
type Condition struct {
	Text         string
	Dependencies []string // in the order of the text, each once
	expression   *govaluate.EvaluableExpression
}

// conditionText is what survives the engine's rewriting of a condition (getDependencyExpression in pkg/sensors/listener.go):
// names, `&&`, `||` and parentheses.
var conditionText = regexp.MustCompile(`^(?:[A-Za-z_][A-Za-z0-9_-]*|&&|\|\||[()\s])+$`)

// NewCondition reads the condition of a trigger; without one, a trigger waits for every dependency of its sensor.
func NewCondition(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger) (*Condition, error) {
	var known []string
	for _, dependency := range sensor.Spec.Dependencies {
		known = append(known, dependency.Name)
	}
	text := trigger.Template.Conditions
	if text == "" {
		text = strings.Join(known, "&&")
	}
	if !conditionText.MatchString(text) {
		return nil, fmt.Errorf("conditions %q: only names of dependencies, &&, || and parentheses are allowed", text)
	}
	expression, err := govaluate.NewEvaluableExpression(strings.ReplaceAll(text, "-", `\-`))
	if err != nil {
		return nil, fmt.Errorf("conditions %q: %w", text, err)
	}
	condition := &Condition{Text: text, expression: expression}
	for _, name := range expression.Vars() {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("conditions %q: there is no dependency %q, only %q", text, name, known)
		}
		if err := survivesRewriting(name); err != nil {
			return nil, fmt.Errorf("conditions %q: %w", text, err)
		}
		if !slices.Contains(condition.Dependencies, name) {
			condition.Dependencies = append(condition.Dependencies, name)
		}
	}
	return condition, nil
}

// survivesRewriting: before govaluate sees a condition, the engine evaluates it in a second language, with `_` for `-`. A word
// that is an operator there (`not`, `in`) makes the trigger wait forever.
func survivesRewriting(name string) error {
	variable := strings.ReplaceAll(name, "-", "_")
	value, err := expr.Eval(variable, map[string]any{variable: name})
	if err != nil || value != name {
		return fmt.Errorf("%q is a word of the expression language, the engine cannot read it as a dependency", name)
	}
	return nil
}

// Collects says whether the engine keeps the latest event of each dependency until the expression holds. It decides by the
// sign alone (requiresANDLogic in pkg/eventbus/jetstream/sensor/trigger_conn.go); otherwise any event fires the trigger.
func (c *Condition) Collects() bool { return strings.Contains(c.Text, "&") }

// Holds evaluates the expression over the dependencies whose events have come.
func (c *Condition) Holds(come func(dependency string) bool) (bool, error) {
	values := map[string]any{}
	for _, name := range c.Dependencies {
		values[name] = come(name)
	}
	result, err := c.expression.Evaluate(values)
	return result == true, err
}

// Needs says whether the trigger never fires without an event of that dependency.
func (c *Condition) Needs(dependency string) bool {
	if !c.Collects() {
		return len(c.Dependencies) == 1 && c.Dependencies[0] == dependency
	}
	holds, err := c.Holds(func(name string) bool { return name != dependency })
	return err == nil && !holds
}
