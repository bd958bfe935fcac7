package suite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
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
		PullRequests: l.PullRequests,
	}
	if l.RunKind == "AgentRun" {
		known.IterationCount = func(run *unstructured.Unstructured) string {
			attempt, _, _ := unstructured.NestedString(run.Object, "spec", "attempt")
			return attempt
		}
	}
	return known
}

// dump keeps the history, and what went to and fro between GitHub and the cluster, for those who look for what went wrong.
func (c *Cluster) dump() error {
	folder := filepath.Join(c.Dir, "history")
	if err := c.History.Record().Dump(folder); err != nil || c.GitHub == nil {
		return err
	}
	return errors.Join(
		dumpLines(filepath.Join(folder, "deliveries.jsonl"), c.Ledger.Entries()),
		dumpLines(filepath.Join(folder, "github.jsonl"), c.GitHub.Calls()),
	)
}

func dumpLines[T any](path string, items []T) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	for _, item := range items {
		if err := encoder.Encode(item); err != nil {
			return err
		}
	}
	return os.WriteFile(path, text.Bytes(), 0o644)
}
