package kubelet

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
)

func testLogs(t *testing.T, w world) {
	ns := w.namespace(t)
	long := strings.Repeat("long ", 8000)
	create(t, w.client.CoreV1().Pods(ns), `
metadata: {name: talks, labels: {app: talks}}
spec:
  restartPolicy: Never
  volumes: [{name: config, configMap: {name: go, optional: true}}]
  containers:
  - name: main
    image: workload
    args: [say, one, say, two, say, "`+long+`", wait, /config/on, say, three]
    volumeMounts: [{name: config, mountPath: /config}]`)
	w.phase(t, ns, "talks", v1.PodRunning)
	follower, err := w.client.CoreV1().Pods(ns).GetLogs("talks", &v1.PodLogOptions{Follow: true}).Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer follower.Close()
	buffer := make([]byte, 4)
	for read := 0; read < len(buffer); {
		n, err := follower.Read(buffer[read:])
		if err != nil {
			t.Fatal(err)
		}
		read += n
	}
	if string(buffer) != "one\n" {
		t.Errorf("%q", buffer)
	}
	followed := make(chan string, 1)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	go func() {
		said, err := w.plane.Kubectl(ctx, "logs", "-n", ns, "-f", "-l", "app=talks", "--tail=-1")
		followed <- fmt.Sprint(said, err)
	}()
	create(t, w.client.CoreV1().ConfigMaps(ns), `{metadata: {name: go}, data: {"on": "1"}}`)
	const nothing = "<nil>"
	if said, want := <-followed, "one\ntwo\n"+long+"\nthree\n"+nothing; said != want {
		t.Errorf("followed: %d bytes, want %d", len(said), len(want))
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"talks"}, "one\ntwo\n" + long + "\nthree\n"},
		{[]string{"talks", "--tail=1"}, "three\n"},
		{[]string{"talks", "--tail=0"}, ""},
		{[]string{"talks", "--limit-bytes=6"}, "one\ntw"},
		{[]string{"talks", "--since=1h", "--tail=1"}, "three\n"},
		{[]string{"talks", "--since-time=2100-01-01T00:00:00Z"}, ""},
	} {
		said, err := w.plane.Kubectl(t.Context(), append([]string{"logs", "-n", ns}, test.args...)...)
		if err != nil || said != test.want {
			t.Errorf("%q: %d bytes, %v, want %d", test.args, len(said), err, len(test.want))
		}
	}
	said, err := w.plane.Kubectl(t.Context(), "logs", "-n", ns, "talks", "--timestamps", "--tail=1")
	stamp, line, _ := strings.Cut(said, " ")
	if at, parseErr := time.Parse(time.RFC3339Nano, stamp); err != nil || parseErr != nil || line != "three\n" || time.Since(at) > time.Hour {
		t.Errorf("%q, %v, %v", said, err, parseErr)
	}
	if _, err := w.plane.Kubectl(t.Context(), "logs", "-n", ns, "talks", "--previous"); err == nil || !strings.Contains(err.Error(), `previous terminated container "main" in pod "talks" not found`) {
		t.Error(err)
	}
}
