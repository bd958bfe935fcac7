package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// libraryNamespace is the one that the sensor of scripts/e2e/library.ts writes to.
const libraryNamespace = "library"

// derivedRights runs the app of somebody who uses the library without the loop. What its event sources and its sensor do works with the
// derived rights, and each of these is used.
func derivedRights(t *testing.T, w *world) {
	apply := `kubectl create namespace "$TARGET"; kubectl apply -R -f .`
	if _, err := w.Sh(t.Context(), w.Rendered("library"), apply, "TARGET="+libraryNamespace); err != nil {
		t.Fatal(err)
	}
	w.sh(t, "kubectl wait -n github-webhooks deployments -l owner-name=library-clock --for=create --timeout=60s")
	configMaps := w.Client.CoreV1().ConfigMaps(libraryNamespace)
	find := func(name string) func() error {
		return func() error {
			_, err := configMaps.Get(t.Context(), name, metav1.GetOptions{})
			return err
		}
	}
	order := func(name, number, wanted string) {
		object := &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"library-order": number}}, Data: map[string]string{"wanted": wanted},
		}
		if _, err := configMaps.Create(t.Context(), object, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	copies := func() (of []string) {
		list, err := configMaps.List(t.Context(), metav1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, object := range list.Items {
			if strings.HasPrefix(object.Name, "copy-") {
				of = append(of, object.Data["namespace"]+"/"+object.Data["of"])
			}
		}
		slices.Sort(of)
		return of
	}
	isCopied := func(name string) func() error {
		return func() error {
			if of := copies(); !slices.Contains(of, libraryNamespace+"/"+name) {
				return fmt.Errorf("copies of %v", of)
			}
			return nil
		}
	}

	// The clock remembers its last event, and the first consumer of the sensor is there.
	w.eventually(t, patience, find("tick"))
	w.eventually(t, patience, func() error {
		remembered, err := w.Client.CoreV1().ConfigMaps(suite.SensorNamespace).Get(t.Context(), "library-clock", metav1.GetOptions{})
		if err == nil && !strings.Contains(remembered.Data["library-clock.tick"], "eventTime") {
			return fmt.Errorf("it remembers %v", remembered.Data)
		}
		return err
	})
	// Consumers of the other triggers start at new messages, so orders are sent until one arrives.
	sent := 0
	w.eventually(t, patience, func() error {
		sent++
		order(fmt.Sprintf("order-%d", sent), "4", "yes")
		return find("last")()
	})
	order("order-low", "3", "yes")
	order("order-unwanted", "4", "no")
	order("other", "4", "yes")
	order("order-next", "5", "yes")
	w.eventually(t, patience, isCopied("order-next"))
	if of := copies(); slices.ContainsFunc(of, func(name string) bool {
		return !strings.HasPrefix(name, libraryNamespace+"/order-") || strings.HasSuffix(name, "-low") || strings.HasSuffix(name, "-unwanted")
	}) {
		t.Errorf("these have passed the filter of the event source: %v", of)
	}
	if err := configMaps.Delete(t.Context(), "order-next", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, patience, func() error {
		if err := find("last")(); err == nil {
			return fmt.Errorf("last is still there")
		}
		return nil
	})

	// The audit log has a watch when it ends.
	w.sh(t, "kubectl delete pods -n github-webhooks -l eventsource-name=library-objects")
	for _, name := range []string{"library-clock", "library-objects", "library"} {
		t.Run("each right of "+name, func(t *testing.T) {
			w.eventually(t, patience, func() error {
				granted, used := w.granted(t, name), w.used(t, name)
				if !maps.Equal(granted, used) {
					return fmt.Errorf("granted %v, used %v", slices.Sorted(maps.Keys(granted)), slices.Sorted(maps.Keys(used)))
				}
				return nil
			})
		})
	}
	if _, err := w.Sh(t.Context(), w.Rendered("library"), "kubectl delete -R -f ."); err != nil {
		t.Fatal(err)
	}
}

// recipes applies each recipe: the API server takes it, and after the controller has seen it, a second time changes nothing. There is no
// bus in their namespaces, so no pod starts.
func recipes(t *testing.T, w *world) {
	folders, err := os.ReadDir(w.Rendered("recipes"))
	if err != nil || len(folders) < 5 {
		t.Fatalf("%d recipes, %v", len(folders), err)
	}
	for _, namespace := range []string{"ci", "events", "shop"} {
		w.sh(t, "kubectl create namespace "+namespace)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			sh := func(script string) string {
				out, err := w.Sh(t.Context(), filepath.Join(w.Rendered("recipes"), folder.Name()), script)
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			sh("kubectl apply -R -f .")
			sh("kubectl wait sensors,eventsources --all -n events --for=jsonpath='{.status.conditions}' --timeout=60s")
			if out := sh("kubectl apply -R -f ."); strings.Count(out, "\n") != strings.Count(out, " unchanged\n") {
				t.Errorf("a second apply changes something:\n%s", out)
			}
			sh("kubectl diff -R -f .")
			sh("kubectl delete -R -f .")
		})
	}
}

// granted is what the Roles and the ClusterRole of that name allow: `verb resource namespace/name`.
func (w *world) granted(t *testing.T, name string) map[string]bool {
	t.Helper()
	rights := map[string]bool{}
	add := func(namespace string, rules []rbacv1.PolicyRule) {
		for _, rule := range rules {
			for _, verb := range rule.Verbs {
				for _, object := range append(slices.Clone(rule.ResourceNames), "")[:max(1, len(rule.ResourceNames))] {
					rights[fmt.Sprintf("%s %s %s/%s", verb, rule.Resources[0], namespace, object)] = true
				}
			}
		}
	}
	roles, err := w.Client.RbacV1().Roles("").List(t.Context(), metav1.ListOptions{FieldSelector: "metadata.name=" + name})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range roles.Items {
		add(role.Namespace, role.Rules)
	}
	if role, err := w.Client.RbacV1().ClusterRoles().Get(t.Context(), name, metav1.GetOptions{}); err == nil {
		add("", role.Rules)
	}
	return rights
}

// used is what the account of that name has asked the API server for, in the same words.
func (w *world) used(t *testing.T, name string) map[string]bool {
	t.Helper()
	audit, err := w.Audit()
	if err != nil {
		t.Fatal(err)
	}
	rights := map[string]bool{}
	for _, call := range audit.Calls {
		if call.User != "system:serviceaccount:"+suite.SensorNamespace+":"+name || call.Resource.Resource == "" {
			continue
		}
		object := call.Name
		if call.Verb == "create" {
			object = "" // The API server authorizes it before it knows the name.
		}
		rights[fmt.Sprintf("%s %s %s/%s", call.Verb, call.Resource.Resource, call.Namespace, object)] = true
	}
	return rights
}
