package policies

import (
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// The account of the platform is that of other people's sensors too. What they write goes through, but for Jobs.
func TestForeignSensor(t *testing.T) {
	c := newCluster(t)
	const (
		theirs = `{apiVersion: v1, kind: ConfigMap, metadata: {name: "theirs-{{.N}}", labels: {app: theirs, task-id: "{{.N}}"}}, data: {handled-1: "7"}}`
		run    = `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: "tess-{{.N}}", labels: {task-id: "{{.N}}", agent-type: tess, trigger-type: comment-feedback}}, spec: {github_app: 5DLabs-Tess}}`
		event  = `{apiVersion: v1, kind: Event, metadata: {name: "event-{{.N}}"}, involvedObject: {kind: Pod, name: a, namespace: agent-platform}, reason: Killing, type: Normal, message: a, source: {component: theirs}}`
		// Of a loop whose name begins or ends as this one's does.
		similar    = `{apiVersion: v1, kind: ConfigMap, metadata: {name: "task-{{.N}}-other-remediation-state", labels: {app: other-remediation-loop}}, data: {a: b}}`
		similarRun = `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: "remediation-rex-t5-rex-t{{.N}}-c2"}, spec: {}}`
	)
	for resource, attempts := range map[schema.GroupVersionResource][]attempt{
		configMaps: {{"a ConfigMap", nil, all(theirs), ""}, {"a change of it", all(theirs), all(`{data: {handled-1: null}, metadata: {labels: {app: other}, finalizers: [example.com/x]}}`), ""}, {"its end", all(theirs), nil, ""}, {"a state of a similar name", nil, all(similar), ""}},
		codeRuns:   {{"a run", nil, all(run), ""}, {"a change of it", all(run), all(`{spec: {github_app: other}, metadata: {labels: {status: running}}}`), ""}, {"its end", all(run), nil, ""}, {"a run of a similar name", nil, all(similarRun), ""}},
		events:     {{"an Event", nil, all(event), ""}},
	} {
		t.Run(resource.Resource, func(t *testing.T) {
			tries{c: c, user: c.mighty(sensor), resource: resource, namespace: platform}.run(t, attempts)
		})
	}
}

// anyJob is of somebody else.
const anyJob = `{apiVersion: batch/v1, kind: Job, metadata: {name: "job-{{.N}}"}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}`

// foreignJobs are what whoever may use the account could run with the right to make Jobs.
func foreignJobs(refused string) []attempt {
	job := func(name, spec string) attempt { return attempt{name, nil, all(anyJob, with(spec)), refused} }
	return []attempt{
		{"a Job", nil, all(anyJob), refused},
		job("a foreign image", `containers: [{name: a, image: evil.example.com/a}]`),
		job("a privileged container", `containers: [{name: a, image: a, securityContext: {privileged: true}}]`),
		job("the files of the node", `volumes: [{name: a, hostPath: {path: /}}], containers: [{name: a, image: a, volumeMounts: [{name: a, mountPath: /host}]}]`),
		job("the processes of the node", `hostPID: true`),
		job("the network of the node", `hostNetwork: true`),
		job("a Secret", `volumes: [{name: a, secret: {secretName: a}}], containers: [{name: a, image: a, volumeMounts: [{name: a, mountPath: /a}]}]`),
		job("the keys of a Secret", `containers: [{name: a, image: a, envFrom: [{secretRef: {name: a}}]}]`),
		job("any account", `serviceAccountName: agent-controller`),
		job("all of it", `serviceAccountName: agent-controller, hostPID: true, hostNetwork: true, volumes: [{name: a, hostPath: {path: /}}, {name: b, secret: {secretName: a}}],
			containers: [{name: a, image: evil.example.com/a, securityContext: {privileged: true}, volumeMounts: [{name: a, mountPath: /host}, {name: b, mountPath: /b}]}]`),
	}
}

// The loop's Role lets the account make Jobs, so a policy closes it to whoever else may use that account, unless a prop opens it.
func TestForeignJobs(t *testing.T) {
	c := newCluster(t)
	of := func(namespace, policy string) tries {
		return tries{c: c, user: c.client(sensor), resource: jobs, namespace: namespace, policy: policy}
	}
	t.Run("closed", func(t *testing.T) { of(platform, "remediation-job.agent-platform").run(t, foreignJobs(noOtherJobs)) })
	t.Run("policies.otherJobs: true", func(t *testing.T) {
		of(open, "open-job.open-agents").run(t, foreignJobs(""))
		attempts := []attempt{{"a Job named as the loop's", nil, all(anyJob, `metadata: {name: open-cancel-t7-c2-x}`), asTemplate}}
		// The last three are in this namespace if the sensors are.
		for _, account := range []string{"cancel", "resync", "janitor", "watchdog", "state", "exporter"} {
			attempts = append(attempts, attempt{"a Job under the account of " + account, nil, all(anyJob, with(`serviceAccountName: open-`+account)), asTemplate})
		}
		of(open, "open-job.open-agents").run(t, attempts)
	})
}

// The same of ConfigMaps: they are open unless a prop closes them. The certificate by which pods know the API server is one of them.
func TestForeignConfigMaps(t *testing.T) {
	c := newCluster(t)
	const (
		closes  = "The sensor writes ConfigMaps named task-<number>-closed-state and no others; the prop policies.otherConfigMaps: true of the loop allows them"
		theirs  = `{apiVersion: v1, kind: ConfigMap, metadata: {name: "theirs-{{.N}}"}, data: {a: b}}`
		trusted = "kube-root-ca.crt"
	)
	tries{c: c, user: c.client(sensor), resource: configMaps, namespace: closed, policy: "closed-state.closed-agents"}.run(t, []attempt{
		{"a ConfigMap", nil, all(theirs), closes},
		{"a change of one", all(theirs), all(`data: {a: c}`), closes},
		{"a state", nil, all(strings.NewReplacer("remediation-loop", "closed-loop", "-remediation-state", "-closed-state").Replace(newState)), ""},
	})
	for namespace, want := range map[string]string{platform: "", closed: "closed-state.closed-agents: " + closes} {
		t.Run(trusted+" in "+namespace, func(t *testing.T) {
			eventually(t, trusted+" is there", func() bool {
				_, err := c.admin.Resource(configMaps).Namespace(namespace).Get(t.Context(), trusted, metav1.GetOptions{})
				return err == nil
			})
			patch := []byte(`{"data": {"ca.crt": "evil"}}`)
			_, err := c.client(sensor).Resource(configMaps).Namespace(namespace).Patch(t.Context(), trusted, types.MergePatchType, patch, metav1.PatchOptions{DryRun: dryRun.DryRun})
			if got := refusal(err); got != want || (want == "" && err != nil) {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

// What a cluster adds is let be where props name it.
func TestWhatAClusterAdds(t *testing.T) {
	c := newCluster(t)
	const added = `metadata: {labels: {team: blue}, annotations: {team: blue, example.com/owner: a}}`
	ours := strings.NewReplacer("remediation-loop", "closed-loop", "-remediation-state", "-closed-state", "remediation-rex", "closed-rex", "remediation-cancel", "closed-cancel", "agent-platform", closed)
	of := func(resource schema.GroupVersionResource, word string) tries {
		return tries{c: c, user: c.client(sensor), resource: resource, namespace: closed, policy: "closed-" + word + ".closed-agents"}
	}
	state, run, job := ours.Replace(newState), ours.Replace(newRun), ours.Replace(cancelJob)
	t.Run("states", func(t *testing.T) {
		of(configMaps, "state").run(t, []attempt{
			{"labels and annotations", nil, all(state, added), ""},
			{"labels and annotations that change", all(state, added), all(`metadata: {labels: {team: red}, annotations: {team: null, example.com/owner: b}}`), ""},
			{"a large one", nil, all(state, `metadata: {annotations: {team: `+long(200_000)+`}}`), "The sensor leaves the annotations of a state as they are, and adds none that policies.injectedMetadata does not name, but may remove remediation.5dlabs.com/resync"},
			{"another label", nil, all(state, added, `metadata: {labels: {tier: a}}`), "The sensor leaves the other labels of a state as they are, and adds none that policies.injectedMetadata does not name"},
		})
	})
	t.Run("runs", func(t *testing.T) {
		runs := of(codeRuns, "coderun")
		runs.run(t, []attempt{
			{"labels, annotations and a field", nil, all(run, added, `{metadata: {ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: "task-{{.N}}-closed-state", uid: a}]}, spec: {model: large}}`), ""},
			{"another field", nil, all(run, `{metadata: {ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: "task-{{.N}}-closed-state", uid: a}]}, spec: {model: large, prompt_modification: a}}`), "A new run has no fields beside those of the template and those that policies.codeRunDefaults names"},
		})
	})
	t.Run("Jobs", func(t *testing.T) {
		of(jobs, "job").run(t, []attempt{
			{"labels and annotations of the pod", nil, all(job, `spec: {template: {`+added+`}}`), ""},
			{"another annotation of the pod", nil, all(job, `spec: {template: {metadata: {annotations: {a: b}}}}`), podMetadata},
		})
	})
}

// A label of a platform's own controller on a run, by the account that the sensors share.
func TestOtherFieldsOfARun(t *testing.T) {
	c := newCluster(t)
	tries{c: c, user: c.client(sensor), resource: codeRuns, namespace: platform, owner: true}.run(t, []attempt{
		{"a label", all(newRun), all(`metadata: {labels: {status: running}}`), ""},
		{"an annotation", all(newRun), all(`metadata: {annotations: {a: b}}`), ""},
	})
}

// Policies do not bind people, nor other namespaces.
func TestPeople(t *testing.T) {
	c := newCluster(t)
	const whatever = `{metadata: {labels: {app: other, task-id: "0"}, annotations: {a: b}}, data: {iteration-1: "99", handled-1: null, comment-1: x, status: paused, note: hello}}`
	for _, who := range []struct{ user, namespace string }{
		{"somebody", platform},
		{"system:serviceaccount:agent-platform:default", platform},
		{sensor, "default"},
	} {
		t.Run(who.user+" in "+who.namespace, func(t *testing.T) {
			tries{c: c, user: c.mighty(who.user), resource: configMaps, namespace: who.namespace}.run(t, []attempt{
				{"a change of a state", all(handledState), all(whatever), ""},
				{"a state of any form", nil, all(handledState, whatever), ""},
				{"the end of a state", all(handledState), nil, ""},
			})
			tries{c: c, user: c.mighty(who.user), resource: codeRuns, namespace: who.namespace, owner: true}.run(t, []attempt{
				{"a change of a run", all(newRun), all(`spec: {github_app: other}`), ""},
				{"a run of any form", nil, all(newRun, `{metadata: {labels: null}, spec: {}}`), ""},
			})
		})
	}
}

// An account of the loop's own writes nothing but the loop's objects.
func TestDedicatedAccount(t *testing.T) {
	c := newCluster(t)
	var (
		state = strings.ReplaceAll(newState, "-remediation-state", "-rework-state")
		run   = strings.NewReplacer("remediation-rex", "rework-rex", "-remediation-state", "-rework-state").Replace(newRun)
		// With its podTemplate.
		job = strings.NewReplacer("remediation-cancel", "rework-cancel", "agent-platform", rework,
			resources, `resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {cpu: 500m, memory: 256Mi}}, env: [{name: NO_PROXY, value: "$(KUBERNETES_SERVICE_HOST),.svc"}]`,
			"restartPolicy: Never", `restartPolicy: Never
      imagePullSecrets: [{name: registry}]
      nodeSelector: {kubernetes.io/os: linux}
      tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]`).Replace(cancelJob)
		event = strings.NewReplacer("-remediation-state", "-rework-state", "pr-comment-remediation", "pr-comment-rework", "agent-platform", rework).Replace(triggered)
	)
	state = strings.NewReplacer("remediation-loop", "rework-loop", "5dlabs/cto", "octo-org/widgets").Replace(state)
	for _, kind := range []struct {
		policy   string
		resource schema.GroupVersionResource
		attempts []attempt
	}{
		{"rework-state.rework-agents", configMaps, []attempt{
			{"a state", nil, all(state), ""},
			{"any ConfigMap", nil, all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "any-{{.N}}"}}`), "The sensor writes ConfigMaps named task-<number>-rework-state and no others"},
			{"a change of any ConfigMap", all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "any-{{.N}}"}}`), all(`data: {a: b}`), "The sensor writes ConfigMaps named task-<number>-rework-state and no others"},
			{"a state of another loop", nil, all(newState), "The sensor writes ConfigMaps named task-<number>-rework-state and no others"},
		}},
		{"rework-coderun.rework-agents", codeRuns, []attempt{
			{"a run", nil, all(run), ""},
			{"any run", nil, all(run, `metadata: {name: "any-{{.N}}"}`), "The sensor writes CodeRuns named rework-rex-t<task>-c<comment> and no others"},
		}},
		{"rework-job.rework-agents", jobs, []attempt{
			{"the Job", nil, all(job), ""},
			{"any Job", nil, all(anyJob), asTemplate},
		}},
		{"rework-event.rework-agents", events, []attempt{
			{"an Event", nil, all(event), ""},
			{"any Event", nil, all(`{apiVersion: v1, kind: Event, metadata: {name: "event-{{.N}}"}, involvedObject: {kind: Pod, name: a, namespace: rework-agents}, reason: Killing, type: Normal, message: a, source: {component: theirs}}`), "The sensor tells of RemediationTriggered, RemediationExhausted, RemediationTriggerFailed, each with its type and name"},
		}},
	} {
		t.Run(kind.resource.Resource, func(t *testing.T) {
			tries{c: c, user: c.client(dedicated), resource: kind.resource, namespace: rework, policy: kind.policy, owner: kind.resource == codeRuns}.run(t, kind.attempts)
		})
	}
	t.Run("other kinds, and removals, whoever allows them", func(t *testing.T) {
		for resource, attempts := range map[schema.GroupVersionResource][]attempt{
			{Version: "v1", Resource: "secrets"}: {{"a Secret", nil, all(`{apiVersion: v1, kind: Secret, metadata: {name: "a-{{.N}}"}}`), otherKinds}},
			{Version: "v1", Resource: "pods"}:    {{"a pod", nil, all(`{apiVersion: v1, kind: Pod, metadata: {name: "a-{{.N}}"}, spec: {containers: [{name: a, image: a}]}}`), otherKinds}},
			configMaps:                           {{"the end of a state", all(state), nil, otherKinds}},
			codeRuns:                             {{"the end of a run", all(run, `metadata: {ownerReferences: null}`), nil, otherKinds}},
		} {
			tries{c: c, user: c.mighty(dedicated), resource: resource, namespace: rework, policy: "rework-accounts.rework-agents"}.run(t, attempts)
		}
	})
}

// Of other people's CodeRun, what the loop puts in is judged, the literals of its template, and that nothing changes.
func TestCodeRunOfOthers(t *testing.T) {
	c := newCluster(t)
	const agentRun = `
apiVersion: agents.example.com/v2
kind: AgentRun
metadata:
  name: agents-rex-t{{.N}}-c2
  labels: {task-id: "{{.N}}", trigger-type: comment-feedback, comment-id: "2", remediation.5dlabs.com/at-rest: "false"}
  annotations: {remediation.5dlabs.com/iteration: "3", remediation.5dlabs.com/resync: "", remediation.5dlabs.com/state-version: "17"}
  ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: "task-{{.N}}-agents-state", uid: a}]
spec: {pullRequest: 42, commentId: "2", attempt: "3", attempts: "10", env: [{name: TASK, value: "7"}]}
`
	now := requestedAt(0)
	const (
		kept       = `metadata: {ownerReferences: null}` // by nobody, so that the garbage collector leaves it
		finalizers = "The sensor leaves the finalizers of a run alone"
	)
	tries{c: c, user: c.client(sensor), resource: agentRuns, namespace: agents, policy: "agents-coderun.web-agents"}.run(t, []attempt{
		{"a run", nil, all(agentRun, now), ""},
		{"a run with a finalizer", nil, all(agentRun, now, `metadata: {finalizers: [example.com/x]}`), finalizers},
		{"a run that nobody can delete any more", all(agentRun, kept), all(`metadata: {finalizers: [example.com/x]}`), finalizers},
		{"a run with another variable", nil, all(agentRun, now, `spec: {env: [{name: PATH, value: "7"}]}`), "A new run has the app and the fields of the template, with its comment and iteration"},
		{"a run with one more variable", nil, all(agentRun, now, `spec: {env: [{name: TASK, value: "7"}, {name: PATH, value: "7"}]}`), ""},
		{"a run of another attempt than it says", nil, all(agentRun, now, `spec: {attempt: "4"}`), ""},
		{"a run with another label", nil, all(agentRun, now, `metadata: {labels: {team: blue}}`), "A new run has the labels and annotations of the template, and those that policies.injectedMetadata names"},
		{"a run of another task", nil, all(agentRun, now, `metadata: {labels: {task-id: "0"}}`), "The labels of a run are those of its task, comment and pull request"},
		{"a run without an iteration", nil, all(agentRun, now, `metadata: {annotations: null}`), "The annotations of a run are those of its comment, pull request and iteration"},
		{"a run of another state", nil, all(agentRun, now, `metadata: {ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: task-0-agents-state, uid: a}]}`), "The owner of a run is the state of its task"},
		{"a run of long ago", nil, all(agentRun, requestedAt(48*60*60*1e9)), "A run is made for an event of the last 24h: the resync asks again for what is still due"},
		{"a run again", all(agentRun, kept), all(`metadata: {annotations: {remediation.5dlabs.com/resync: 1-2}}`), ""},
		{"a run of another iteration", all(agentRun, kept), all(`metadata: {annotations: {remediation.5dlabs.com/iteration: "4"}}`), "The annotations of a run are those of its comment, pull request and iteration"},
		{"an iteration set right", all(agentRun, kept, `metadata: {annotations: {remediation.5dlabs.com/iteration: none}}`), all(`metadata: {annotations: {remediation.5dlabs.com/iteration: "3"}}`), ""},
		{"a run of another attempt", all(agentRun, kept), all(`spec: {attempt: "4"}`), "What a run is to do never changes: spec"},
	})
}

// No name of a loop is that of another's.
func TestNames(t *testing.T) {
	c := newCluster(t)
	for _, kind := range []schema.GroupVersionResource{policies, bindings} {
		list, err := c.admin.Resource(kind).List(t.Context(), metav1.ListOptions{LabelSelector: "app"})
		if err != nil {
			t.Fatal(err)
		}
		loops := map[string]int{}
		for _, item := range list.Items {
			loops[item.GetLabels()["app"]]++
		}
		if want := map[string]int{"remediation-loop": 11, "rework-loop": 11, "agents-loop": 11, "closed-loop": 11, "open-loop": 11, "built-loop": 11}; !maps.Equal(loops, want) {
			t.Errorf("%s: %v, want %v", kind.Resource, loops, slices.Sorted(maps.Keys(want)))
		}
	}
}
