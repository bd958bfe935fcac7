package suite

import (
	"strconv"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Loop is one of the loops that run on the cluster, as scripts/render-loops.ts has it.
type Loop struct {
	Name           vocabulary.LoopName // the prop, from which all other names follow
	Repository     string
	AgentNamespace string
	Runs           schema.GroupVersionResource
	RunKind        string
	Max            int
	Account        string // of the sensor, in SensorNamespace
	Dedicated      bool
	PullRequests   bool // whether it hears of those that are closed and reopened
	Watched        bool // whether its monitoring is rendered
	Redelivers     bool // whether it has the CronJob that asks GitHub for deliveries again
}

// SensorNamespace is where sensors and event sources are. The loops share it, and the event source that receives GitHub's webhooks.
const SensorNamespace = "github-webhooks"

var (
	// Remediation is the loop of dist/.
	Remediation = Loop{
		Name: "remediation", Repository: "5dlabs/cto", AgentNamespace: "agent-platform", Max: 10, Account: "argo-events-sa",
		Runs: schema.GroupVersionResource{Group: "cto.5dlabs.com", Version: "v1alpha1", Resource: "coderuns"}, RunKind: "CodeRun",
		Watched: true,
	}
	// Rework has an account of its own, short retries, a resync every minute, three iterations, a pod template, and a GitHub whose
	// certificate is of a CA that only its bundle has.
	Rework = Loop{
		Name: "rework", Repository: "octo-org/widgets", AgentNamespace: "rework-agents", Max: 3, Account: "rework", Dedicated: true,
		Runs: Remediation.Runs, RunKind: "CodeRun", Watched: true, Redelivers: true,
	}
	// Agents makes the runs of other people's CRD.
	Agents = Loop{
		Name: "agents", Repository: "octo-org/gadgets", AgentNamespace: "web-agents", Max: 10, Account: "argo-events-sa",
		Runs: schema.GroupVersionResource{Group: "agents.example.com", Version: "v2", Resource: "agentruns"}, RunKind: "AgentRun",
	}
	// Closing hears of pull requests that are closed. One iteration is its maximum, and its resync comes every minute.
	Closing = Loop{
		Name: "closing", Repository: "octo-org/closing", AgentNamespace: "closing-agents", Max: 1, Account: "closing", Dedicated: true,
		Runs: Remediation.Runs, RunKind: "CodeRun", PullRequests: true, Redelivers: true,
	}
	// Waves is applied by a scenario, in the order of Argo CD, with an event source of its own.
	Waves = Loop{
		Name: "waves", Repository: "octo-org/waves", AgentNamespace: "waves-agents", Max: 10, Account: "waves", Dedicated: true,
		Runs: Remediation.Runs, RunKind: "CodeRun",
	}
	// Chaos has short retries and a quick resync, for the suite that kills what it can. It hears of pull requests that are closed, and has
	// the options of a production cluster: monitoring, a quota, network policies, a pod template.
	Chaos = Loop{
		Name: "chaos", Repository: "octo-org/chaos", AgentNamespace: "chaos-agents", Max: 10, Account: "chaos", Dedicated: true,
		Runs: Remediation.Runs, RunKind: "CodeRun", PullRequests: true, Watched: true,
	}
)

// State is the name of a task's ConfigMap.
func (l Loop) State(task int) string { return l.Name.State(strconv.Itoa(task)) }

// Run is the name of the run of a comment.
func (l Loop) Run(task int, comment int64) string {
	return l.Name.Run(strconv.Itoa(task), strconv.FormatInt(comment, 10))
}

// SensorPods selects the sensors of the loop, their Deployments and their pods.
func (l Loop) SensorPods() string { return "app=" + l.Name.SensorApp() }
