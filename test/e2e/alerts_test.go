package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/cluster/prometheus"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// alerts deploys the monitoring by the documented commands, has the real Prometheus scrape the loops and evaluate their rules, and sees
// each alert silent before its fault and true after it. The loop rework has short retries, so that the faults take seconds.
func alerts(t *testing.T, w *world) {
	for _, block := range w.blocks(t, "/docs/install.md", "Monitoring", 2) {
		w.sh(t, block)
	}
	if out := w.sh(t, "kubectl apply -R -f dist/infra/gitops/monitoring"); strings.Count(out, "\n") != strings.Count(out, " unchanged\n") {
		t.Errorf("a second apply changes something:\n%s", out)
	}
	w.sh(t, "kubectl diff -R -f dist/infra/gitops/monitoring")
	t.Run("the port of the exporter leads to no API", func(t *testing.T) { exporterPort(t, w) })

	started := time.Now()
	p := w.startPrometheus(t)
	w.prometheus = p
	w.eventually(t, patience, func() error { return atRest(t, p, w.Loops) })
	for _, f := range faults {
		t.Run(f.alert, func(t *testing.T) { w.fires(t, p, f) })
	}
	t.Run("each panel of the dashboard has data", func(t *testing.T) { panels(t, w, p, started) })
	t.Run("the commands of the runbooks", func(t *testing.T) {
		blocks, err := suite.ShellBlocks(suite.Root()+"/docs/troubleshoot.md", "Alerts")
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range blocks {
			w.sh(t, block)
		}
	})
}

// startPrometheus runs it until the end of the test, with what is rendered for the two loops that are watched.
func (w *world) startPrometheus(t *testing.T) *prometheus.Prometheus {
	t.Helper()
	list := func(resource string) []unstructured.Unstructured {
		of := schema.GroupVersionResource{Group: "monitoring.coreos.com", Version: "v1", Resource: resource}
		found, err := w.Dynamic.Resource(of).Namespace(suite.SensorNamespace).List(t.Context(), metav1.ListOptions{})
		if err != nil || len(found.Items) == 0 {
			t.Fatalf("%d %s, %v", len(found.Items), resource, err)
		}
		return found.Items
	}
	rest := w.Plane.REST()
	p, err := prometheus.Start(t.Context(), prometheus.Options{
		Dir: filepath.Join(w.Dir, "prometheus"), Program: w.Programs.Prometheus, Client: w.Client, Kubeconfig: w.Plane.Kubeconfig(),
		APIServer: sandbox.KubernetesIP + ":443", Token: rest.BearerToken, CA: string(rest.CAData),
		Monitors: list("podmonitors"), Rules: list("prometheusrules"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

// atRest is that every rule has been evaluated, and none is true.
func atRest(t *testing.T, p *prometheus.Prometheus, loops []suite.Loop) error {
	if broken, err := p.Rules(t.Context()); err != nil || len(broken) > 0 {
		return fmt.Errorf("rules that are not evaluated: %v, %v", broken, err)
	}
	for _, loop := range loops {
		if alerts, err := p.Alerts(t.Context(), string(loop.Name)); err != nil || len(alerts) > 0 {
			return fmt.Errorf("at rest, these are true of %s: %v, %v", loop.Name, alerts, err)
		}
	}
	return nil
}

// fault is what makes an alert of the loop rework true.
type fault struct {
	alert string
	// make makes it, and returns what repairs it and what the alert has to say.
	make func(*testing.T, *world) (repair func(), says string)
	// stays is that the alert goes on after the repair: it counts what happened within an hour.
	stays bool
}

var faults = []fault{
	{alert: "RemediationUpkeepSuspended", make: func(t *testing.T, w *world) (func(), string) {
		suspend := func(value string) {
			w.sh(t, "kubectl patch cronjob rework-resync -n rework-agents -p '{\"spec\":{\"suspend\":"+value+"}}'")
		}
		suspend("true")
		return func() { suspend("false") }, "rework-resync"
	}},
	{alert: "RemediationUpkeepNotRunning", make: func(t *testing.T, w *world) (func(), string) {
		w.sh(t, "kubectl delete cronjob rework-watchdog -n github-webhooks")
		return func() {
			if _, err := w.Sh(t.Context(), w.Rendered("rework"), "kubectl apply -R -f ."); err != nil {
				t.Fatal(err)
			}
		}, "rework-watchdog"
	}},
	{alert: "RemediationRedeliveryFails", make: func(t *testing.T, w *world) (func(), string) {
		w.sh(t, "kubectl delete cronjob rework-redelivery -n github-webhooks")
		return func() {
			if _, err := w.Sh(t.Context(), w.Rendered("rework"), "kubectl apply -R -f ."); err != nil {
				t.Fatal(err)
			}
		}, "rework-redelivery"
	}},
	{alert: "RemediationTasksUnknown", make: away("app=rework-exporter", "rework-exporter")},
	{alert: "RemediationSensorDown", make: away("sensor-name=pr-comment-rework", "pr-comment-rework")},
	{alert: "RemediationEventSourceDown", make: away("eventsource-name=rework-state", "rework-state")},
	{alert: "RemediationPolicyRefuses", stays: true, make: func(t *testing.T, w *world) (func(), string) {
		l := suite.Rework
		write := forbidden{"a state without labels", sensorOf(l), "create", configMaps, l.State(8), `{kind: ConfigMap, data: {handled-8: "1"}}`}
		// The API server makes the counter at the first refusal. Prometheus sees it grow at the second: what it does in the first
		// hour of a scrape, the cases of promtool show.
		for range 2 {
			if err := w.try(t, write, l); err == nil {
				t.Error("the write is not refused")
			}
			time.Sleep(8 * prometheus.Step)
		}
		return func() {}, "rework-state.rework-agents"
	}},
	{alert: "RemediationGitHubRefuses", stays: true, make: func(t *testing.T, w *world) (func(), string) {
		p := w.Pull(suite.Rework)
		ours := fmt.Sprintf("/issues/%d/", p.Number)
		refusing := w.GitHub.Inject(github.Fault{Effect: github.Status(http.StatusUnauthorized), When: func(r *http.Request) bool { return strings.Contains(r.URL.Path, ours) }})
		w.handled(t, p, w.post(t, p), 1)
		return refusing.Clear, "update-pr-labels"
	}},
	{alert: "RemediationStepFailed", stays: true, make: func(t *testing.T, w *world) (func(), string) {
		p := w.Pull(suite.Rework)
		room := w.quota(t, p.Loop, "count/jobs.batch")
		w.handled(t, p, w.post(t, p), 1)
		return room, "cancel-quality-agents"
	}},
	{alert: "RemediationQuotaNearlyFull", make: func(t *testing.T, w *world) (func(), string) {
		return w.quota(t, suite.Rework, "count/jobs.batch"), "count/jobs.batch"
	}},
	{alert: "RemediationRunNotMade", stays: true, make: runRefused("create-remediation-coderun")},
	{alert: "RemediationCommentWaits", make: runRefused("task ")},
	{alert: "RemediationTaskExhausted", make: func(t *testing.T, w *world) (func(), string) {
		p := w.Pull(suite.Rework)
		w.handled(t, p, w.post(t, p), 1)
		w.setState(t, p, `{"data":{"max_iterations":"1"}}`)
		// The alert forgets a comment of more than seven days, and the comments of the suite are of January.
		second := w.Comment(p)
		second.CreatedAt = time.Now()
		w.send(t, second)
		w.eventually(t, patience, w.has(t, p, map[string]string{vocabulary.StatusKey: vocabulary.ExhaustedStatus}))
		return func() {
			w.setState(t, p, `{"data":{"max_iterations":"3"}}`)
			w.handled(t, p, second.ID, 2)
		}, fmt.Sprintf("task %d ", p.Task)
	}},
	{alert: "RemediationCommentNotStored", stays: true, make: func(t *testing.T, w *world) (func(), string) {
		p := w.Pull(suite.Rework)
		inTheWay := w.poison(t, p)
		comment := w.Comment(p)
		w.send(t, comment)
		return func() {
			if err := w.Client.CoreV1().ConfigMaps(p.Loop.AgentNamespace).Delete(t.Context(), inTheWay.Name, metav1.DeleteOptions{}); err != nil {
				t.Fatal(err)
			}
			w.send(t, comment)
			w.handled(t, p, comment.ID, 1)
		}, "check-iteration-state"
	}},
	{alert: "RemediationCommentNotPublished", stays: true, make: func(t *testing.T, w *world) (func(), string) {
		return w.busAway(t, func() {
			c := w.Comment(w.Pull(suite.Rework))
			if answer := w.Hooks[c.Repository].Send(t.Context(), c, github.Passes); answer.Err == nil && answer.Status/100 == 2 {
				t.Errorf("a comment that is not on the bus gets %d", answer.Status)
			}
		}), "event source github"
	}},
	{alert: "RemediationEventsNotPublished", stays: true, make: func(t *testing.T, w *world) (func(), string) {
		p := w.Pull(suite.Rework)
		w.handled(t, p, w.post(t, p), 1)
		w.settled(t, p)
		return w.busAway(t, func() {
			for change := range 10 {
				w.setState(t, p, fmt.Sprintf(`{"data":{"max_iterations":"%d"}}`, 4-change%2))
			}
		}), "event source rework-state"
	}},
	{alert: "RemediationUpkeepUnknown", make: func(t *testing.T, w *world) (func(), string) {
		w.prometheus.ServeObjects(false)
		return func() { w.prometheus.ServeObjects(true) }, "cronjobs of the loop"
	}},
}

// busAway stops the bus, does something meanwhile, and returns what starts it again. The watchdogs then replace the sensors that have lost
// it.
func (w *world) busAway(t *testing.T, do func()) func() {
	t.Helper()
	bus := w.Plane.Process(plane.NATS)
	if err := bus.Stop(); err != nil {
		t.Fatal(err)
	}
	do()
	return func() {
		if err := bus.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		blocks, err := suite.ShellBlocks(suite.Root()+"/docs/operate.md", "The watchdog")
		if err != nil {
			t.Fatal(err)
		}
		w.watchdogs(t, blocks[0], w.Loops)
		p := w.Pull(suite.Rework)
		w.handled(t, p, w.post(t, p), 1)
	}
}

// away stops the pods of a Deployment.
func away(selector, says string) func(*testing.T, *world) (func(), string) {
	return func(t *testing.T, w *world) (func(), string) {
		scale := func(replicas string) {
			w.sh(t, "kubectl scale deployments -n github-webhooks -l "+selector+" --replicas="+replicas)
		}
		scale("0")
		return func() {
			scale("1")
			w.sh(t, "kubectl wait deployments -n github-webhooks -l "+selector+" --for=condition=Available --timeout=60s")
		}, says
	}
}

// runRefused has a comment wait because a quota is full.
func runRefused(says string) func(*testing.T, *world) (func(), string) {
	return func(t *testing.T, w *world) (func(), string) {
		p := w.Pull(suite.Rework)
		room := w.quota(t, p.Loop, corev1.ResourceName("count/"+p.Loop.Runs.GroupResource().String()))
		id := w.post(t, p)
		if says == "task " {
			says = fmt.Sprintf("task %d ", p.Task)
		}
		return func() {
			room()
			w.handled(t, p, id, 1)
			w.settled(t, p)
		}, says
	}
}

// fires sees the alert silent, then true, with the words that the person on call needs, and then silent again.
func (w *world) fires(t *testing.T, p *prometheus.Prometheus, f fault) {
	silent := func() error {
		if alerts, err := p.Alerts(t.Context(), string(suite.Rework.Name)); err != nil || len(alerts[f.alert]) > 0 {
			return fmt.Errorf("%v, %v", alerts[f.alert], err)
		}
		return nil
	}
	w.eventually(t, patience, silent)
	repair, says := f.make(t, w)
	w.eventually(t, patience, func() error { return said(t, p, f.alert, says) })
	repair()
	if !f.stays {
		w.eventually(t, patience, silent)
	}
}

// said is that the alert is true, and names what it is about.
func said(t *testing.T, p *prometheus.Prometheus, name, says string) error {
	alerts, err := p.Alerts(t.Context(), string(suite.Rework.Name))
	if err != nil {
		return err
	}
	for _, alert := range alerts[name] {
		text := alert.Annotations["summary"] + " " + alert.Annotations["description"]
		if strings.Contains(text, "<no value>") || !strings.HasSuffix(alert.Annotations["runbook_url"], "/troubleshoot.md#"+strings.ToLower(name)) {
			t.Errorf("%s says: %v", name, alert.Annotations)
		}
		if strings.Contains(strings.ToLower(text), says) && strings.Contains(text, string(suite.Rework.Name)) {
			return nil
		}
	}
	return fmt.Errorf("%s is not true of %q: %v", name, says, alerts)
}

// quota allows none of a resource, and returns what makes room.
func (w *world) quota(t *testing.T, loop suite.Loop, count corev1.ResourceName) func() {
	t.Helper()
	quotas := w.Client.CoreV1().ResourceQuotas(loop.AgentNamespace)
	quota := &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Name: "none"}, Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{count: resource.MustParse("0")}}}
	if _, err := quotas.Create(t.Context(), quota, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, patience, func() error {
		now, err := quotas.Get(t.Context(), quota.Name, metav1.GetOptions{})
		if err == nil && now.Status.Hard == nil {
			return fmt.Errorf("the quota is not counted yet")
		}
		return err
	})
	return func() {
		t.Helper()
		if err := quotas.Delete(t.Context(), quota.Name, metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

// exporterPort asks the port of the exporter for its metrics, which it gives, and for the API, which it does not.
func exporterPort(t *testing.T, w *world) {
	pods := w.pods(t, "app=remediation-exporter")
	if len(pods) != 1 {
		t.Fatalf("%d pods of the exporter, want 1", len(pods))
	}
	for _, pod := range pods {
		for path, want := range map[string]int{
			"/metrics": http.StatusOK, "/refused/api/v1/namespaces": http.StatusForbidden, "/refused/": http.StatusForbidden,
			"/api/v1/namespaces": http.StatusNotFound, "/../etc/passwd": http.StatusNotFound,
		} {
			answer, err := http.Get("http://" + pod.Status.PodIP + ":7777" + path)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != want {
				t.Errorf("%s: %s, want %d", path, answer.Status, want)
			}
		}
	}
}

// panels asks the queries of the dashboard for the time of the test.
func panels(t *testing.T, w *world, p *prometheus.Prometheus, since time.Time) {
	name := string(suite.Rework.Name) + "-dashboard"
	stored, err := w.Client.CoreV1().ConfigMaps(suite.SensorNamespace).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(stored.Data[name+".json"]), &dashboard); err != nil {
		t.Fatal(err)
	}
	queries := 0
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			queries++
			expr := strings.ReplaceAll(target.Expr, "$__rate_interval", "30s")
			if series, err := p.Series(t.Context(), expr, since); err != nil || series == 0 {
				t.Errorf("%s: %d series, %v: %s", panel.Title, series, err, expr)
			}
		}
	}
	if queries < 15 {
		t.Errorf("only %d queries", queries)
	}
}
