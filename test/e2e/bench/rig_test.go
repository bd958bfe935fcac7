package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/watch"
)

// rig is the loop under measurement.
type rig struct {
	*suite.Cluster
	b    *testing.B
	loop suite.Loop

	latencies, bursts, use, sizes, costs, olds table
}

func (r *rig) print() {
	r.latencies.head = []string{"", "comments", "stored p50", "p99", "CodeRun p50", "p99"}
	r.bursts.head = []string{"", "comments on tasks", "last stored", "last CodeRun", "a second", "one more stored", "calls a comment", "messages a comment"}
	r.use.head = []string{"", "comments on tasks", "sensor pods, most", "CPU", "event sources, most", "CPU"}
	r.sizes.head = []string{"ConfigMap", "comments", "a new comment"}
	r.costs.head = []string{"states", "CodeRun p50", "p99"}
	r.olds.head = []string{"tasks", "event source", "messages at its start", "resync", "took", "janitor", "took", "sensor", "CodeRun p50", "p99"}
	for _, t := range []*table{&r.latencies, &r.bursts, &r.use, &r.sizes, &r.costs, &r.olds} {
		if len(t.rows) > 0 {
			t.print()
		}
	}
}

// deploy starts the sensors of the loop anew, with so many shards, and waits until all of it works. One that would only be changed goes
// on as it was for a while, and what it takes then is lost on its new consumer.
func (r *rig) deploy(number string) {
	count := 0
	fmt.Sscan(number, &count)
	pods := func(want int) {
		r.b.Helper()
		r.eventually(time.Minute, func() error {
			if running := r.Kubelet.Running(suite.SensorNamespace, selector(r.b, r.loop.SensorPods())); len(running) != want {
				return fmt.Errorf("%d pods of sensors run, want %d", len(running), want)
			}
			return nil
		})
	}
	sensors := r.Dynamic.Resource(v1alpha1.SensorGroupVersionResource).Namespace(suite.SensorNamespace)
	if err := sensors.DeleteCollection(r.b.Context(), metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: r.loop.SensorPods()}); err != nil {
		r.b.Fatal(err)
	}
	pods(0)
	if _, err := r.Sh(r.b.Context(), r.Rendered("shards-"+number), `kubectl apply -R -f .`); err != nil {
		r.b.Fatal(err)
	}
	sensorsOf := 1
	if count > 1 {
		sensorsOf += count
	}
	pods(sensorsOf)
	time.Sleep(10 * time.Second) // A consumer begins with what comes after it.
	// One comment for each shard, to warm up, one after the other: tasks have numbers in order.
	for range max(count, 2) {
		r.through(time.Minute, r.comments(1, 1))
	}
	r.cool()
}

// cool waits until every pod's bucket of calls is full again.
func (r *rig) cool() { time.Sleep(4 * time.Second) }

func (r *rig) eventually(limit time.Duration, ask func() error) {
	r.b.Helper()
	if err := suite.Eventually(r.b.Context(), limit, ask); err != nil {
		r.b.Fatal(err)
	}
}

func selector(b *testing.B, text string) labels.Selector {
	parsed, err := labels.Parse(text)
	if err != nil {
		b.Fatal(err)
	}
	return parsed
}

// sample is a comment, and when things came of it.
type sample struct {
	github.Comment
	pull               suite.Pull
	sent, stored, made time.Time
}

// comments makes new comments on as many new tasks.
func (r *rig) comments(number, tasks int) []*sample {
	pulls := make([]suite.Pull, tasks)
	for i := range pulls {
		pulls[i] = r.Pull(r.loop, "ready-for-qa")
	}
	list := make([]*sample, number)
	for i := range list {
		list[i] = &sample{pull: pulls[i%tasks]}
		list[i].Comment = r.Comment(list[i].pull)
	}
	return list
}

// through sends comments at once and waits until all that comes of each is done.
func (r *rig) through(limit time.Duration, comments []*sample) {
	r.b.Helper()
	r.await(limit, r.send(comments), comments)
}

// send posts comments at once, and tells where the history of what comes of them begins.
func (r *rig) send(comments []*sample) (from int) {
	from = len(r.History.Record().Versions)
	var all sync.WaitGroup
	for _, c := range comments {
		all.Go(func() {
			c.sent = time.Now()
			if answer := r.Hooks[c.Repository].Send(r.b.Context(), c.Comment, github.Passes); answer.Status != http.StatusOK {
				r.b.Errorf("comment %d: status %d, %v", c.ID, answer.Status, answer.Err)
			}
		})
	}
	all.Wait()
	return from
}

// await waits until all that comes of each comment is done.
func (r *rig) await(limit time.Duration, from int, comments []*sample) {
	r.b.Helper()
	r.eventually(limit, func() error {
		left := r.follow(from, comments)
		if left > 0 {
			return fmt.Errorf("%d of %d comments are not through", left, len(comments))
		}
		return nil
	})
}

// follow looks at what has happened since, and tells how many comments are not through: made, handled, told of by Event and Job.
func (r *rig) follow(from int, comments []*sample) (left int) {
	versions := r.History.Record().Versions[from:]
	events, jobs := map[string]int{}, map[string]bool{}
	handled := map[string]bool{}
	byRun := map[string]*sample{}
	byState := map[string][]*sample{}
	for _, c := range comments {
		byRun[r.loop.Run(c.pull.Task, c.ID)] = c
		state := r.loop.State(c.pull.Task)
		byState[state] = append(byState[state], c)
	}
	for _, v := range versions {
		name := v.Object.GetName()
		switch {
		case v.Resource == r.loop.Runs.GroupResource() && v.Type == watch.Added:
			if c := byRun[name]; c != nil && c.made.IsZero() {
				c.made = v.Seen
			}
		case v.Resource.Resource == "configmaps":
			data, _, _ := unstructured.NestedStringMap(v.Object.Object, "data")
			for _, c := range byState[name] {
				if _, there := data[fmt.Sprint(vocabulary.CommentPrefix, c.ID)]; there && c.stored.IsZero() {
					c.stored = v.Seen
				}
				if _, there := data[fmt.Sprint(vocabulary.HandledPrefix, c.ID)]; there {
					handled[fmt.Sprint(c.ID)] = true
				}
			}
		case v.Resource.Resource == "events" && v.Type == watch.Added:
			message, _ := v.Object.Object["message"].(string)
			if at := strings.Index(message, "for comment "); at > 0 {
				events[strings.Fields(message[at:])[2]]++
			}
		case v.Resource.Resource == "jobs" && v.Type == watch.Added:
			jobs[v.Object.GetLabels()[vocabulary.CommentLabel]] = true
		}
	}
	for _, c := range comments {
		id := fmt.Sprint(c.ID)
		if c.made.IsZero() || !handled[id] || events[id] == 0 || !jobs[id] {
			left++
		}
	}
	return left
}

// spans are durations, to be asked for percentiles.
type spans []time.Duration

func (s spans) percentile(p int) time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

func ms(s spans, p int) string { return fmt.Sprintf("%d ms", s.percentile(p).Milliseconds()) }

// bus is how many messages the bus has ever had, and how many of them a sensor that runs has still before it.
func (r *rig) bus() (messages, waiting int) {
	answer, err := http.Get("http://127.0.0.1:8222/jsz?accounts=true&streams=true&consumers=true")
	if err != nil {
		r.b.Fatal(err)
	}
	defer answer.Body.Close()
	var status struct {
		Accounts []struct {
			Streams []struct {
				State struct {
					Last int `json:"last_seq"`
				}
				Consumers []struct {
					Waiting int `json:"num_waiting"` // requests of a sensor for the next message
					AtWork  int `json:"num_ack_pending"`
					Pending int `json:"num_pending"`
				} `json:"consumer_detail"`
			} `json:"stream_detail"`
		} `json:"account_details"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&status); err != nil {
		r.b.Fatal(err)
	}
	for _, account := range status.Accounts {
		for _, stream := range account.Streams {
			messages += stream.State.Last
			for _, consumer := range stream.Consumers {
				// One of a sensor that is gone has messages, and nobody who asks for them or is at work.
				if consumer.Waiting > 0 || consumer.AtWork > 0 {
					waiting += consumer.Pending + consumer.AtWork
				}
			}
		}
	}
	return messages, waiting
}

// drained waits until the sensors have worked through all that is on the bus.
func (r *rig) drained() {
	r.eventually(10*time.Minute, func() error {
		if _, waiting := r.bus(); waiting > 0 {
			return fmt.Errorf("%d messages wait on the bus", waiting)
		}
		return nil
	})
	r.cool()
}

// put makes a ConfigMap, or changes it.
func (r *rig) put(state *corev1.ConfigMap) {
	configMaps := r.Client.CoreV1().ConfigMaps(state.Namespace)
	_, err := configMaps.Create(r.b.Context(), state, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		_, err = configMaps.Update(r.b.Context(), state, metav1.UpdateOptions{})
	}
	if err != nil {
		r.b.Fatal(err)
	}
}
