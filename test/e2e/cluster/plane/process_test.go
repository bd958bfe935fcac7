package plane

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func (w world) jetStream(t *testing.T) jetstream.JetStream {
	t.Helper()
	config := w.trusting()
	config.ServerName = "nats" // as pods call it
	connection, err := nats.Connect("nats://10.244.0.1:4222", nats.Secure(config))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	stream, err := jetstream.New(connection)
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

func testJetStream(t *testing.T, w world) {
	js := w.jetStream(t)
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "events", Subjects: []string{"events.>"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := js.Publish(t.Context(), "events.one", []byte("one")); err != nil {
		t.Fatal(err)
	}
	if _, err := nats.Connect("nats://10.244.0.1:4222", nats.Secure(&tls.Config{})); err == nil {
		t.Error("a client that does not know the CA is let in")
	}
}

// testKill kills each process with data on either side of the kill, and looks for them when it is there again.
func testKill(t *testing.T, w world) {
	configMaps := w.client.CoreV1().ConfigMaps("default")
	for _, name := range []string{Etcd, APIServer, ControllerManager, NATS} {
		before := "before-" + name
		if _, err := configMaps.Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: before}}, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		process := w.Process(name)
		if err := process.Kill(); err != nil {
			t.Fatal(err)
		}
		if process.Running() {
			t.Errorf("%s runs after a kill", name)
		}
		if err := process.Kill(); err == nil || err.Error() != name+" is not running" {
			t.Errorf("a second kill of %s: %v", name, err)
		}
		begin := time.Now()
		if err := process.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s ready again after %s", name, time.Since(begin).Round(time.Millisecond))
		if err := process.Start(t.Context()); err == nil || err.Error() != name+": it is running already" {
			t.Errorf("a second start of %s: %v", name, err)
		}
		if name == Etcd {
			// That etcd is ready does not say that the API server has its connection again.
			eventually(t, "the API server is ready", func(ctx context.Context) bool { return w.Process(APIServer).ready(ctx) == nil })
		}
		if _, err := configMaps.Get(t.Context(), before, metav1.GetOptions{}); err != nil {
			t.Errorf("after a kill of %s: %v", name, err)
		}
	}
	stream, err := w.jetStream(t).Stream(t.Context(), "events")
	if err != nil {
		t.Fatal(err)
	}
	if message, err := stream.GetLastMsgForSubject(t.Context(), "events.one"); err != nil || string(message.Data) != "one" {
		t.Errorf("on the bus: %v, %v", message, err)
	}
	// The controllers work again, and so does all that is behind them.
	w.namespace(t, "afterwards")
	if err := w.Err(); err != nil {
		t.Errorf("what was asked for is taken for a failure: %v", err)
	}
	_ = readAudit(t, w) // whole lines only: the API server was idle when it was killed
}

func testStopOne(t *testing.T, w world) {
	for _, name := range []string{ControllerManager, NATS} {
		process := w.Process(name)
		if err := process.Stop(); err != nil {
			t.Error(err)
		}
		if process.Running() {
			t.Errorf("%s runs after a stop", name)
		}
		if err := process.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !contains(t, w.Process(NATS).log, "Initiating Shutdown") {
		t.Error("NATS was not asked to end, but killed")
	}
}

// testDeath kills a process from outside, which is what a crash looks like.
func testDeath(t *testing.T, w world) {
	process := w.Process(NATS)
	run := process.current
	run.cmd.Process.Kill()
	<-run.ended
	err := w.Err()
	for _, part := range []string{"nats ended by itself: signal: killed; the end of ", "nats.log:\n", "Server is ready"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("no %q in: %v", part, err)
		}
	}
	if err := process.Start(t.Context()); err != nil {
		t.Error(err)
	}
	if w.Err() == nil {
		t.Error("it is forgotten when the process starts again")
	}
}

func testProcess(t *testing.T, script string, ready func(context.Context) error) *Process {
	t.Helper()
	p := &Process{Name: "part", command: []string{"sh", "-c", script}, log: filepath.Join(t.TempDir(), "part.log"), ready: ready, grace: 100 * time.Millisecond}
	t.Cleanup(func() {
		if p.Running() {
			p.Kill()
		}
	})
	return p
}

var never = func(context.Context) error { return errors.New("no answer") }

func TestAProcessThatEndsIsNotWaitedFor(t *testing.T) {
	p := testProcess(t, `echo "$0: bad flag"; exit 3`, never)
	want := fmt.Sprintf("part ended by itself: exit status 3; the end of %s:\nsh: bad flag", p.log)
	for range 2 { // the log of the second start only
		if err := p.Start(t.Context()); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestAProcessThatIsNeverReady(t *testing.T) {
	p := testProcess(t, "echo working; exec sleep 1000", never)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err := p.Start(ctx)
	want := fmt.Sprintf("part is not ready: context deadline exceeded: no answer; the end of %s:\nworking", p.log)
	if err == nil || err.Error() != want || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want %s", err, want)
	}
	if !p.Running() {
		t.Error("it is for the caller to end it")
	}
}

func TestTheEndOfALongLog(t *testing.T) {
	p := testProcess(t, "seq 100; exit 1", never)
	err := p.Start(t.Context())
	if err == nil || !strings.Contains(err.Error(), ":\n81\n82\n") || !strings.HasSuffix(err.Error(), "\n100") {
		t.Error(err)
	}
}

func TestAProcessThatDoesNotStop(t *testing.T) {
	p := testProcess(t, "trap '' TERM; echo deaf; while :; do sleep 0.1; done", nil)
	p.ready = func(context.Context) error {
		if !contains(t, p.log, "deaf") {
			return errors.New("it would end")
		}
		return nil
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	if p.Running() {
		t.Error("it still runs")
	}
	if took := time.Since(begin); took < p.grace {
		t.Errorf("it had %s to end, want %s", took, p.grace)
	}
	if err := p.err(); err != nil {
		t.Errorf("what was asked for is taken for a failure: %v", err)
	}
}
