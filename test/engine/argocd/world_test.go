package argocd

import (
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler"
	buscontroller "github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	sourcecontroller "github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"go.uber.org/zap"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	kubefake "k8s.io/client-go/kubernetes/fake"
	kubetesting "k8s.io/client-go/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// world has the objects, and the controllers of the engine that look at them.
type world struct {
	client.Client
	scheme *runtime.Scheme
	config *reconciler.GlobalConfig
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{scheme: runtime.NewScheme()}
	for _, add := range []func(*runtime.Scheme) error{v1alpha1.AddToScheme, appsv1.AddToScheme, corev1.AddToScheme} {
		if err := add(w.scheme); err != nil {
			t.Fatal(err)
		}
	}
	w.Client = fake.NewClientBuilder().WithScheme(w.scheme).
		WithStatusSubresource(&v1alpha1.Sensor{}, &v1alpha1.EventSource{}, &v1alpha1.EventBus{}).Build()
	config, err := engine.ControllerConfig()
	if err != nil {
		t.Fatal(err)
	}
	w.config = config
	return w
}

// apply makes an object, or changes its spec. It is what a sync does, and no controller has seen it yet.
func (w *world) apply(t *testing.T, object client.Object) {
	t.Helper()
	there := object.DeepCopyObject().(client.Object)
	err := w.Get(t.Context(), client.ObjectKeyFromObject(object), there)
	if err == nil {
		object.SetResourceVersion(there.GetResourceVersion())
		err = w.Update(t.Context(), object)
	} else {
		err = w.Create(t.Context(), object)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// look lets the controller of its kind look at an object, and reads what it wrote. A new object gets a finalizer first, so that the
// status conflicts, and the controller looks again. Other errors it writes into the status.
func (w *world) look(t *testing.T, object client.Object) {
	t.Helper()
	log := zap.NewNop().Sugar()
	var controller reconcile.Reconciler
	switch object.(type) {
	case *v1alpha1.Sensor:
		controller = sensorcontroller.NewReconciler(w, w.scheme, "argo-events", log)
	case *v1alpha1.EventSource:
		controller = sourcecontroller.NewReconciler(w, w.scheme, "argo-events", log)
	case *v1alpha1.EventBus:
		controller = buscontroller.NewReconciler(w, w.typed(t), w.scheme, w.config, log)
	}
	request := reconcile.Request{NamespacedName: client.ObjectKeyFromObject(object)}
	for {
		if _, err := controller.Reconcile(t.Context(), request); !apierrors.IsConflict(err) {
			break
		}
	}
	if err := w.Get(t.Context(), client.ObjectKeyFromObject(object), object); err != nil {
		t.Fatal(err)
	}
}

// typed is the other client of the controller of buses, by which it lists Secrets alone. It has those of the world.
func (w *world) typed(t *testing.T) *kubefake.Clientset {
	clientset := kubefake.NewClientset()
	clientset.PrependReactor("list", "secrets", func(kubetesting.Action) (bool, runtime.Object, error) {
		secrets := &corev1.SecretList{}
		return true, secrets, w.List(t.Context(), secrets)
	})
	return clientset
}
