package bus

import (
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sourcecontroller "github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	kubernetes "k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	clientfake "sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// The controller gives an event source and a sensor the bus of their own namespace. Events pass from one namespace to another only if
// the buses of both are one server: no namespace is in a subject.
func TestNamespaces(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sensor  string
		servers int
		arrives bool
	}{
		"one namespace":                          {"hooks", 2, true},
		"another namespace":                      {"events", 2, false},
		"another namespace, one server for both": {"events", 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			worlds := map[string]*world{"hooks": newWorld(t)}
			worlds["events"] = worlds["hooks"]
			if test.servers == 2 {
				worlds["events"] = newWorld(t)
			}
			urls := connections(t, worlds, "hooks", test.sensor)
			of := func(url string) *world {
				for _, one := range worlds {
					if one.URL == url {
						return one
					}
				}
				t.Fatalf("no bus %s", url)
				return nil
			}
			sensor := of(urls.sensor).run(t, "sensor", nothing, "act")
			of(urls.source).publish(t, "a")
			if test.arrives {
				sensor.doesJust(t, "act a")
				return
			}
			time.Sleep(broker.Quiet)
			is(t, "done", sensor.Done())
		})
	}
}

// urls are the buses that the controller gives to the pods of an event source and of a sensor.
type urls struct{ source, sensor string }

// connections makes a bus in each namespace, the event source and the sensor, and lets the controllers see to them.
func connections(t *testing.T, buses map[string]*world, sourceNamespace, sensorNamespace string) urls {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{kubernetes.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(scheme); err != nil {
			t.Fatal(err)
		}
	}
	source := &v1alpha1.EventSource{ObjectMeta: metav1.ObjectMeta{Name: "github", Namespace: sourceNamespace}}
	source.Spec.Calendar = map[string]v1alpha1.CalendarEventSource{"issue_comment": {Schedule: "0 * * * *"}}
	sensor := &v1alpha1.Sensor{ObjectMeta: metav1.ObjectMeta{Name: "sensor", Namespace: sensorNamespace}}
	sensor.Spec.Dependencies = []v1alpha1.EventDependency{{Name: "comment", EventSourceName: "github", EventName: "issue_comment"}}
	sensor.Spec.Triggers = []v1alpha1.Trigger{{Template: &v1alpha1.TriggerTemplate{Name: "act", Conditions: "comment", Log: &v1alpha1.LogTrigger{}}}}
	objects := []client.Object{source, sensor}
	for namespace, bus := range buses {
		one := &v1alpha1.EventBus{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.DefaultEventBusName, Namespace: namespace}}
		one.Spec.JetStreamExotic = &v1alpha1.JetStreamConfig{URL: bus.URL, StreamConfig: bus.Config}
		one.Status.InitConditions()
		one.Status.MarkConfigured()
		one.Status.MarkDeployed("Succeeded", "")
		one.Status.Config.JetStream = one.Spec.JetStreamExotic
		objects = append(objects, one)
	}
	cluster := clientfake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).WithStatusSubresource(source, sensor).Build()
	url := func(controller reconcile.Reconciler, object client.Object) string {
		request := ctrl.Request{NamespacedName: types.NamespacedName{Namespace: object.GetNamespace(), Name: object.GetName()}}
		// The first time it adds its finalizer, and with that the object has another version than the one of which it writes the status.
		_, err := controller.Reconcile(t.Context(), request)
		if apierrors.IsConflict(err) {
			_, err = controller.Reconcile(t.Context(), request)
		}
		if err != nil {
			t.Fatal(err)
		}
		var deployments appsv1.DeploymentList
		if err := cluster.List(t.Context(), &deployments, client.InNamespace(object.GetNamespace())); err != nil {
			t.Fatal(err)
		}
		for _, one := range deployments.Items {
			if one.OwnerReferences[0].Name != object.GetName() {
				continue
			}
			for _, variable := range one.Spec.Template.Spec.Containers[0].Env {
				if variable.Name != v1alpha1.EnvVarEventBusConfig {
					continue
				}
				text, err := base64.StdEncoding.DecodeString(variable.Value)
				if err != nil {
					t.Fatal(err)
				}
				var config v1alpha1.BusConfig
				if err := json.Unmarshal(text, &config); err != nil {
					t.Fatal(err)
				}
				return config.JetStream.URL
			}
		}
		t.Fatalf("no Deployment of %s", object.GetName())
		return ""
	}
	return urls{
		source: url(sourcecontroller.NewReconciler(cluster, scheme, "argo-events", broker.Silent), source),
		sensor: url(sensorcontroller.NewReconciler(cluster, scheme, "argo-events", broker.Silent), sensor),
	}
}
