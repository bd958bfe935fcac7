package policies

import "testing"

// cancelJob is as cancel-quality-agents makes it.
const cancelJob = `
apiVersion: batch/v1
kind: Job
metadata:
  generateName: remediation-cancel-t{{.N}}-c2-
  labels: {app: remediation-cancel, task-id: "{{.N}}", comment-id: "2", events.argoproj.io/sensor: pr-comment-remediation}
spec:
  activeDeadlineSeconds: 60
  backoffLimit: 2
  ttlSecondsAfterFinished: 300
  template:
    metadata:
      labels: {app: remediation-cancel, task-id: "{{.N}}", comment-id: "2"}
    spec:
      serviceAccountName: remediation-cancel
      restartPolicy: Never
      securityContext: {runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: {type: RuntimeDefault}}
      containers:
        - ` + container + `
`

const (
	image     = `docker.io/alpine/k8s:1.33.4@sha256:b0523f0a244ddc4c8e055aa335c040d3d78b3ead5528f4544395f7f9f69c7b68`
	secure    = `securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}`
	resources = `resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {cpu: 200m, memory: 128Mi}}`
	selector  = `task-id={{.N}},agent-type in (cleo,tess),status=running`
	command   = `command: [kubectl], args: [delete, coderuns.cto.5dlabs.com, --namespace, agent-platform, --selector, "` + selector + `", --ignore-not-found, --wait=false]`
	container = `{name: cancel, image: "` + image + `", ` + command + `, ` + resources + `, ` + secure + `}`
)

// with is a Job's pod with another field.
func with(field string) string { return `spec: {template: {spec: {` + field + `}}}` }

func jobAttempts() []attempt {
	const (
		template = "A Job of the sensor cancels the quality agents of its task: it is as the template says"
		beyond   = "A Job of the sensor has nothing beyond the template: one pod, one container, no volume"
	)
	in := func(name, container, refused string) attempt {
		return attempt{name, nil, all(cancelJob, with("containers: ["+container+"]")), refused}
	}
	attempts := []attempt{
		{"the Job", nil, all(cancelJob), ""},
		{"the Job, placed by somebody else", nil, all(cancelJob, with(`nodeSelector: {pool: small}, tolerations: [{operator: Exists}], imagePullSecrets: [{name: a}]`)), ""},
		{"the Job, suspended by a queue", nil, all(cancelJob, `{metadata: {labels: {queue: a}, annotations: {a: b}}, spec: {suspend: true}}`), ""},
		{"the Job, with what a cluster puts in", nil, all(cancelJob, `{metadata: {labels: {team: blue}, annotations: {a: b}}, spec: {template: {metadata: {labels: {team: blue}, annotations: {a: b}}}}}`), ""},
		{"a Job of another name", nil, all(cancelJob, `metadata: {generateName: null, name: "job-{{.N}}"}`), template},
		{"a Job of no task", nil, all(cancelJob, `metadata: {labels: {task-id: null}}`), template},
		{"a Job of two tasks", nil, all(cancelJob, `metadata: {labels: {task-id: "0"}}`), template},
		{"a Job of no comment", nil, all(cancelJob, `metadata: {labels: {comment-id: some}}`), template},
		{"a Job labelled otherwise", nil, all(cancelJob, `metadata: {labels: {app: other}}`), template},
		{"a pod labelled otherwise", nil, all(cancelJob, `spec: {template: {metadata: {labels: {app: other}}}}`), template},
		{"a Job of another account", nil, all(cancelJob, with(`serviceAccountName: default`)), template},
		{"a Job under the account of the resync", nil, all(cancelJob, `metadata: {generateName: a-, labels: null}`, with(`serviceAccountName: remediation-resync`)), template},
		{"a Job without an account", nil, all(cancelJob, with(`serviceAccountName: null`)), template},
		{"a Job that takes its time", nil, all(cancelJob, `spec: {activeDeadlineSeconds: 3600}`), template},
		{"a Job without an end", nil, all(cancelJob, `spec: {activeDeadlineSeconds: null}`), template},
		{"a Job that tries again and again", nil, all(cancelJob, `spec: {backoffLimit: 100}`), template},
		{"a Job that stays", nil, all(cancelJob, `spec: {ttlSecondsAfterFinished: null}`), template},
		{"a pod that starts again", nil, all(cancelJob, with(`restartPolicy: OnFailure`)), template},
		{"a pod of root", nil, all(cancelJob, with(`securityContext: {runAsUser: 0, runAsNonRoot: false}`)), template},
		{"a pod with more groups", nil, all(cancelJob, with(`securityContext: {supplementalGroups: [0]}`)), template},
		{"two containers", nil, all(cancelJob, with(`containers: [`+container+`, {name: more, image: a}]`)), template},
		in("another image", `{name: cancel, image: evil, `+command+`, `+resources+`, `+secure+`}`, template),
		in("another command", `{name: cancel, image: "`+image+`", command: [sh, -c, env], `+resources+`, `+secure+`}`, template),
		in("another selector", `{name: cancel, image: "`+image+`", command: [kubectl], args: [delete, coderuns.cto.5dlabs.com, --namespace, agent-platform, --selector, "agent-type in (cleo,tess)", --ignore-not-found, --wait=false], `+resources+`, `+secure+`}`, template),
		in("one argument more", `{name: cancel, image: "`+image+`", command: [kubectl], args: [delete, coderuns.cto.5dlabs.com, --namespace, agent-platform, --selector, "`+selector+`", --ignore-not-found, --wait=false, --all], `+resources+`, `+secure+`}`, template),
		in("more resources", `{name: cancel, image: "`+image+`", `+command+`, `+secure+`}`, template),
		in("more privileges", `{name: cancel, image: "`+image+`", `+command+`, `+resources+`, securityContext: {privileged: true}}`, template),
		in("an environment", `{name: cancel, image: "`+image+`", `+command+`, `+resources+`, `+secure+`, env: [{name: HTTPS_PROXY, value: evil}]}`, beyond),
		in("an environment from a Secret", `{name: cancel, image: "`+image+`", `+command+`, `+resources+`, `+secure+`, envFrom: [{secretRef: {name: a}}]}`, beyond),
		in("a hook", `{name: cancel, image: "`+image+`", `+command+`, `+resources+`, `+secure+`, lifecycle: {postStart: {exec: {command: [sh]}}}}`, beyond),
		{"two pods", nil, all(cancelJob, `spec: {parallelism: 2, completions: 2}`), beyond},
		{"a selector of its own", nil, all(cancelJob, `spec: {manualSelector: true, selector: {matchLabels: {app: remediation-cancel}}}`), beyond},
		{"an owner", nil, all(cancelJob, `metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}`), beyond},
		{"a finalizer", nil, all(cancelJob, `metadata: {finalizers: [example.com/x]}`), beyond},
		{"a pod with a finalizer", nil, all(cancelJob, `spec: {template: {metadata: {finalizers: [example.com/x]}}}`), beyond},
		{"a policy for failures", nil, all(cancelJob, `spec: {podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [1]}}]}}`), beyond},
	}
	for _, field := range []string{
		`hostNetwork: true`, `hostPID: true`, `hostIPC: true`, `hostUsers: false`, `nodeName: node-1`, `shareProcessNamespace: true`, `hostAliases: [{ip: 192.0.2.1, hostnames: [kubernetes.default]}]`,
		`dnsConfig: {nameservers: [192.0.2.1]}`, `runtimeClassName: a`, `volumes: [{name: a, hostPath: {path: /}}]`, `volumes: [{name: a, secret: {secretName: github-token}}]`,
		`initContainers: [{name: a, image: a}]`, `automountServiceAccountToken: true`, `hostname: a`,
	} {
		attempts = append(attempts, attempt{"a pod with " + field, nil, all(cancelJob, with(field)), beyond})
	}
	return attempts
}

func TestJobs(t *testing.T) {
	c := newCluster(t)
	jobs := tries{c: c, user: c.client(sensor), resource: jobs, namespace: platform, policy: "remediation-job.agent-platform"}
	jobs.run(t, jobAttempts())
	// It may only make Jobs; whoever lets it change them changes nothing about what they may be.
	jobs.user = c.mighty(sensor)
	jobs.run(t, []attempt{
		{"more pods of a Job that is there", all(cancelJob, `spec: {suspend: true}`), all(`spec: {parallelism: 3, suspend: false}`), "A Job of the sensor has nothing beyond the template: one pod, one container, no volume"},
	})
}
