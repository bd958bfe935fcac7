package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// permissions asks the API server what each account may do, both ways, and then tries all that none of them may write.
func permissions(t *testing.T, w *world) {
	const runs = "coderuns.cto.5dlabs.com"
	for _, account := range []struct {
		name, namespace string
		may, never      []string
	}{
		{"github-webhooks:argo-events-sa", "agent-platform",
			[]string{"get configmaps", "create configmaps", "patch configmaps", "get " + runs, "create " + runs, "patch " + runs, "create jobs", "create events"},
			[]string{"delete configmaps", "list configmaps", "update configmaps", "delete " + runs, "deletecollection " + runs, "list " + runs, "delete jobs", "patch jobs", "create pods", "get secrets", "list secrets", "create roles", "impersonate serviceaccounts", "create serviceaccounts/token"}},
		{"github-webhooks:argo-events-sa", "github-webhooks",
			nil, []string{"get secrets", "get configmaps", "create configmaps", "create pods", "create jobs", "patch sensors"}},
		{"github-webhooks:remediation-state", "agent-platform",
			[]string{"list configmaps", "watch configmaps", "list " + runs, "watch " + runs},
			[]string{"create configmaps", "patch configmaps", "patch " + runs, "get secrets", "list secrets", "create pods"}},
		{"agent-platform:remediation-cancel", "agent-platform",
			[]string{"list " + runs, "delete " + runs},
			[]string{"create " + runs, "patch " + runs, "deletecollection " + runs, "get configmaps", "delete configmaps", "delete pods", "get secrets"}},
		{"agent-platform:remediation-resync", "agent-platform",
			[]string{"get configmaps", "list configmaps", "patch configmaps"},
			[]string{"create configmaps", "delete configmaps", "get " + runs, "delete " + runs, "get secrets", "create pods"}},
		{"github-webhooks:remediation-watchdog", "github-webhooks",
			[]string{"list pods", "get pods", "get pods/log", "delete pods", "list deployments", "delete deployments"},
			[]string{"create pods", "patch pods", "create pods/exec", "get secrets", "patch deployments", "delete sensors", "delete jobs", "get configmaps"}},
		{"github-webhooks:remediation-watchdog", "agent-platform", nil, []string{"get pods", "delete pods", "get configmaps", "delete " + runs}},
		{"github-webhooks:remediation-exporter", "agent-platform",
			[]string{"list configmaps"},
			[]string{"get configmaps", "watch configmaps", "create configmaps", "patch configmaps", "delete configmaps", "list " + runs, "get secrets", "list secrets", "create pods"}},
		{"github-webhooks:remediation-exporter", "github-webhooks", nil, []string{"list configmaps", "get secrets", "list pods", "patch deployments", "create pods"}},
		{"github-webhooks:github-eventsource", "agent-platform", nil, []string{"get configmaps", "create " + runs, "get secrets"}},
		{"github-webhooks:rework", "rework-agents",
			[]string{"get configmaps", "create configmaps", "patch configmaps", "create " + runs, "create jobs", "create events"},
			[]string{"delete configmaps", "list configmaps", "delete " + runs, "create pods", "get secrets"}},
		{"github-webhooks:rework", "agent-platform", nil, []string{"get configmaps", "create configmaps", "create " + runs, "create jobs"}},
		{"github-webhooks:argo-events-sa", "web-agents",
			[]string{"get agentruns.agents.example.com", "create agentruns.agents.example.com", "patch agentruns.agents.example.com"},
			[]string{"delete agentruns.agents.example.com", "create " + runs}},
	} {
		ask := func(what string) string {
			// It exits with 1 for no.
			out, _ := w.Sh(t.Context(), w.Checkout, fmt.Sprintf("kubectl auth can-i %s -n %s --as system:serviceaccount:%s", what, account.namespace, account.name))
			return strings.TrimSpace(out)
		}
		for _, what := range account.may {
			if answer := ask(what); answer != "yes" {
				t.Errorf("%s may not %s in %s: %s", account.name, what, account.namespace, answer)
			}
		}
		for _, what := range account.never {
			if answer := ask(what); answer != "no" {
				t.Errorf("%s may %s in %s: %s", account.name, what, account.namespace, answer)
			}
		}
	}
	t.Run("what RBAC refuses", func(t *testing.T) { refusedByRBAC(t, w) })
	t.Run("what policies refuse", func(t *testing.T) { refusedByPolicies(t, w) })
}
