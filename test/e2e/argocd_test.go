package e2e

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// waveDelay is the pause of Argo CD between two waves (ARGOCD_SYNC_WAVE_DELAY).
const waveDelay = 2 * time.Second

// kindOrder is the order of Argo CD within a wave, of the kinds that the tree has (pkg/sync/sync_tasks.go in its gitops-engine). Others
// come last.
var kindOrder = []string{
	"Namespace", "NetworkPolicy", "ResourceQuota", "PodDisruptionBudget", "ServiceAccount", "ConfigMap", "CustomResourceDefinition", "Role",
	"RoleBinding", "Deployment", "CronJob",
}

// synced is a file that Argo CD applies.
type synced struct {
	unstructured.Unstructured
	path string
}

// argoCd applies a loop as Argo CD does: with server-side apply, wave by wave, each when the one before is healthy. Comments come in all
// the time, from before the first wave on. Then the sensor and the event source change, and are applied in the same way. Each comment
// that got a 2xx has its run.
func argoCd(t *testing.T, w *world) {
	loop := suite.Waves
	w.Loops = append(w.Loops, loop)
	objects := waveObjects(t, w.Rendered(string(loop.Name)))
	// Nobody listens there before the event source has its Service.
	hook := w.GitHub.AddHook(github.HookOptions{Repository: loop.Repository, URL: "http://127.0.0.1:1/webhook", Secret: suite.WebhookSecret, Ledger: w.Ledger})
	w.Hooks[loop.Repository] = hook

	comments := w.keepPosting(t, hook)
	w.sync(t, objects)
	comments.wait(t, 5)
	// A change that makes new pods of both.
	for i := range objects {
		if kind := objects[i].GetKind(); kind == "Sensor" || kind == "EventSource" {
			set(t, &objects[i], "second", "spec", "template", "metadata", "annotations", "example.com/version")
		}
	}
	w.sync(t, objects)
	comments.wait(t, 5)
	refused, taken := comments.stop()
	t.Logf("%d comments got no 2xx, %d got one", refused, len(taken))
	if refused == 0 {
		t.Error("no comment came before the event source was there")
	}
	for _, one := range taken {
		w.handled(t, one.pull, one.id, 1)
	}
	w.addHealthChecks(t)
	w.judged(t)
}

// waveObjects are the objects of a tree, in the order in which Argo CD applies them. The bus is not ours to render, see suite/install.go.
func waveObjects(t *testing.T, tree string) []synced {
	t.Helper()
	var objects []synced
	err := filepath.WalkDir(tree, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, "/argo-cd/") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		object := synced{path: path}
		if err := yaml.Unmarshal(content, &object.Object); err != nil {
			return err
		}
		if object.GetKind() != "EventBus" {
			objects = append(objects, object)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	order := func(kind string) int {
		if place := slices.Index(kindOrder, kind); place >= 0 {
			return place
		}
		return len(kindOrder)
	}
	slices.SortFunc(objects, func(a, b synced) int {
		return cmp.Or(cmp.Compare(a.wave(), b.wave()), cmp.Compare(order(a.GetKind()), order(b.GetKind())), cmp.Compare(a.GetName(), b.GetName()))
	})
	if len(objects) < 50 || objects[0].wave() == objects[len(objects)-1].wave() {
		t.Fatalf("%d objects below %s, in waves from %d", len(objects), tree, objects[0].wave())
	}
	return objects
}

func (o synced) wave() int {
	wave, _ := strconv.Atoi(o.GetAnnotations()["argocd.argoproj.io/sync-wave"])
	return wave
}

// set writes a field, and the file.
func set(t *testing.T, object *synced, value string, field ...string) {
	t.Helper()
	if err := unstructured.SetNestedField(object.Object, value, field...); err != nil {
		t.Fatal(err)
	}
	content, err := yaml.Marshal(object.Object)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(object.path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// sync applies the objects in their order. kubectl is what Argo CD applies with, and its manager of fields has this name.
func (w *world) sync(t *testing.T, objects []synced) {
	t.Helper()
	for len(objects) > 0 {
		wave := objects[0].wave()
		end := slices.IndexFunc(objects, func(o synced) bool { return o.wave() != wave })
		if end < 0 {
			end = len(objects)
		}
		command := "kubectl apply --server-side --force-conflicts --field-manager=argocd-controller"
		for _, object := range objects[:end] {
			command += " -f " + object.path
		}
		w.sh(t, command)
		for _, object := range objects[:end] {
			// What the health checks ask for, see test/engine/argocd.
			if kind := object.GetKind(); kind == "Sensor" || kind == "EventSource" {
				w.sh(t, fmt.Sprintf("kubectl wait %s.argoproj.io/%s -n %s --for=condition=Deployed --timeout=60s", strings.ToLower(kind), object.GetName(), object.GetNamespace()))
			}
		}
		time.Sleep(waveDelay)
		objects = objects[end:]
	}
}

// posted are comments that are posted one after the other.
type posted struct {
	end     context.CancelFunc
	done    chan struct{}
	mu      sync.Mutex
	refused int
	taken   []taken
}

// taken is a comment that got a 2xx.
type taken struct {
	pull pull
	id   int64
}

// keepPosting posts a comment every second, each on a pull request of its own, to wherever the event source is by then.
func (w *world) keepPosting(t *testing.T, hook *github.Hook) *posted {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	p := &posted{end: end, done: make(chan struct{})}
	t.Cleanup(end)
	go func() {
		defer close(p.done)
		for ctx.Err() == nil {
			service, err := w.Client.CoreV1().Services(suite.SensorNamespace).Get(ctx, "waves-eventsource-svc", metav1.GetOptions{})
			if err == nil {
				hook.SetURL("http://" + service.Spec.ClusterIP + ":12000/webhook")
			}
			pull := w.Pull(suite.Waves)
			comment := w.Comment(pull)
			answer := hook.Send(context.WithoutCancel(ctx), comment, github.Passes)
			p.mu.Lock()
			if answer.Status == 200 {
				p.taken = append(p.taken, taken{pull, comment.ID})
			} else {
				p.refused++
			}
			p.mu.Unlock()
			time.Sleep(time.Second)
		}
	}()
	return p
}

// wait waits until as many comments more have got a 2xx.
func (p *posted) wait(t *testing.T, more int) {
	t.Helper()
	count := func() int {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.taken)
	}
	before := count()
	err := suite.Eventually(t.Context(), time.Minute, func() error {
		if now := count(); now < before+more {
			return fmt.Errorf("%d comments got a 2xx", now-before)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stop ends it, and says how many comments got no 2xx, and which got one.
func (p *posted) stop() (refused int, all []taken) {
	p.end()
	<-p.done
	return p.refused, p.taken
}

// addHealthChecks does what docs/argo-cd.md tells to do with the ConfigMap of a platform team, word for word: what is in it stays.
func (w *world) addHealthChecks(t *testing.T) {
	t.Helper()
	blocks, err := suite.ShellBlocks(filepath.Join(suite.Root(), "docs/argo-cd.md"), "Set it up")
	if err != nil {
		t.Fatal(err)
	}
	w.sh(t, "kubectl create namespace argocd && kubectl create configmap argocd-cm -n argocd --from-literal=url=https://argocd.example.com")
	folder := t.TempDir()
	if err := os.Symlink(w.Rendered(string(suite.Waves.Name)), filepath.Join(folder, "dist")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Sh(t.Context(), folder, blocks[0]); err != nil {
		t.Fatal(err)
	}
	configMap, err := w.Client.CoreV1().ConfigMaps("argocd").Get(t.Context(), "argocd-cm", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if configMap.Data["url"] != "https://argocd.example.com" || len(configMap.Data) != 5 {
		t.Errorf("argocd-cm has %d keys, and the URL %q: want its own, and four more", len(configMap.Data), configMap.Data["url"])
	}
}

// judged has Argo CD's own code compare the cluster with the tree: test/argo-cd/judge, if its program is there. It takes minutes to
// build, so npm run test:argocd does.
func (w *world) judged(t *testing.T) {
	t.Helper()
	judge := os.Getenv("ARGO_CD_JUDGE")
	if judge == "" {
		t.Log("not compared by Argo CD's own code: npm run test:argocd does that")
		return
	}
	out, err := w.Sh(t.Context(), w.Rendered(string(suite.Waves.Name)), `"$JUDGE" -test.v -test.count=1`, "JUDGE="+judge, "TREE="+w.Rendered(string(suite.Waves.Name)))
	t.Log(out)
	if err != nil {
		t.Error("Argo CD would find a difference, or the objects not healthy")
	}
}
