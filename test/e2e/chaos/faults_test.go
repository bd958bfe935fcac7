package chaos

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
)

func kindsOf(s *storm) []kind {
	kinds := []kind{
		{5, func(s *storm) { s.killPod(suite.SensorNamespace, "eventsource-name=github") }},
		{7, func(s *storm) { s.killPod(suite.SensorNamespace, "eventsource-name="+s.loop.Name.StateEventSource()) }},
		{12, func(s *storm) { s.killPod(suite.SensorNamespace, s.loop.SensorPods()) }},
		{3, func(s *storm) { s.killPod("argo-events", "app=controller-manager") }},
		{4, func(s *storm) { s.killProcess(plane.NATS) }},
		{4, func(s *storm) { s.killProcess(plane.APIServer) }},
		{4, func(s *storm) { s.killProcess(plane.Etcd) }},
		{2, func(s *storm) { s.killProcess(plane.ControllerManager) }},
		{1, func(s *storm) { s.outage(plane.APIServer) }},
		{1, func(s *storm) { s.outage(plane.NATS) }},
		{2, (*storm).roll},
		{2, (*storm).fillQuota},
		{4, (*storm).githubFails},
		{3, (*storm).removeRun},
		{10, func(s *storm) { s.people.edit() }},
	}
	if !*asItIs {
		kinds = append(kinds, kind{2, (*storm).reshard})
	}
	return kinds
}

// killPod kills the processes of one of the pods that a selector chooses. The kubelet starts them again after a pause that grows.
func (s *storm) killPod(namespace, selector string) {
	draw := s.random.Uint64()
	chosen, err := labels.Parse(selector)
	if err != nil {
		s.t.Fatal(err)
	}
	running := s.Kubelet.Running(namespace, chosen)
	if len(running) == 0 {
		return
	}
	name := running[draw%uint64(len(running))]
	if err := s.Kubelet.Kill(namespace, name); err == nil {
		s.note("kill", "pod %s", name)
		s.note("kill of "+selector, "")
	}
}

// killProcess kills a part of the control plane, or the bus, and starts it again after a while.
func (s *storm) killProcess(name string) {
	pause := s.between(0, 6*time.Second)
	if !s.take(name) {
		return
	}
	if err := s.Plane.Process(name).Kill(); err != nil {
		s.note("ended by itself: "+name, "%v", err)
	} else {
		s.note("kill", "%s for %s", name, pause)
		s.note("kill of "+name, "")
	}
	s.later(pause, func() { s.start(name) })
}

// take says whether a part is up, and thus this fault's to take down.
func (s *storm) take(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down[name] {
		return false
	}
	s.down[name] = true
	return true
}

// outage stops a part for longer than the loop tries anything again, but storing a comment.
func (s *storm) outage(name string) {
	pause := s.between(12*time.Second, 25*time.Second)
	if !s.take(name) {
		return
	}
	if err := s.Plane.Process(name).Stop(); err != nil {
		s.note("ended by itself: "+name, "%v", err)
	} else {
		s.note("outage of "+name, "for %s", pause)
	}
	s.later(pause, func() { s.start(name) })
}

// start starts a part again. One that ends because another part is not there is started until it stays, as what supervises it would do.
func (s *storm) start(name string) {
	for s.ctx.Err() == nil {
		err := s.Plane.Process(name).Start(s.ctx)
		if err == nil || s.Plane.Process(name).Running() {
			break
		}
		s.note("failed start of "+name, "%v", err)
		time.Sleep(time.Second)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.down, name)
}

// recover starts what has ended by itself.
func (s *storm) recover() {
	for _, name := range []string{plane.Etcd, plane.APIServer, plane.ControllerManager, plane.NATS} {
		if !s.Plane.Process(name).Running() {
			s.note("ended by itself: "+name, "")
			s.start(name)
		}
	}
}

// roll has the controller replace the sensors' pods: the new one of each stands by until the old one has gone.
func (s *storm) roll() {
	patch := fmt.Appendf(nil, `{"spec":{"template":{"metadata":{"annotations":{"rolled":"%d"}}}}}`, s.random.Uint32())
	sensors := s.Dynamic.Resource(v1alpha1.SensorGroupVersionResource).Namespace(suite.SensorNamespace)
	list, err := sensors.List(s.ctx, metav1.ListOptions{LabelSelector: s.loop.SensorPods()})
	if err != nil {
		return
	}
	for _, sensor := range list.Items {
		if _, err := sensors.Patch(s.ctx, sensor.GetName(), types.MergePatchType, patch, metav1.PatchOptions{}); err == nil {
			s.note("roll", "%s", sensor.GetName())
		}
	}
}

// reshard deploys the loop with one shard instead of four, or the other way round, and removes what is not rendered any more, as Argo CD
// does. Shards that come back do so under their old names, whose consumers have been filling meanwhile.
func (s *storm) reshard() {
	from, to := "chaos", "chaos-sharded"
	if s.count("reshard to chaos-sharded") > s.count("reshard to chaos") {
		from, to = to, from
	}
	if s.deploy(to, from) == nil {
		s.note("reshard to "+to, "")
	}
}

// deploy applies a tree and removes what only another one has.
func (s *storm) deploy(tree, before string) error {
	if _, err := s.Sh(s.ctx, s.Rendered(tree), `kubectl apply -R -f .`); err != nil {
		return err
	}
	old, err := files(s.Rendered(before))
	if err != nil {
		return err
	}
	now, err := files(s.Rendered(tree))
	if err != nil {
		return err
	}
	for _, file := range old {
		if slices.Contains(now, file) {
			continue
		}
		if _, err := s.Sh(s.ctx, s.Rendered(before), `kubectl delete --ignore-not-found --wait=false -f "$FILE"`, "FILE="+file); err != nil {
			return err
		}
	}
	return nil
}

func files(folder string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(folder, path)
		found = append(found, relative)
		return err
	})
	return found, err
}

// fillQuota leaves no room for runs for a while: longer than a run is tried, or not.
func (s *storm) fillQuota() {
	pause := s.between(time.Second, 15*time.Second)
	quotas := s.Client.CoreV1().ResourceQuotas(s.loop.AgentNamespace)
	count := corev1.ResourceName("count/" + s.loop.Runs.GroupResource().String())
	quota := &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Name: "full"}, Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{count: resource.MustParse("0")}}}
	if _, err := quotas.Create(s.ctx, quota, metav1.CreateOptions{}); err != nil {
		return
	}
	s.note("full quota", "for %s", pause)
	s.later(pause, func() {
		s.insist(func() error {
			if err := quotas.Delete(s.ctx, "full", metav1.DeleteOptions{}); !apierrors.IsNotFound(err) {
				return err
			}
			return nil
		})
	})
}

// insist tries until it is done, for the API server may be gone at any moment.
func (s *storm) insist(do func() error) {
	if err := suite.Eventually(s.ctx, 5*time.Minute, do); err != nil {
		s.t.Error(err)
	}
}

// githubFails has the API of GitHub fail in one of its ways.
func (s *storm) githubFails() {
	effects := []github.Effect{
		github.Status(http.StatusInternalServerError), github.Status(http.StatusBadGateway), github.Status(http.StatusUnauthorized), github.Reset(), github.LoseAnswer(),
		github.Slow(2 * time.Second), github.RateLimited(time.Minute), github.SecondaryRateLimited(http.StatusTooManyRequests, time.Minute),
	}
	effect, pause := effects[s.random.IntN(len(effects))], s.between(time.Second, 12*time.Second)
	fault := s.GitHub.Inject(github.Fault{Effect: effect})
	s.note("GitHub fails", "%v for %s", effect, pause)
	s.later(pause, fault.Clear)
}

// removeRun deletes a run that is acknowledged, as those do who tidy up.
func (s *storm) removeRun() {
	draw := s.random.Uint64()
	runs := s.Dynamic.Resource(s.loop.Runs).Namespace(s.loop.AgentNamespace)
	states, err := s.Client.CoreV1().ConfigMaps(s.loop.AgentNamespace).List(s.ctx, metav1.ListOptions{LabelSelector: "app=" + s.loop.Name.App()})
	if err != nil {
		return
	}
	var handled []string
	for _, state := range states.Items {
		for _, id := range handledOf(state.Data) {
			handled = append(handled, s.loop.Name.Run(state.Labels[vocabulary.TaskLabel], id))
		}
	}
	if len(handled) == 0 {
		return
	}
	name := handled[draw%uint64(len(handled))]
	if runs.Delete(s.ctx, name, metav1.DeleteOptions{}) == nil {
		s.note("run removed", "%s", name)
	}
}
