package history

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
)

// Etcd is where the API server stores its objects.
type Etcd struct {
	Endpoints []string
	TLS       *tls.Config // nil without it
}

// registry is what the API server puts in front of its keys, unless --etcd-prefix says otherwise.
const registry = "/registry/"

// always are the resources that are watched whatever else is.
var always = []schema.GroupResource{
	{Resource: "configmaps"}, {Resource: "events"}, {Resource: "pods"},
	{Group: "batch", Resource: "jobs"}, {Group: "batch", Resource: "cronjobs"},
	{Group: "argoproj.io", Resource: "sensors"}, {Group: "argoproj.io", Resource: "eventsources"}, {Group: "argoproj.io", Resource: "eventbus"},
}

// Watcher keeps the history as it happens. It is safe for concurrent use.
type Watcher struct {
	client    *clientv3.Client
	cancel    context.CancelFunc
	done      chan struct{}
	context   context.Context // of the watch: progress is asked for on its stream
	resources map[schema.GroupResource]bool

	mu       sync.Mutex
	record   Record
	latest   map[string]*unstructured.Unstructured // by key
	revision int64                                 // all up to here is known
	moved    chan struct{}                         // closed and replaced whenever something has happened
	err      error                                 // why it has ended
}

// Watch begins at this moment, with all that is there, and goes on until the context ends or Stop is called. Besides the resources that are
// always watched (ConfigMaps, Events, Pods, Jobs, CronJobs, Sensors, EventSources, EventBuses) it watches those that are named, such as
// CodeRuns, in all namespaces, whether their CRD is there yet or not.
//
// It watches etcd and not the API server. An API server that has been started again refuses every watch that resumes, for its cache begins
// at its own first list (410 "too old resource version"): a client has to list, and what came and went meanwhile is lost. etcd keeps every
// version until it is compacted, which the API server does every five minutes.
func Watch(ctx context.Context, etcd Etcd, resources ...schema.GroupResource) (*Watcher, error) {
	client, err := clientv3.New(clientv3.Config{
		Endpoints: etcd.Endpoints, TLS: etcd.TLS, DialTimeout: 10 * time.Second, Logger: zap.NewNop(),
		// An etcd that was killed comes back within seconds. gRPC's own pauses grow to two minutes.
		DialOptions: []grpc.DialOption{grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.5, MaxDelay: time.Second}, MinConnectTimeout: 5 * time.Second,
		})},
	})
	if err != nil {
		return nil, fmt.Errorf("history: etcd %q: %w", etcd.Endpoints, err)
	}
	w := &Watcher{
		client: client, done: make(chan struct{}), resources: map[schema.GroupResource]bool{}, latest: map[string]*unstructured.Unstructured{},
		moved: make(chan struct{}),
	}
	w.context, w.cancel = context.WithCancel(ctx)
	if err := w.list(w.context, append(slices.Clone(always), resources...)); err != nil {
		w.cancel()
		client.Close()
		return nil, fmt.Errorf("history: etcd %q: %w", etcd.Endpoints, err)
	}
	go w.follow()
	return w, nil
}

// Stop ends the watch. Record still tells all that was seen.
func (w *Watcher) Stop() {
	w.cancel()
	<-w.done
}

// Record returns a copy of all that has been seen so far. Sync before it, when all that was written so far must be in it.
func (w *Watcher) Record() Record {
	w.mu.Lock()
	defer w.mu.Unlock()
	record := w.record
	record.Resources = slices.Clone(record.Resources)
	record.Versions = slices.Clone(record.Versions)
	record.Gaps = slices.Clone(record.Gaps)
	return record
}

// Sync waits until all that was written before it is in the record.
func (w *Watcher) Sync(ctx context.Context) error {
	if _, _, ended := w.progress(); ended != nil {
		return ended
	}
	response, err := w.client.Get(ctx, registry, clientv3.WithKeysOnly())
	if err != nil {
		return fmt.Errorf("history: the revision of etcd: %w", err)
	}
	for {
		reached, moved, ended := w.progress()
		if reached >= response.Header.Revision {
			return nil
		}
		if ended != nil {
			return ended
		}
		if err := w.client.RequestProgress(w.context); err != nil {
			return fmt.Errorf("history: the progress of the watch: %w", err)
		}
		select {
		case <-moved:
		case <-time.After(100 * time.Millisecond): // ask again: a request is lost when the watch is not there yet
		case <-ctx.Done():
			return fmt.Errorf("history: revision %d of etcd has not come, the last one seen is %d: %w", response.Header.Revision, reached, ctx.Err())
		}
	}
}

func (w *Watcher) progress() (reached int64, moved chan struct{}, ended error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.revision, w.moved, w.err
}

// list begins the record with what is there.
func (w *Watcher) list(ctx context.Context, resources []schema.GroupResource) error {
	now, err := w.client.Get(ctx, registry, clientv3.WithKeysOnly())
	if err != nil {
		return err
	}
	w.revision = now.Header.Revision
	w.record.Start = w.revision
	for _, resource := range resources {
		if w.resources[resource] {
			continue
		}
		w.resources[resource] = true
		w.record.Resources = append(w.record.Resources, resource)
		prefix, err := keysOf(registry, resource)
		if err != nil {
			return err
		}
		response, err := w.client.Get(ctx, prefix, clientv3.WithPrefix(), clientv3.WithRev(w.revision))
		if err != nil {
			return err
		}
		for _, stored := range response.Kvs {
			object, err := decode(stored.Value, stored.ModRevision)
			if err != nil {
				return fmt.Errorf("%s: %w", stored.Key, err)
			}
			w.latest[string(stored.Key)] = object
			w.record.Versions = append(w.record.Versions, Version{resource, watch.Added, stored.ModRevision, time.Now(), true, object})
		}
	}
	sortVersions(w.record.Versions)
	return nil
}

// follow takes in what etcd tells. The client reconnects by itself and goes on where it was.
func (w *Watcher) follow() {
	defer close(w.done)
	defer w.client.Close()
	for {
		next := w.revision + 1
		var compacted int64
		for response := range w.client.Watch(w.context, registry, clientv3.WithPrefix(), clientv3.WithRev(next), clientv3.WithFragment()) {
			if compacted = response.CompactRevision; compacted > 0 {
				w.lose(Gap{w.revision, compacted, time.Now(), "etcd was compacted before the watch had them"})
				break
			}
			if err := response.Err(); err != nil {
				w.end(fmt.Errorf("history: the watch has ended: %w", err))
				return
			}
			w.take(response)
		}
		if compacted == 0 {
			w.end(errors.New("history: the watch has been stopped"))
			return
		}
	}
}

func (w *Watcher) take(response clientv3.WatchResponse) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, event := range response.Events {
		resource, known := resourceOf(registry, string(event.Kv.Key))
		if known && w.resources[resource] {
			w.write(resource, event)
		}
		w.revision = max(w.revision, event.Kv.ModRevision)
	}
	if response.IsProgressNotify() {
		w.revision = max(w.revision, response.Header.Revision)
	}
	w.tell()
}

func (w *Watcher) write(resource schema.GroupResource, event *clientv3.Event) {
	key := string(event.Kv.Key)
	version := Version{Resource: resource, Type: watch.Modified, Revision: event.Kv.ModRevision, Seen: time.Now()}
	if event.Type == clientv3.EventTypeDelete {
		gone := w.latest[key]
		if gone == nil {
			w.lost(version.Revision, fmt.Sprintf("%s was deleted and never seen", key))
			return
		}
		delete(w.latest, key)
		version.Type = watch.Deleted
		version.Object = gone.DeepCopy()
		version.Object.SetResourceVersion(fmt.Sprint(version.Revision))
	} else {
		object, err := decode(event.Kv.Value, event.Kv.ModRevision)
		if err != nil {
			w.lost(version.Revision, fmt.Sprintf("%s cannot be read: %v", strings.TrimPrefix(key, registry), err))
			return
		}
		if event.IsCreate() {
			version.Type = watch.Added
		}
		version.Object = object
		w.latest[key] = object
	}
	w.record.Versions = append(w.record.Versions, version)
}

func (w *Watcher) lost(revision int64, reason string) {
	w.record.Gaps = append(w.record.Gaps, Gap{revision - 1, revision + 1, time.Now(), reason})
}

// lose notes a gap, after which the watch goes on.
func (w *Watcher) lose(gap Gap) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.record.Gaps = append(w.record.Gaps, gap)
	w.revision = gap.Until - 1
	w.tell()
}

func (w *Watcher) end(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = err
	w.tell()
}

func (w *Watcher) tell() {
	close(w.moved)
	w.moved = make(chan struct{})
}
