package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// permissions asks the API server what each account may do, both ways, and then tries what RBAC cannot forbid.
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
	forbiddenWrites(t, w)
}

// forbiddenWrites are such that the Roles allow, for they cannot be narrowed by name, and the policies refuse.
func forbiddenWrites(t *testing.T, w *world) {
	const (
		shared = "system:serviceaccount:github-webhooks:argo-events-sa"
		own    = "system:serviceaccount:github-webhooks:rework"
	)
	for _, write := range []struct{ name, as, script string }{
		{"a ConfigMap of somebody else's, with an account of the loop's own", own,
			"kubectl create configmap somebodys -n rework-agents --from-literal=a=b"},
		{"a run that no state calls for", own,
			`printf '%s' '{"apiVersion":"cto.5dlabs.com/v1alpha1","kind":"CodeRun","metadata":{"name":"anything","namespace":"rework-agents"},"spec":{"github_app":"5DLabs-Rex"}}' | kubectl create -f - --as "$AS"`},
		{"a run under a name of the loop's that no state calls for", shared,
			`printf '%s' '{"apiVersion":"cto.5dlabs.com/v1alpha1","kind":"CodeRun","metadata":{"name":"remediation-rex-t8-c8","namespace":"agent-platform","labels":{"task-id":"8","comment-id":"8","trigger-type":"comment-feedback","agent-type":"rex"}},"spec":{"github_app":"5DLabs-Rex"}}' | kubectl create -f - --as "$AS"`},
		{"a Job of its own making", own, "kubectl create job anything -n rework-agents --image=docker.io/alpine/k8s:1.33.4 -- kubectl get secrets"},
		{"a state without labels", shared, "kubectl create configmap task-8-remediation-state -n agent-platform --from-literal=handled-8=1"},
		{"an agent that is not to be cancelled", "system:serviceaccount:agent-platform:remediation-cancel",
			"kubectl delete coderun rex-of-this-task -n agent-platform"},
	} {
		t.Run(write.name, func(t *testing.T) {
			script := write.script
			if !strings.Contains(script, "$AS") {
				script = strings.Replace(script, " -n ", ` --as "$AS" -n `, 1)
			}
			out, err := w.Sh(t.Context(), w.Checkout, script, "AS="+write.as)
			if err == nil || !strings.Contains(out, "ValidatingAdmissionPolicy") {
				t.Errorf("it is not a policy that refuses it: %v\n%s", err, out)
			}
		})
	}
}
