package traps

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sourcecontroller "github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"go.uber.org/zap"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// world is a cluster in the eyes of the engine's controllers: the objects of a sample, and what they make of them. It validates
// nothing, which is an API server's business.
type world struct {
	client.Client
	scheme *runtime.Scheme
}

// newWorld has the buses of a sample, ready; without one, a bus of JetStream called default.
func newWorld(t *testing.T, s *sample) *world {
	t.Helper()
	w := &world{scheme: runtime.NewScheme()}
	for _, add := range []func(*runtime.Scheme) error{v1alpha1.AddToScheme, appsv1.AddToScheme, corev1.AddToScheme} {
		if err := add(w.scheme); err != nil {
			t.Fatal(err)
		}
	}
	w.Client = fake.NewClientBuilder().WithScheme(w.scheme).WithStatusSubresource(&v1alpha1.Sensor{}, &v1alpha1.EventSource{}).Build()
	buses := s.Buses
	if len(buses) == 0 {
		bus := &v1alpha1.EventBus{Spec: v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{}}}
		bus.Namespace, bus.Name = "events", v1alpha1.DefaultEventBusName
		buses = append(buses, bus)
	}
	for _, bus := range buses {
		bus.Status.InitConditions()
		bus.Status.MarkDeployed("", "")
		bus.Status.MarkConfigured()
		bus.Status.Config.JetStream = &v1alpha1.JetStreamConfig{URL: "nats://" + bus.Name}
		w.apply(t, bus)
	}
	return w
}

// apply is `kubectl apply`: a later object of the same namespace and name takes the place of an earlier one.
func (w *world) apply(t *testing.T, object client.Object) {
	t.Helper()
	err := w.Create(t.Context(), object.DeepCopyObject().(client.Object))
	if apierrors.IsAlreadyExists(err) {
		there := object.DeepCopyObject().(client.Object)
		if err := w.Get(t.Context(), client.ObjectKeyFromObject(object), there); err != nil {
			t.Fatal(err)
		}
		changed := object.DeepCopyObject().(client.Object)
		changed.SetResourceVersion(there.GetResourceVersion())
		err = w.Update(t.Context(), changed)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// reconciled applies a Sensor or EventSource and lets the engine's controller look at it. It gives the Deployment, if one is made,
// and what the controller says.
func (w *world) reconciled(t *testing.T, object client.Object) (*appsv1.Deployment, error) {
	t.Helper()
	w.apply(t, object)
	controller := sensorcontroller.NewReconciler(w, w.scheme, "argo-events", zap.NewNop().Sugar())
	if _, isSource := object.(*v1alpha1.EventSource); isSource {
		controller = sourcecontroller.NewReconciler(w, w.scheme, "argo-events", zap.NewNop().Sugar())
	}
	request := reconcile.Request{NamespacedName: client.ObjectKeyFromObject(object)}
	_, failure := controller.Reconcile(t.Context(), request)
	if apierrors.IsConflict(failure) { // it has just put its finalizer in, and looks again
		_, failure = controller.Reconcile(t.Context(), request)
	}
	var deployments appsv1.DeploymentList
	if err := w.List(t.Context(), &deployments); err != nil {
		t.Fatal(err)
	}
	for _, deployment := range deployments.Items {
		if deployment.OwnerReferences[0].Name == object.GetName() && deployment.OwnerReferences[0].Kind == kindOf(object) {
			return &deployment, failure
		}
	}
	return nil, failure
}

func kindOf(object client.Object) string {
	if _, isSource := object.(*v1alpha1.EventSource); isSource {
		return v1alpha1.EventSourceGroupVersionKind.Kind
	}
	return v1alpha1.SensorGroupVersionKind.Kind
}

// busOf is the address of the bus that the pods of a Deployment are told.
func busOf(t *testing.T, deployment *appsv1.Deployment) string {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(variable(t, deployment, v1alpha1.EnvVarEventBusConfig))
	if err != nil {
		t.Fatal(err)
	}
	var config v1alpha1.BusConfig
	if err := json.Unmarshal(content, &config); err != nil {
		t.Fatal(err)
	}
	return config.JetStream.URL
}
