package suite

import (
	"context"
	"path/filepath"

	"github.com/cdk8s-argo-events/test/e2e/history"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// etcd is where the control plane has it.
var etcd = history.Etcd{Endpoints: []string{"127.0.0.1:2379"}}

func watch(ctx context.Context, loops []Loop) (*history.Watcher, error) {
	var runs []schema.GroupResource
	for _, loop := range loops {
		runs = append(runs, loop.Runs.GroupResource())
	}
	return history.Watch(ctx, etcd, runs...)
}

// Audit reads what the API server has been asked so far.
func (c *Cluster) Audit() (*history.Audit, error) { return history.ReadAudit(c.Plane.AuditLog()) }

// History is the loop as the history knows it.
func (l Loop) History() history.Loop {
	known := history.Loop{
		Name: l.Name, SensorNamespace: SensorNamespace, AgentNamespace: l.AgentNamespace, Repository: l.Repository,
		CodeRuns: l.Runs.GroupResource(), MaxIterations: l.Max, Account: l.Account, Dedicated: l.Dedicated,
	}
	if l.RunKind == "AgentRun" {
		known.IterationCount = func(run *unstructured.Unstructured) string {
			attempt, _, _ := unstructured.NestedString(run.Object, "spec", "attempt")
			return attempt
		}
	}
	return known
}

// dump keeps the history for those who look for what went wrong.
func (c *Cluster) dump() error {
	return c.History.Record().Dump(filepath.Join(c.Dir, "history"))
}
