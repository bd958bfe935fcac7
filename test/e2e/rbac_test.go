package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	authentication "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// account is a ServiceAccount.
type account struct{ namespace, name string }

// mayWrite is all that the accounts of a loop may write, in the namespace of its agents and nowhere else, but for the watchdog, which
// works in that of the sensors.
func mayWrite(l suite.Loop) map[account][]string {
	runs := l.Runs.GroupResource().String()
	may := map[account][]string{
		sensorOf(l): {"create configmaps", "patch configmaps", "create " + runs, "patch " + runs, "create jobs.batch", "create events"},
		{suite.SensorNamespace, l.Name.StateEventSource()}: nil,
		cancelOf(l):   {"delete " + runs},
		resyncOf(l):   {"patch configmaps"},
		watchdogOf(l): {"delete pods", "delete deployments.apps"},
		{suite.SensorNamespace, "github-eventsource"}: nil, // of the prerequisites
	}
	if l.Watched {
		may[account{suite.SensorNamespace, l.Name.Exporter()}] = nil
	}
	if l.Redelivers {
		may[account{suite.SensorNamespace, l.Name.Redelivery()}] = nil
	}
	return may
}

func sensorOf(l suite.Loop) account   { return account{suite.SensorNamespace, l.Account} }
func cancelOf(l suite.Loop) account   { return account{l.AgentNamespace, l.Name.Cancel()} }
func resyncOf(l suite.Loop) account   { return account{l.AgentNamespace, l.Name.Resync()} }
func watchdogOf(l suite.Loop) account { return account{suite.SensorNamespace, l.Name.Watchdog()} }

// as is a client with a token of the account's own.
func (w *world) as(t *testing.T, a account) dynamic.Interface {
	t.Helper()
	given, err := w.Client.CoreV1().ServiceAccounts(a.namespace).CreateToken(t.Context(), a.name, &authentication.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(w.Plane.REST())
	config.BearerToken = given.Status.Token
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// kind is one that the API server has.
type kind struct {
	schema.GroupVersionResource
	name       string
	namespaced bool
	verbs      []string // that write
}

// kinds are all of them, but for those that ask a question by being created, and change nothing.
func (w *world) kinds(t *testing.T) []kind {
	t.Helper()
	lists, err := w.Client.Discovery().ServerPreferredResources()
	if err != nil {
		t.Fatal(err)
	}
	var all []kind
	for _, list := range lists {
		of, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			t.Fatal(err)
		}
		if of.Group == "authorization.k8s.io" || of.Group == "authentication.k8s.io" {
			continue
		}
		for _, r := range list.APIResources {
			writing := slices.DeleteFunc(slices.Clone(r.Verbs), func(verb string) bool { return slices.Contains([]string{"get", "list", "watch"}, verb) })
			all = append(all, kind{of.WithResource(r.Name), r.Kind, r.Namespaced, writing})
		}
	}
	return all
}

// refusedByRBAC tries every write of every kind that an account may not make, with its own token.
func refusedByRBAC(t *testing.T, w *world) {
	kinds := w.kinds(t)
	tried := 0
	for _, l := range w.Loops {
		for account, may := range mayWrite(l) {
			client, worksIn := w.as(t, account), l.AgentNamespace
			if account == watchdogOf(l) {
				worksIn = suite.SensorNamespace
			}
			for _, namespace := range []string{l.AgentNamespace, suite.SensorNamespace} {
				for _, k := range kinds {
					of := client.Resource(k.GroupVersionResource).Namespace(namespace)
					if !k.namespaced {
						of = client.Resource(k.GroupVersionResource).Namespace("")
					}
					for _, verb := range k.verbs {
						if namespace == worksIn && slices.Contains(may, verb+" "+k.GroupResource().String()) {
							continue
						}
						tried++
						if err := write(t.Context(), of, k, verb); !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "cannot "+verb) {
							t.Errorf("%s:%s, %s %s in %s: it is not RBAC that refuses it: %v", account.namespace, account.name, verb, k.GroupResource(), namespace, err)
						}
					}
				}
			}
		}
	}
	t.Logf("%d writes", tried)
}

func write(ctx context.Context, of dynamic.ResourceInterface, k kind, verb string) error {
	const name = "anything"
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(k.GroupVersion().WithKind(k.name))
	object.SetName(name)
	var err error
	switch verb {
	case "create":
		_, err = of.Create(ctx, object, metav1.CreateOptions{})
	case "update":
		_, err = of.Update(ctx, object, metav1.UpdateOptions{})
	case "patch":
		_, err = of.Patch(ctx, name, types.MergePatchType, []byte(`{}`), metav1.PatchOptions{})
	case "delete":
		err = of.Delete(ctx, name, metav1.DeleteOptions{})
	case "deletecollection":
		err = of.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "name=" + name})
	default:
		err = fmt.Errorf("verb %q: allowed: create, update, patch, delete, deletecollection", verb)
	}
	return err
}
