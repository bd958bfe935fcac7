package history

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Loop is a remediation loop that runs in the cluster: its props, as far as an invariant speaks of them.
type Loop struct {
	Name            vocabulary.LoopName // the prop name, remediation unless told
	SensorNamespace string
	AgentNamespace  string
	Repository      string
	CodeRuns        schema.GroupResource
	MaxIterations   int
	PullRequests    bool // whether it hears of pull requests that are closed and reopened: the prop pullRequests

	// OtherRuns is the kind that its runs had before the prop codeRun was changed, or have had since; none when empty.
	OtherRuns schema.GroupResource

	// Account is the ServiceAccount of the sensors. Dedicated says whether it is the loop's alone; otherwise what it does to objects of
	// others is not looked at.
	Account   string
	Dedicated bool

	// IterationCount reads the iteration from the spec of a run; that of the task's own CodeRun, spec.env.ITERATION_COUNT, when nil.
	IterationCount func(run *unstructured.Unstructured) string

	// Takes says whether the loop has to take a delivery; when nil, those of its repository that pass.
	Takes func(github.Entry) bool
}

// Default is the loop that is rendered without props, and gives what is left out of another one.
func Default() Loop {
	return Loop{
		Name: "remediation", SensorNamespace: "github-webhooks", AgentNamespace: "agent-platform", Repository: "5dlabs/cto",
		CodeRuns: schema.GroupResource{Group: "cto.5dlabs.com", Resource: "coderuns"}, MaxIterations: 10, Account: "argo-events-sa",
	}
}

var (
	configMaps  = schema.GroupResource{Resource: "configmaps"}
	coreEvents  = schema.GroupResource{Resource: "events"}
	pods        = schema.GroupResource{Resource: "pods"}
	jobs        = schema.GroupResource{Group: "batch", Resource: "jobs"}
	deployments = schema.GroupResource{Group: "apps", Resource: "deployments"}
)

// names are what follows from the name of a loop.
type names struct {
	app, sensor, cancel, resync string
	state, run, job             *regexp.Regexp // with the groups task, comment
}

func (l Loop) names() names {
	const task, comment = `(` + vocabulary.TaskPattern + `)`, `(` + vocabulary.CommentPattern + `)`
	pattern := vocabulary.LoopName(regexp.QuoteMeta(string(l.Name)))
	return names{
		app:    l.Name.App(),
		sensor: l.Name.Sensor(),
		cancel: l.Name.Cancel(),
		resync: l.Name.Resync(),
		state:  whole(pattern.State(task)),
		run:    whole(pattern.Run(task, comment)),
		job:    regexp.MustCompile(`^` + pattern.CancelJob(task, comment)),
	}
}

// whole is a pattern for a whole text.
func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }

// role is what an account is for.
type role string

const (
	sensorRole   role = "sensor"
	stateRole    role = "state event source"
	cancelRole   role = "cancel Jobs"
	resyncRole   role = "resync"
	janitorRole  role = "janitor"
	watchdogRole role = "watchdog"
)

func (l Loop) accounts() map[string]role {
	user := func(namespace, name string) string {
		return fmt.Sprintf("system:serviceaccount:%s:%s", namespace, name)
	}
	return map[string]role{
		user(l.SensorNamespace, l.Account):                 sensorRole,
		user(l.SensorNamespace, l.Name.StateEventSource()): stateRole,
		user(l.AgentNamespace, l.Name.Cancel()):            cancelRole,
		user(l.AgentNamespace, l.Name.Resync()):            resyncRole,
		user(l.AgentNamespace, l.Name.Janitor()):           janitorRole,
		user(l.SensorNamespace, l.Name.Watchdog()):         watchdogRole,
	}
}

func (l Loop) takes(e github.Entry) bool {
	if e.Kind == github.OfPullRequest && !l.PullRequests {
		return false
	}
	if l.Takes != nil {
		return l.Takes(e)
	}
	return e.Passes && e.Repository == l.Repository
}

func (l Loop) iterationCount(run *unstructured.Unstructured) string {
	if l.IterationCount != nil {
		return l.IterationCount(run)
	}
	count, _, _ := unstructured.NestedString(run.Object, "spec", "env", "ITERATION_COUNT")
	return count
}

// stateTask is the task whose state an object is, empty when it is none of this loop's.
func (l Loop) stateTask(names names, resource schema.GroupResource, namespace, name string) string {
	if match := names.state.FindStringSubmatch(name); match != nil && resource == configMaps && namespace == l.AgentNamespace {
		return match[1]
	}
	return ""
}

// isRun says whether objects of a kind are runs of the loop.
func (l Loop) isRun(resource schema.GroupResource) bool {
	return resource == l.CodeRuns || resource == l.OtherRuns && !resource.Empty()
}

// runOf is the task and comment whose run an object is, by its name.
func (l Loop) runOf(names names, resource schema.GroupResource, namespace, name string) (task, comment string, ok bool) {
	match := names.run.FindStringSubmatch(name)
	if match == nil || !l.isRun(resource) || namespace != l.AgentNamespace {
		return "", "", false
	}
	return match[1], match[2], true
}

// owns says whether an object is one of the loop's by its name, or by what it is about.
func (l Loop) owns(names names, v Version) bool {
	object := v.Object
	if object.GetNamespace() != l.AgentNamespace {
		return false
	}
	if l.isRun(v.Resource) {
		return names.run.MatchString(object.GetName())
	}
	switch v.Resource {
	case configMaps:
		return names.state.MatchString(object.GetName())
	case coreEvents:
		about, _, _ := unstructured.NestedString(object.Object, "involvedObject", "name")
		return names.state.MatchString(about)
	case jobs, pods:
		return strings.HasPrefix(object.GetName(), names.cancel) || strings.HasPrefix(object.GetName(), names.resync)
	}
	return false
}
