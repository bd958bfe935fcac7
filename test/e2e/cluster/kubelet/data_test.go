package kubelet

import (
	"strings"
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

func testMissingSecret(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "waits", []string{"show", "/secret/key"}, `
    volumeMounts: [{name: secret, mountPath: /secret}]
  volumes: [{name: secret, secret: {secretName: later}}, {name: unused, secret: {secretName: never}}]`)
	w.event(t, ns, "waits", failedMount, `MountVolume.SetUp failed for volume "secret" : secret "later" not found`)
	w.waits(t, ns, "waits", "ContainerCreating", "")
	create(t, w.client.CoreV1().Secrets(ns), `{metadata: {name: later}, stringData: {key: here}}`)
	w.phase(t, ns, "waits", v1.PodSucceeded)
	contains(t, w.logs(t, ns, "waits", v1.PodLogOptions{}), "/secret/key -rw-r--r-- 0:0 here")
	w.run(t, ns, "waits-for-key", []string{"show", "/config/path"}, `
    volumeMounts: [{name: config, mountPath: /config}]
  volumes: [{name: config, configMap: {name: later, items: [{key: key, path: path}]}}]`)
	create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: later}, data: {other: value}}`)
	w.event(t, ns, "waits-for-key", failedMount, `references non-existent config key: key`)
	if _, err := w.client.CoreV1().ConfigMaps(ns).Patch(t.Context(), "later", types.MergePatchType, []byte(`{"data":{"key":"here too"}}`), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	w.phase(t, ns, "waits-for-key", v1.PodSucceeded)
	contains(t, w.logs(t, ns, "waits-for-key", v1.PodLogOptions{}), "/config/path -rw-r--r-- 0:0 here too")
}

func testMissingKey(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "waits", []string{"variable", "A"}, `
    env: [{name: A, valueFrom: {secretKeyRef: {name: secret, key: key}}}]`)
	w.waits(t, ns, "waits", createContainerConfigError, `secret "secret" not found`)
	create(t, w.client.CoreV1().Secrets(ns), `{metadata: {name: secret}, stringData: {other: value}}`)
	w.waits(t, ns, "waits", createContainerConfigError, "couldn't find key key in Secret "+ns+"/secret")
	if _, err := w.client.CoreV1().Secrets(ns).Patch(t.Context(), "secret", types.MergePatchType, []byte(`{"stringData":{"key":"here"}}`), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	w.phase(t, ns, "waits", v1.PodSucceeded)
	contains(t, w.logs(t, ns, "waits", v1.PodLogOptions{}), "A=here")
}

// What a container sees of a Secret that changes: in the volume the new, in a part of it that is mounted the old.
func testChangedSecret(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().Secrets(ns), `{metadata: {name: secret}, stringData: {key: old, gone: soon}}`)
	// Names go after the new ones have come, here as on a real node; for a moment they lead nowhere.
	w.run(t, ns, "sees", []string{
		"show", "/secret/[^.]*", "wait", "/secret/new", "gone", "/secret/gone", "show", "/secret/[^.]*", "show", "/part", "wait", "/labels/now", "show", "/labels/now",
	}, `
    volumeMounts:
    - {name: secret, mountPath: /secret}
    - {name: secret, mountPath: /part, subPath: key}
    - {name: labels, mountPath: /labels}
  volumes:
  - {name: secret, secret: {secretName: secret, defaultMode: 0400}}
  - {name: labels, projected: {sources: [{downwardAPI: {items: [{path: of-pod, fieldRef: {fieldPath: metadata.labels}}]}}, {configMap: {name: now, optional: true}}]}}`)
	w.says(t, ns, "sees", "/secret/key")
	begin := time.Now()
	if _, err := w.client.CoreV1().Secrets(ns).Patch(t.Context(), "secret", types.MergePatchType, []byte(`{"stringData":{"key":"changed","new":"too"},"data":{"gone":null}}`), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	w.says(t, ns, "sees", "/part")
	t.Logf("the change was seen after %s", time.Since(begin).Round(time.Millisecond))
	create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: now}, data: {now: it is}}`)
	w.phase(t, ns, "sees", v1.PodSucceeded)
	const want = `/secret/gone -r-------- 0:0 soon
/secret/key -r-------- 0:0 old
/secret/key -r-------- 0:0 changed
/secret/new -r-------- 0:0 too
/part -r-------- 0:0 old
/labels/now -rw-r--r-- 0:0 it is
`
	if said := w.logs(t, ns, "sees", v1.PodLogOptions{}); said != want {
		t.Errorf("got\n%swant\n%s", said, want)
	}
}

func testVolumes(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: config}, data: {a: of a, b: of b}, binaryData: {c: b2YgYw==}}`)
	create(t, w.client.CoreV1().Secrets(ns), `{metadata: {name: secret}, stringData: {s: of s}}`)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: sees, labels: {app: sees}, annotations: {note: read me}}
spec:
  restartPolicy: Never
  securityContext: {fsGroup: 77}
  containers:
  - name: main
    image: workload
    env: [{name: WHO, value: me}]
    args: ["show", "/config/[^.]*", show, /config/deep/er, show, "/all/[^.]*", show, "/pod/[^.]*", write, /empty/file, show, /empty/*, show, /deep/in/it, show, /mounted/me]
    resources: {requests: {cpu: 250m}}
    volumeMounts:
    - {name: config, mountPath: /config}
    - {name: all, mountPath: /all}
    - {name: pod, mountPath: /pod}
    - {name: empty, mountPath: /empty}
    - {name: config, mountPath: /deep/in/it, subPath: a}
    - {name: empty, mountPath: /mounted/me, subPathExpr: of/$(WHO)}
  volumes:
  - {name: config, configMap: {name: config, items: [{key: a, path: a}, {key: c, path: deep/er, mode: 0600}]}}
  - name: all
    projected:
      defaultMode: 0640
      sources: [{configMap: {name: config}}, {secret: {name: secret}}, {secret: {name: none, optional: true}}]
  - name: pod
    downwardAPI:
      items:
      - {path: annotations, fieldRef: {fieldPath: metadata.annotations}}
      - {path: cpu, resourceFieldRef: {containerName: main, resource: requests.cpu, divisor: 1m}}
  - {name: empty, emptyDir: {}}`)
	w.phase(t, ns, "sees", v1.PodSucceeded, v1.PodFailed)
	const want = `/config/a -rw-r--r-- 0:77 of a
/config/deep dgrwxr-xr-x
/config/deep/er -rw-r----- 0:77 of c
/all/a -rw-r----- 0:77 of a
/all/b -rw-r----- 0:77 of b
/all/c -rw-r----- 0:77 of c
/all/s -rw-r----- 0:77 of s
/pod/annotations -rw-r--r-- 0:77 note="read me"
/pod/cpu -rw-r--r-- 0:77 250
/empty/file -rw-r--r-- 0:77 written
/empty/of dgrwxr-x---
/deep/in/it -rw-r--r-- 0:77 of a
/mounted/me dgrwxr-x---
`
	if said := w.logs(t, ns, "sees", v1.PodLogOptions{}); said != want {
		t.Errorf("got\n%swant\n%s", said, want)
	}
}

func testToken(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.CoreV1().ServiceAccounts(ns), `{metadata: {name: someone}}`)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: who}
spec:
  restartPolicy: Never
  serviceAccountName: someone
  securityContext: {runAsUser: 65534, runAsGroup: 65534, runAsNonRoot: true}
  containers:
  - {name: main, image: "docker.io/alpine/k8s:1.33.4@sha256:b0523f0a244ddc4c8e055aa335c040d3d78b3ead5528f4544395f7f9f69c7b68", command: [kubectl, auth, whoami, -o, json]}`)
	pod := w.phase(t, ns, "who", v1.PodSucceeded, v1.PodFailed)
	said := w.logs(t, ns, "who", v1.PodLogOptions{})
	for _, part := range []string{`"system:serviceaccount:` + ns + `:someone"`, `"who"`, string(pod.UID)} {
		if !strings.Contains(said, part) {
			t.Errorf("no %s in: %s", part, said)
		}
	}
	if id := pod.Status.ContainerStatuses[0].ImageID; id != "docker.io/alpine/k8s@sha256:b0523f0a244ddc4c8e055aa335c040d3d78b3ead5528f4544395f7f9f69c7b68" {
		t.Errorf("image %q", id)
	}
	said = w.output(t, ns, "mode", []string{"show", "/var/run/secrets/kubernetes.io/serviceaccount/*"})
	contains(t, said, "/var/run/secrets/kubernetes.io/serviceaccount/namespace -rw-r--r-- 0:0 "+ns)

	begin := time.Now()
	w.run(t, ns, "long", []string{"forever", "here"})
	w.phase(t, ns, "long", v1.PodRunning)
	p := w.kubelet.pod(ns, "long")
	seconds := int64(600)
	one := &token{spec: v1.ServiceAccountTokenProjection{ExpirationSeconds: &seconds}}
	renew := func() string {
		if err := p.renew(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		return one.value
	}
	first := renew()
	if renew() != first || one.renew.Before(begin.Add(7*time.Minute)) || one.renew.After(begin.Add(9*time.Minute)) {
		t.Errorf("of a token of ten minutes: to be renewed after %s", one.renew.Sub(begin))
	}
	one.renew = time.Now()
	if renew() == first {
		t.Error("the token was not renewed")
	}
}
