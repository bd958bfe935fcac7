package policies

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

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

// in is a Job whose container is another one.
func in(container string) []string { return all(cancelJob, with("containers: ["+container+"]")) }

// containerWith is the Job's container with other fields.
func containerWith(fields string) string {
	return strings.TrimSuffix(container, "}") + ", " + fields + "}"
}

const (
	noOtherJobs = "argo-events-sa makes no other Jobs in agent-platform than those that cancel quality agents; the prop policies.otherJobs: true of the loop allows them"
	asTemplate  = "A Job of the sensor cancels the quality agents of its task: it is as the template says"
	beyond      = "A Job of the sensor adds nothing to the template that changes what runs, as whom, with what or for how long"
	podMetadata = "The pod of a Job has the labels and annotations of the template, and those that policies.injectedMetadata names"
)

func jobAttempts() []attempt {
	attempts := []attempt{
		{"the Job", nil, all(cancelJob), ""},
		{"the Job, placed by somebody else", nil, all(cancelJob, with(`nodeSelector: {pool: small}, tolerations: [{operator: Exists}], imagePullSecrets: [{name: a}], topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]`)), ""},
		{"the Job, suspended by a queue", nil, all(cancelJob, `{metadata: {labels: {queue: a}, annotations: {a: b}}, spec: {suspend: true}}`), ""},
		{"a Job of another name", nil, all(cancelJob, `metadata: {generateName: null, name: "job-{{.N}}"}`), asTemplate},
		{"a Job of no task", nil, all(cancelJob, `metadata: {labels: {task-id: null}}`), asTemplate},
		{"a Job of two tasks", nil, all(cancelJob, `metadata: {labels: {task-id: "0"}}`), asTemplate},
		{"a Job of no comment", nil, all(cancelJob, `metadata: {labels: {comment-id: some}}`), asTemplate},
		{"a Job labelled otherwise", nil, all(cancelJob, `metadata: {labels: {app: other}}`), asTemplate},
		{"a pod labelled otherwise", nil, all(cancelJob, `spec: {template: {metadata: {labels: {app: other}}}}`), asTemplate},
		{"a Job of another account", nil, all(cancelJob, with(`serviceAccountName: default`)), asTemplate},
		{"a Job under the account of the resync", nil, all(cancelJob, `metadata: {generateName: a-, labels: null}`, with(`serviceAccountName: remediation-resync`)), asTemplate},
		{"a Job under that account by its old name", nil, all(cancelJob, `metadata: {generateName: a-, labels: null}`, with(`serviceAccountName: null, serviceAccount: remediation-resync`)), asTemplate},
		{"a Job without an account", nil, all(cancelJob, with(`serviceAccountName: null`)), asTemplate},
		{"a Job that takes its time", nil, all(cancelJob, `spec: {activeDeadlineSeconds: 3600}`), asTemplate},
		{"a Job without an end", nil, all(cancelJob, `spec: {activeDeadlineSeconds: null}`), asTemplate},
		{"a Job that tries again and again", nil, all(cancelJob, `spec: {backoffLimit: 100}`), asTemplate},
		{"a Job that stays", nil, all(cancelJob, `spec: {ttlSecondsAfterFinished: null}`), asTemplate},
		{"a pod that starts again", nil, all(cancelJob, with(`restartPolicy: OnFailure`)), asTemplate},
		{"a pod of root", nil, all(cancelJob, with(`securityContext: {runAsUser: 0, runAsNonRoot: false}`)), asTemplate},
		{"a pod without seccomp", nil, all(cancelJob, with(`securityContext: {seccompProfile: {type: Unconfined}}`)), asTemplate},
		{"two containers", nil, all(cancelJob, with(`containers: [`+container+`, {name: more, image: a}]`)), asTemplate},
		{"another image", nil, in(`{name: cancel, image: evil, ` + command + `, ` + resources + `, ` + secure + `}`), asTemplate},
		{"another command", nil, in(`{name: cancel, image: "` + image + `", command: [sh, -c, env], ` + resources + `, ` + secure + `}`), asTemplate},
		{"another selector", nil, in(`{name: cancel, image: "` + image + `", command: [kubectl], args: [delete, coderuns.cto.5dlabs.com, --namespace, agent-platform, --selector, "agent-type in (cleo,tess)", --ignore-not-found, --wait=false], ` + resources + `, ` + secure + `}`), asTemplate},
		{"one argument more", nil, in(`{name: cancel, image: "` + image + `", command: [kubectl], args: [delete, coderuns.cto.5dlabs.com, --namespace, agent-platform, --selector, "` + selector + `", --ignore-not-found, --wait=false, --all], ` + resources + `, ` + secure + `}`), asTemplate},
		{"other resources", nil, in(`{name: cancel, image: "` + image + `", ` + command + `, ` + secure + `}`), asTemplate},
		{"other privileges", nil, in(`{name: cancel, image: "` + image + `", ` + command + `, ` + resources + `, securityContext: {privileged: true}}`), asTemplate},
		{"fewer capabilities dropped", nil, in(`{name: cancel, image: "` + image + `", ` + command + `, ` + resources + `, securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [CHOWN]}}}`), asTemplate},
		{"two pods", nil, all(cancelJob, `spec: {parallelism: 2, completions: 2}`), beyond},
		{"pods of an index", nil, all(cancelJob, `spec: {completionMode: Indexed, completions: 1}`), beyond},
		{"a selector of its own", nil, all(cancelJob, `spec: {manualSelector: true, selector: {matchLabels: {app: remediation-cancel}}}`), beyond},
		{"an owner", nil, all(cancelJob, `metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}`), beyond},
		{"a finalizer", nil, all(cancelJob, `metadata: {finalizers: [example.com/x]}`), beyond},
		{"a pod with a finalizer", nil, all(cancelJob, `spec: {template: {metadata: {finalizers: [example.com/x]}}}`), beyond},
		{"a policy for failures", nil, all(cancelJob, `spec: {podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [1]}}]}}`), beyond},
		{"more resources", nil, in(strings.Replace(container, "cpu: 200m", "cpu: 200m, example.com/device: 1", 1)), beyond},
		{"a seccomp profile of the container's own", nil, in(securedWith(`seccompProfile: {type: Unconfined}`)), beyond},
		{"a user of the container's own", nil, in(securedWith(`runAsUser: 1`)), beyond},
		{"a container of root", nil, in(securedWith(`runAsUser: 0, runAsNonRoot: false`)), beyond},
		{"a group of the container's own", nil, in(securedWith(`runAsGroup: 0`)), beyond},
		{"SELinux options", nil, in(securedWith(`seLinuxOptions: {type: spc_t}`)), beyond},
		{"an AppArmor profile", nil, in(securedWith(`appArmorProfile: {type: Unconfined}`)), beyond},
		{"a container that may be of root", nil, in(securedWith(`runAsNonRoot: false`)), beyond},
		{"options of Windows", nil, in(securedWith(`windowsOptions: {runAsUserName: a}`)), beyond},
		{"a capability", nil, in(strings.Replace(container, "drop: [ALL]", "drop: [ALL], add: [SYS_ADMIN]", 1)), beyond},
		{"a sidecar's image, by an annotation", nil, all(cancelJob, `spec: {template: {metadata: {annotations: {sidecar.istio.io/proxyImage: evil}}}}`), podMetadata},
		{"a Secret, by an annotation", nil, all(cancelJob, `spec: {template: {metadata: {annotations: {vault.hashicorp.com/agent-inject: "true"}}}}`), podMetadata},
		{"a network, by an annotation", nil, all(cancelJob, `spec: {template: {metadata: {annotations: {k8s.v1.cni.cncf.io/networks: a}}}}`), podMetadata},
		{"a sidecar, by a label", nil, all(cancelJob, `spec: {template: {metadata: {labels: {sidecar.istio.io/inject: "true"}}}}`), podMetadata},
	}
	for _, field := range []string{
		`hostNetwork: true`, `hostPID: true`, `hostIPC: true`, `nodeName: node-1`, `shareProcessNamespace: true`, `hostAliases: [{ip: 192.0.2.1, hostnames: [kubernetes.default]}]`,
		`dnsConfig: {nameservers: [192.0.2.1]}`, `dnsPolicy: Default`, `runtimeClassName: a`, `volumes: [{name: a, hostPath: {path: /}}]`, `volumes: [{name: a, secret: {secretName: github-token}}]`,
		`initContainers: [{name: a, image: a}]`, `hostname: a`, `subdomain: a`, `setHostnameAsFQDN: true`, `activeDeadlineSeconds: 3600`, `terminationGracePeriodSeconds: 3600`,
		`priorityClassName: system-node-critical`, `priority: 2000001000`, `preemptionPolicy: Never`, `schedulerName: a`,
		`securityContext: {supplementalGroups: [0]}`, `securityContext: {fsGroup: 0}`, `securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1"}]}`,
		`securityContext: {seLinuxOptions: {level: s0}}`, `securityContext: {appArmorProfile: {type: Unconfined}}`, `securityContext: {windowsOptions: {runAsUserName: a}}`,
	} {
		attempts = append(attempts, attempt{"a pod with " + field, nil, all(cancelJob, with(field)), beyond})
	}
	for _, field := range []string{
		`env: [{name: HTTPS_PROXY, value: evil}]`, `envFrom: [{secretRef: {name: a}}]`, `workingDir: /tmp`, `lifecycle: {postStart: {exec: {command: [sh]}}}`, `ports: [{containerPort: 80, hostPort: 80}]`,
		`livenessProbe: {exec: {command: [sh]}}`, `readinessProbe: {exec: {command: [sh]}}`, `startupProbe: {exec: {command: [sh]}}`,
		`terminationMessagePath: /usr/bin/kubectl`, `stdin: true`, `stdin: true, stdinOnce: true`, `tty: true`,
	} {
		attempts = append(attempts, attempt{"a container with " + field, nil, in(containerWith(field)), beyond})
	}
	// What somebody else may add, or a newer Kubernetes fill in: no rule names it.
	for _, field := range []string{
		`enableServiceLinks: false`, `automountServiceAccountToken: true`, `os: {name: linux}`, `readinessGates: [{conditionType: a}]`, `securityContext: {fsGroupChangePolicy: OnRootMismatch}`,
		`affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}`,
	} {
		attempts = append(attempts, attempt{"a pod with " + field + ", which no rule names", nil, all(cancelJob, with(field)), ""})
	}
	for _, field := range []string{`imagePullPolicy: Always`, `terminationMessagePolicy: FallbackToLogsOnError`, `resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]`} {
		attempts = append(attempts, attempt{"a container with " + field + ", which no rule names", nil, in(containerWith(field)), ""})
	}
	return append(attempts,
		attempt{"a Job with podReplacementPolicy: Failed, which no rule names", nil, all(cancelJob, `spec: {podReplacementPolicy: Failed}`), ""},
		attempt{"what says what holds anyway", nil, all(cancelJob, with(`hostNetwork: false, schedulerName: default-scheduler, dnsPolicy: ClusterFirst, terminationGracePeriodSeconds: 30, containers: [`+securedWith(`privileged: false, procMount: Default, runAsNonRoot: true`)+`]`), `spec: {managedBy: kubernetes.io/job-controller}`), ""},
	)
}

// securedWith is the Job's container with more in its security context.
func securedWith(field string) string {
	return strings.Replace(container, "capabilities: {drop: [ALL]}", "capabilities: {drop: [ALL]}, "+field, 1)
}

func TestJobs(t *testing.T) {
	c := newCluster(t)
	jobs := tries{c: c, user: c.client(sensor), resource: jobs, namespace: platform, policy: "remediation-job.agent-platform"}
	jobs.run(t, jobAttempts())
	// It may only make Jobs; whoever lets it change them changes nothing about what they may be.
	jobs.user = c.mighty(sensor)
	jobs.run(t, []attempt{
		{"more pods of a Job that is there", all(cancelJob, `spec: {suspend: true}`), all(`spec: {parallelism: 3, suspend: false}`), beyond},
	})
}

// gated are attempts whose field the API server refuses by itself, or drops unless a gate is open. Where it is there, a rule names it.
func gated() []attempt {
	claims := strings.Replace(container, "resources: {", "resources: {claims: [{name: a}], ", 1)
	return []attempt{
		{"ephemeral containers", nil, all(cancelJob, with(`ephemeralContainers: [{name: a, image: a}]`)), beyond},
		{"the devices of a volume", nil, in(containerWith(`volumeDevices: [{name: a, devicePath: /dev/a}]`)), beyond},
		{"the mount of a volume", nil, in(containerWith(`volumeMounts: [{name: a, mountPath: /a}]`)), beyond},
		{"a privileged container", nil, in(securedWith(`privileged: true`)), beyond},
		{"all of /proc", nil, in(securedWith(`procMount: Unmasked`)), beyond},
		{"users of its own", nil, all(cancelJob, with(`hostUsers: false`)), beyond},
		{"resources of the whole pod", nil, all(cancelJob, with(`resources: {limits: {cpu: 64, memory: 64Gi}}`)), beyond},
		{"claims of resources", nil, all(cancelJob, with(`resourceClaims: [{name: a, resourceClaimName: a}]`)), beyond},
		{"claims of resources in the container", nil, all(cancelJob, with(`resourceClaims: [{name: a, resourceClaimName: a}], containers: [`+claims+`]`)), beyond},
		{"another controller", nil, all(cancelJob, `spec: {managedBy: example.com/a}`), beyond},
		{"the name of another host", nil, all(cancelJob, with(`hostnameOverride: a`)), beyond},
		{"a container that starts again", nil, in(containerWith(`restartPolicy: Always`)), beyond},
		{"a container that starts again by a rule", nil, in(containerWith(`restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]`)), beyond},
	}
}

func TestFieldsOfAJobBehindGates(t *testing.T) {
	c := newCluster(t)
	jobs := tries{c: c, user: c.client(sensor), resource: jobs, namespace: platform}
	for _, one := range gated() {
		t.Run(one.name, func(t *testing.T) {
			err := jobs.try(t, one)
			switch {
			case err == nil:
				t.Log("the API server drops it")
			case apierrors.IsInvalid(err):
				t.Logf("the API server refuses it: %v", err)
			case refusal(err) != "remediation-job.agent-platform: "+beyond:
				t.Errorf("got %v, want a refusal: %s", err, beyond)
			}
		})
	}
}

// Every name that the policy on Jobs refuses stands in an attempt.
func TestEveryDangerousFieldIsTried(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root(), "dist/infra/gitops/resources/cluster/remediation-job.agent-platform-validatingadmissionpolicy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, list := range regexp.MustCompile(`exists\(key, key in \[([^]]*)\]`).FindAllStringSubmatch(string(content), -1) {
		for _, name := range strings.Split(list[1], ", ") {
			names = append(names, strings.Trim(name, "'"))
		}
	}
	for _, only := range regexp.MustCompile(`\[\?'(\w+)'\]\.orValue\([^({]+\) ==`).FindAllStringSubmatch(string(content), -1) {
		names = append(names, only[1])
	}
	if len(names) < 40 {
		t.Fatalf("the policy refuses %d names: %q", len(names), names)
	}
	var tried strings.Builder
	for _, one := range append(jobAttempts(), gated()...) {
		if one.refused == beyond {
			tried.WriteString(strings.Join(one.change, "\n") + "\n")
		}
	}
	for _, name := range names {
		if !regexp.MustCompile(`\b` + name + `: `).MatchString(tried.String()) {
			t.Errorf("%s: no attempt has it", name)
		}
	}
}
