package traps

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/Knetic/govaluate"
	"github.com/antonmedv/expr"
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
)

// What listener.go in pkg/sensors does around an action is told anew here, without a bus, and TestRetold compares the source. The
// package running runs the listener itself.

// attempts is what came of each attempt of a trigger.
type attempts struct {
	Main, DLQ []string // the error of each, "" when it went well
	Failed    string   // what the engine makes of them, before a dlqTrigger
}

// fire does what the engine does when the first trigger of a sensor is to act (actionFunc).
func fire(t *testing.T, sensor *v1alpha1.Sensor, cluster *cluster, events map[string]*v1alpha1.Event) attempts {
	t.Helper()
	var done attempts
	clients := engine.Clients{HTTP: http.DefaultTransport}
	if cluster != nil {
		clients.Kubernetes = cluster.client(t)
	}
	try := func(trigger *v1alpha1.Trigger, log *[]string) error {
		retryStrategy := trigger.RetryStrategy
		if retryStrategy == nil {
			retryStrategy = &v1alpha1.Backoff{Steps: 1}
		}
		return sharedutil.DoWithRetry(retryStrategy, func() error {
			acted, err := triggerActions(trigger, func() error {
				err := engine.Act(sensor, trigger, events, clients)
				*log = append(*log, message(err))
				return err
			})
			<-acted // one thing after the other, for the sake of the test
			return err
		})
	}
	trigger := &sensor.Spec.Triggers[0]
	if err := try(trigger, &done.Main); err != nil {
		done.Failed = err.Error()
		if trigger.DlqTrigger != nil {
			_ = try(trigger.DlqTrigger, &done.DLQ)
		}
	}
	return done
}

// triggerActions waits for the action, or does not; the message is acknowledged when it returns. The channel is closed when the
// action is done.
func triggerActions(trigger *v1alpha1.Trigger, act func() error) (<-chan struct{}, error) {
	acted := make(chan struct{})
	if trigger.AtLeastOnce {
		defer close(acted)
		return acted, act()
	}
	go func() {
		defer close(acted)
		_ = act()
	}()
	return acted, nil
}

// start says what keeps the first trigger of a sensor from starting; the sensor logs it once and runs on. Otherwise it gives the
// dependencies that the trigger subscribes to (getDependencyExpression and listenEvents).
func start(sensor *v1alpha1.Sensor) ([]v1alpha1.EventDependency, error) {
	known := map[string]v1alpha1.EventDependency{}
	for _, dependency := range sensor.Spec.Dependencies {
		known[dependency.Name] = dependency
	}
	evaluable, err := condition(sensor)
	if err != nil {
		return nil, err
	}
	var used []v1alpha1.EventDependency
	for i, name := range evaluable.Vars() {
		dependency, found := known[name]
		if !found {
			return nil, fmt.Errorf("dependency expression and dependency list do not match, %s is not found", name)
		}
		if !slices.Contains(evaluable.Vars()[:i], name) {
			used = append(used, dependency)
		}
	}
	return used, nil
}

// condition is when the first trigger of a sensor fires (getDependencyExpression and listenEvents).
func condition(sensor *v1alpha1.Sensor) (*govaluate.EvaluableExpression, error) {
	names := map[string]string{}
	var all []string
	for _, dependency := range sensor.Spec.Dependencies {
		names[strings.ReplaceAll(dependency.Name, "-", "_")] = dependency.Name
		all = append(all, dependency.Name)
	}
	expression := strings.Join(all, "&&")
	if conditions := sensor.Spec.Triggers[0].Template.Conditions; conditions != "" {
		conditions = strings.NewReplacer("&&", ` + "&&" + `, "||", ` + "||" + `, "-", "_", "(", `"("+`, ")", `+")"`).Replace(conditions)
		program, err := expr.Compile(conditions, expr.Env(names))
		if err != nil {
			return nil, err
		}
		result, err := expr.Run(program, names)
		if err != nil {
			return nil, err
		}
		expression = fmt.Sprintf("%v", result)
	}
	return govaluate.NewEvaluableExpression(strings.ReplaceAll(expression, "-", `\-`))
}

func TestRetold(t *testing.T) {
	for path, lines := range map[string][]string{
		"pkg/sensors/listener.go": {
			// getDependencyExpression
			`originalExpr = strings.ReplaceAll(originalExpr, "&&", " + \"&&\" + ")`,
			`originalExpr = strings.ReplaceAll(originalExpr, "||", " + \"||\" + ")`,
			`originalExpr = strings.ReplaceAll(originalExpr, "-", "_")`,
			`originalExpr = strings.ReplaceAll(originalExpr, "(", "\"(\"+")`,
			`originalExpr = strings.ReplaceAll(originalExpr, ")", "+\")\"")`,
			`program, err := expr.Compile(originalExpr, expr.Env(parameters))`,
			`depExpression = strings.Join(deps, "&&")`,
			// listenEvents: what keeps a trigger from starting ends its goroutine only
			`triggerLogger.Errorw("failed to get dependency expression", zap.Error(err))
				return`,
			`triggerLogger.Errorf("Dependency expression and dependency list do not match, %s is not found", depName)
					return`,
			`depMapping[d.Name] = d`,
			// actionFunc
			`retryStrategy = &v1alpha1.Backoff{Steps: 1}`,
			`err := sharedutil.DoWithRetry(retryStrategy, func() error {
					return sensorCtx.triggerActions(ctx, sensor, events, trigger)`,
			`if trigger.DlqTrigger != nil {`,
			`return sensorCtx.triggerActions(ctx, sensor, events, *trigger.DlqTrigger)`,
			// triggerActions
			`if trigger.AtLeastOnce {
		// By making this a blocking call, wait to Ack the message
		// until this trigger is executed.
		return sensorCtx.triggerWithRateLimit(`,
			`go func() {
			err := sensorCtx.triggerWithRateLimit(`,
			// triggerOne makes the trigger anew for each event
			`triggerImpl := sensorCtx.GetTrigger(ctx, &trigger)`,
			`return fmt.Errorf("invalid trigger %s, could not find an implementation", trigger.Template.Name)`,
			// initRateLimiter, for spec.triggers and not for their dlqTrigger; one limiter for each name
			`duration := time.Second
	if trigger.RateLimit != nil {
		switch trigger.RateLimit.Unit {
		case v1alpha1.Minute:
			duration = time.Minute
		case v1alpha1.Hour:
			duration = time.Hour
		}
		rateLimiters[trigger.Template.Name] = ratelimit.New(int(trigger.RateLimit.RequestsPerUnit), ratelimit.Per(duration))`,
			`for _, t := range sensor.Spec.Triggers {
		sensorCtx.metrics.InitSensorMetrics(sensorCtx.sensor.Name, t.Template.Name)

		initRateLimiter(t)`,
			`if rl, ok := rateLimiters[trigger.Template.Name]; ok {
		rl.Take()`,
		},
		"pkg/sensors/trigger.go": {
			`	if trigger.Template.K8s != nil {
		return standardk8s.NewStandardK8sTrigger(`,
			`	if trigger.Template.Log != nil {
		result, err := logtrigger.NewLogTrigger(sensorCtx.sensor, trigger, log)`,
			`	return nil
}
`,
		},
	} {
		says(t, path, lines...)
	}
}
