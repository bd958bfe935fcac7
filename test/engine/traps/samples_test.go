package traps

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	corev1 "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

const samples = "../../lint/samples"

// sample is one of the two samples of a rule (test/lint/samples).
type sample struct {
	Sensors   []*v1alpha1.Sensor
	Sources   []*v1alpha1.EventSource
	Buses     []*v1alpha1.EventBus
	Accounts  []*corev1.ServiceAccount
	Secrets   []*corev1.Secret
	Services  []*corev1.Service
	Ingresses []*networking.Ingress
	Roles     []*rbacv1.Role
}

// sensor is the only Sensor of the sample, or the last.
func (s *sample) sensor() *v1alpha1.Sensor { return s.Sensors[len(s.Sensors)-1] }

// trigger is the first one of that Sensor.
func (s *sample) trigger() *v1alpha1.Trigger { return &s.sensor().Spec.Triggers[0] }

// effect is what the engine makes of the bad sample of a rule, and what of the good one.
type effect struct {
	of        func(*testing.T, *sample) string
	bad, good string
}

// TestSamples shows for every rule what it is about: what becomes of its bad sample, and that the good one fares otherwise. Where
// the two fare alike, what the rule finds fault with is without any effect.
func TestSamples(t *testing.T) {
	effects := map[string]effect{}
	for _, some := range []map[string]effect{filterEffects, startEffects, actionEffects, podEffects, busEffects, sourceEffects, calendarEffects, resourceEffects, reachEffects, rightsEffects} {
		for rule, one := range some {
			if _, found := effects[rule]; found {
				t.Errorf("the effect of %s is there twice", rule)
			}
			effects[rule] = one
		}
	}
	folders, err := os.ReadDir(samples)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		rule := folder.Name()
		shown, found := effects[rule]
		delete(effects, rule)
		t.Run(rule, func(t *testing.T) {
			if !found {
				t.Fatal("nothing shows what becomes of its bad sample: add its effect to one of effects_*_test.go")
			}
			expect(t, "the bad sample", shown.of(t, readSample(t, rule, "bad")), shown.bad)
			expect(t, "the good sample", shown.of(t, readSample(t, rule, "good")), shown.good)
		})
	}
	expect(t, "effects of what is no rule", slices.Sorted(maps.Keys(effects)), nil)
}

func readSample(t *testing.T, rule, name string) *sample {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(samples, rule, name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	read := &sample{}
	for _, document := range strings.Split("\n"+string(content), "\n---\n") {
		var object struct{ Kind string }
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			t.Fatal(err)
		}
		switch object.Kind {
		case "Sensor":
			read.Sensors = append(read.Sensors, decoded[v1alpha1.Sensor](t, document))
		case "EventSource":
			read.Sources = append(read.Sources, decoded[v1alpha1.EventSource](t, document))
		case "EventBus":
			read.Buses = append(read.Buses, decoded[v1alpha1.EventBus](t, document))
		case "ServiceAccount":
			read.Accounts = append(read.Accounts, decoded[corev1.ServiceAccount](t, document))
		case "Secret":
			read.Secrets = append(read.Secrets, decoded[corev1.Secret](t, document))
		case "Service":
			read.Services = append(read.Services, decoded[corev1.Service](t, document))
		case "Ingress":
			read.Ingresses = append(read.Ingresses, decoded[networking.Ingress](t, document))
		case "Role":
			read.Roles = append(read.Roles, decoded[rbacv1.Role](t, document))
		case "RoleBinding": // of the only Role, to the only account
		default:
			t.Fatalf("a sample with a %q: read it here", object.Kind)
		}
	}
	return read
}

func decoded[T any](t *testing.T, document string) *T {
	t.Helper()
	value := new(T)
	if err := yaml.Unmarshal([]byte(document), value); err != nil {
		t.Fatal(err)
	}
	return value
}

// rejected is what the controller says of the sample's objects, "accepted" if nothing.
func rejected(_ *testing.T, s *sample) string {
	bus := &v1alpha1.EventBus{Spec: v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{}}}
	if len(s.Buses) > 0 {
		bus = s.Buses[0]
	}
	for _, sensor := range s.Sensors {
		if err := sensorcontroller.ValidateSensor(sensor.DeepCopy(), bus); err != nil {
			return err.Error()
		}
	}
	for _, source := range s.Sources {
		if err := eventsource.ValidateEventSource(source.DeepCopy()); err != nil {
			return err.Error()
		}
	}
	return accepted
}

// onEvents is what becomes of some events, each the ordinary one with a difference, at the first dependency of the sample.
func onEvents(differences ...string) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		var all []string
		for _, difference := range differences {
			all = append(all, judgement(t, s.sensor(), event(t, difference)))
		}
		return strings.Join(all, "; ")
	}
}

// clients lead to a cluster and to a web, which stand in for those of a sensor.
func clients(t *testing.T, cluster *cluster, wire *wire) engine.Clients {
	return engine.Clients{Kubernetes: cluster.client(t), HTTP: wire}
}
