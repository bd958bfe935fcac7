package policies

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// builtRun is the task's CodeRun with another app; the loop of that name puts more in.
var builtRun = strings.NewReplacer("remediation-rex", "built-rex", "-remediation-state", "-built-state", "5DLabs-Rex", "5DLabs-Blaze").Replace(newRun)

// Of a template that builds on the task's, what is as there is judged, and every literal. The rest is not, as npm run synth warns.
func TestBuiltCodeRun(t *testing.T) {
	c := newCluster(t)
	const (
		labels      = "The labels of a run are those of its task, comment and pull request"
		annotations = "The annotations of a run are those of its comment, pull request and iteration"
		finalizers  = "The sensor leaves the finalizers of a run alone"
		content     = "A new run has the app and the fields of the template, with its comment and iteration"
		beside      = "A new run has no fields beside those of the template and those that policies.codeRunDefaults names"
		more        = `{metadata: {labels: {team: blue}, annotations: {example.com/tier: one}, finalizers: [example.com/cleanup]},
			spec: {env: {LANGUAGE: de}, numbers: {task: 7, attempt: 3, attempts: 10}, steps: [{name: fix, task: "7"}]}}`
	)
	tries{c: c, user: c.client(sensor), resource: codeRuns, namespace: built, policy: "built-coderun.built-agents", owner: true}.run(t, []attempt{
		{"a run", nil, all(builtRun, more), ""},
		{"a run of another app", nil, all(builtRun, more, `spec: {github_app: 5DLabs-Rex}`), content},
		{"a run with another language", nil, all(builtRun, more, `spec: {env: {LANGUAGE: en}}`), content},
		{"a run without a language", nil, all(builtRun, more, `spec: {env: {LANGUAGE: null}}`), content},
		{"a run of another step", nil, all(builtRun, more, `spec: {steps: [{name: deploy, task: "7"}]}`), content},
		{"a run without steps", nil, all(builtRun, more, `spec: {steps: null}`), content},
		{"a run of another task in a step", nil, all(builtRun, more, `spec: {steps: [{name: fix, task: "8"}]}`), ""},
		{"a run of another attempt", nil, all(builtRun, more, `spec: {numbers: {attempt: 4}}`), ""},
		{"a run of another team", nil, all(builtRun, more, `metadata: {labels: {team: red}}`), labels},
		{"a run of no team", nil, all(builtRun, more, `metadata: {labels: {team: null}}`), labels},
		{"a run of another tier", nil, all(builtRun, more, `metadata: {annotations: {example.com/tier: two}}`), annotations},
		{"a run without the finalizer of the template", nil, all(builtRun, more, `metadata: {finalizers: null}`), ""},
		{"a run with another finalizer", nil, all(builtRun, more, `metadata: {finalizers: [example.com/x]}`), finalizers},
		{"a run with one more finalizer", nil, all(builtRun, more, `metadata: {finalizers: [example.com/cleanup, example.com/x]}`), finalizers},
		{"a run that is no remediation", nil, all(builtRun, more, `spec: {remediation_mode: false}`), content},
		{"a run for another comment", nil, all(builtRun, more, `spec: {pr_comment_id: 3}`), content},
		{"a run of another comment in the environment", nil, all(builtRun, more, `spec: {env: {FEEDBACK_COMMENT_ID: "3"}}`), content},
		{"a run of no iteration in the environment", nil, all(builtRun, more, `spec: {env: {ITERATION_COUNT: null}}`), content},
		{"a run whose maximum is no number", nil, all(builtRun, more, `spec: {env: {MAX_ITERATIONS: many}}`), content},
		{"a run with another variable", nil, all(builtRun, more, `spec: {env: {HTTPS_PROXY: a}}`), beside},
		{"a run with another field", nil, all(builtRun, more, `spec: {repository_url: a}`), beside},
		{"a run without a pull request", nil, all(builtRun, more, `spec: {pr_number: null}`), labels},
		{"a run whose label has another pull request", nil, all(builtRun, more, `metadata: {labels: {pr-number: "43"}}`), labels},
	})
}

// The agents that are cancelled are those of the props.
func TestCancelledAgents(t *testing.T) {
	c := newCluster(t)
	const run = `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, spec: {},
		metadata: {name: "qa-{{.N}}", labels: {task-id: "{{.N}}", example.com/agent: qa}}}`
	const notCancelled = "Of the CodeRuns of a task, those of qa are cancelled"
	user := c.client("system:serviceaccount:built-agents:built-cancel")
	tries{c: c, user: user, resource: codeRuns, namespace: built, policy: "built-cancel.built-agents"}.run(t, []attempt{
		{"a run of theirs", all(run), nil, ""},
		{"a run of theirs, whatever its status", all(run, `metadata: {labels: {status: succeeded}}`), nil, ""},
		{"a run of another agent", all(run, `metadata: {labels: {example.com/agent: rex}}`), nil, notCancelled},
		{"a run of Tess", all(run, `metadata: {labels: {example.com/agent: null, agent-type: tess, status: running}}`), nil, notCancelled},
		{"a run of no task", all(run, `metadata: {labels: {task-id: null}}`), nil, notCancelled},
	})
}

// The API server keeps every digit of the longest task that there is.
func TestLongTaskNumber(t *testing.T) {
	c := newCluster(t)
	const longest = int64(999999999999999999)
	run := object(`{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: long}}`)
	if err := unstructured.SetNestedField(run.Object, longest, "spec", "numbers", "task"); err != nil {
		t.Fatal(err)
	}
	c.add(t, codeRuns, built, run)
	stored, err := c.admin.Resource(codeRuns).Namespace(built).Get(t.Context(), "long", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if task, _, err := unstructured.NestedInt64(stored.Object, "spec", "numbers", "task"); err != nil || task != longest {
		t.Errorf("got %d, %v, want %d", task, err, longest)
	}
}
