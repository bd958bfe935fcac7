package traps

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/shared/leaderelection"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/labels"
	kubernetes "k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// What the controllers make of the samples, and what a cluster makes of that: an API server by its own checks of names and labels,
// Linux by the size of a variable, the kubelet by what there is to mount.
var podEffects = map[string]effect{
	// By votes over the bus it takes more than half of them, by a lease one, see TestLeadOfTwo in the package bus.
	"even-replicas":           {onElection, "2 pod(s), by *leaderelection.natsEventBusElector", "2 pod(s), by *leaderelection.kubernetesElector"},
	"log-level":               {onLogLevel, "info", "debug"},
	"metrics-port":            {onMetricsPort, "scraped at 9090, served at 7777", "scraped at 7777, served at 7777"},
	"name-as-label":           {onLabels, "must be no more than 63 characters", "labels are fine"},
	"object-too-large":        {onSize, "a variable too long", "a variable that fits"},
	"pod-metadata":            {onAnnotations, "annotations of the pod: map[]", "annotations of the pod: map[prometheus.io/scrape:true]"},
	"pod-selector":            {onSelector, "finds no pod", "finds the pod"},
	"replicas-zero":           {onReplicas, "1 pod(s)", "1 pod(s)"},
	"service-name":            {onService, "9-github-eventsource-svc: ", "github-9-eventsource-svc: 12000 to 12000"},
	"service-port":            {onService, "github-eventsource-svc: 12000 to 8080", "github-eventsource-svc: 80 to 12000"},
	"volume-name":             {onVolumes, "secret-github.webhook: must not contain dots", "secret-github-webhook"},
	"missing-key":             {onKey, "/argo-events/secrets/github-webhook/secret is none of webhook-secret", "/argo-events/secrets/github-webhook/secret is there"},
	"unknown-secret":          {onMounted, "github-webhooks is awaited", "github-webhook is there"},
	"unknown-service-account": {onAccount, "pods of argo-event-sa are refused", "pods of argo-events-sa are made"},
	"unknown-event-bus":       {onBus, "eventbus defualt not found", "nats://default"},
	"different-bus":           {onBus, "nats://webhooks, nats://default", "nats://webhooks, nats://webhooks"},
}

// deployments of the sources and sensors of a sample, in this order; the first failure of a controller ends it.
func (s *sample) deployments(t *testing.T) (*world, []*appsv1.Deployment, error) {
	t.Helper()
	world := newWorld(t, s)
	var objects []client.Object
	for _, source := range s.Sources {
		objects = append(objects, source)
	}
	for _, sensor := range s.Sensors {
		objects = append(objects, sensor)
	}
	var made []*appsv1.Deployment
	for _, object := range objects {
		deployment, err := world.reconciled(t, object)
		if deployment != nil {
			made = append(made, deployment)
		}
		if err != nil {
			return world, made, err
		}
	}
	return world, made, nil
}

// only is the one Deployment of a sample.
func (s *sample) only(t *testing.T) *appsv1.Deployment {
	t.Helper()
	_, made, err := s.deployments(t)
	if err != nil || len(made) != 1 {
		t.Fatalf("%d Deployments, %v", len(made), err)
	}
	return made[0]
}

func onBus(t *testing.T, s *sample) string {
	_, made, err := s.deployments(t)
	var buses []string
	if err != nil {
		buses = append(buses, err.Error())
	}
	for _, deployment := range made {
		buses = append(buses, busOf(t, deployment))
	}
	return strings.Join(buses, ", ")
}

// onLabels is what an API server says of the labels.
func onLabels(t *testing.T, s *sample) string {
	refused := metavalidation.ValidateLabels(s.only(t).Labels, field.NewPath("metadata", "labels"))
	if len(refused) == 0 {
		return "labels are fine"
	}
	return refused[0].Detail
}

// sensorIn is the object that the pods of a Deployment are told.
func sensorIn(t *testing.T, deployment *appsv1.Deployment) string {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(variable(t, deployment, v1alpha1.EnvVarSensorObject))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func onSize(t *testing.T, s *sample) string {
	if len(v1alpha1.EnvVarSensorObject+"="+variable(t, s.only(t), v1alpha1.EnvVarSensorObject))+1 > 128<<10 {
		return "a variable too long" // see TestLargestSensor
	}
	return "a variable that fits"
}

func onAnnotations(t *testing.T, s *sample) string {
	return fmt.Sprint("annotations of the pod: ", s.only(t).Spec.Template.Annotations)
}

// onSelector is whether the selector of the Service finds the pods, as the endpoints controller looks for them.
func onSelector(t *testing.T, s *sample) string {
	if labels.SelectorFromSet(s.Services[0].Spec.Selector).Matches(labels.Set(s.only(t).Spec.Template.Labels)) {
		return "finds the pod"
	}
	return "finds no pod"
}

// onLogLevel is the level at which the pods write their log.
func onLogLevel(t *testing.T, s *sample) string {
	config := logging.ConfigureLogLevelLogger(variable(t, s.only(t), "LOG_LEVEL"))
	return config.Level.String()
}

func onMetricsPort(t *testing.T, s *sample) string {
	pod := s.only(t).Spec.Template
	return fmt.Sprintf("scraped at %s, served at %d", pod.Annotations["prometheus.io/port"], pod.Spec.Containers[0].Ports[0].ContainerPort)
}

func onReplicas(t *testing.T, s *sample) string {
	return fmt.Sprint(*s.only(t).Spec.Replicas, " pod(s)")
}

// onElection is how the pods decide which of them works.
func onElection(t *testing.T, s *sample) string {
	pods := s.only(t)
	t.Setenv(v1alpha1.EnvVarLeaderElection, variable(t, pods, v1alpha1.EnvVarLeaderElection))
	config := v1alpha1.BusConfig{JetStream: &v1alpha1.JetStreamConfig{}}
	elector, err := leaderelection.NewElector(t.Context(), config, "", int(*pods.Spec.Replicas), "", "", "")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d pod(s), by %T", *pods.Spec.Replicas, elector)
}

// onService is what an API server says of the name of the Service, or where the Service leads.
func onService(t *testing.T, s *sample) string {
	world, made, err := s.deployments(t)
	if err != nil || len(made) != 1 {
		t.Fatalf("%d Deployments, %v", len(made), err)
	}
	var services corev1.ServiceList
	if err := world.List(t.Context(), &services); err != nil {
		t.Fatal(err)
	}
	service := services.Items[0]
	if refused := kubernetes.IsDNS1035Label(service.Name); len(refused) > 0 {
		return service.Name + ": "
	}
	port := service.Spec.Ports[0]
	return fmt.Sprintf("%s: %d to %s", service.Name, port.Port, port.TargetPort.String())
}

// onVolumes is what an API server says of the names of the volumes, or those names.
func onVolumes(t *testing.T, s *sample) string {
	var names []string
	for _, volume := range s.only(t).Spec.Template.Spec.Volumes {
		if refused := kubernetes.IsDNS1123Label(volume.Name); len(refused) > 0 {
			return volume.Name + ": " + refused[0]
		}
		if volume.Secret != nil {
			names = append(names, volume.Name)
		}
	}
	return strings.Join(names, ", ")
}

// onKey is whether the file that the engine reads is among those that the kubelet makes of the Secret.
func onKey(t *testing.T, s *sample) string {
	selector := s.Sources[0].Spec.Github["issue_comment"].WebhookSecret
	path, err := sharedutil.GetSecretVolumePath(selector)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range s.Secrets[0].StringData {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if slices.Contains(keys, selector.Key) && strings.HasSuffix(path, "/"+selector.Key) {
		return path + " is there"
	}
	return path + " is none of " + strings.Join(keys, ", ")
}

// onMounted is whether what a pod mounts is there: for what is not, and not optional, the kubelet waits.
func onMounted(t *testing.T, s *sample) string {
	var all []string
	for _, volume := range s.only(t).Spec.Template.Spec.Volumes {
		if volume.Secret == nil {
			continue
		}
		there := slices.ContainsFunc(s.Secrets, func(secret *corev1.Secret) bool { return secret.Name == volume.Secret.SecretName })
		switch {
		case there:
			all = append(all, volume.Secret.SecretName+" is there")
		case volume.Secret.Optional == nil || !*volume.Secret.Optional:
			all = append(all, volume.Secret.SecretName+" is awaited")
		}
	}
	return strings.Join(all, ", ")
}

// A key selector may say that it is optional; the volume that the engine makes of it never is.
func TestOptionalSecret(t *testing.T) {
	sensor := given(t, `spec: {template: {container: {env: [{name: X, valueFrom: {secretKeyRef: {name: maybe, key: x, optional: true}}}]}}}`)
	expect(t, "validation", validation(sensor), accepted)
	s := &sample{Sensors: []*v1alpha1.Sensor{sensor}}
	sensor.ObjectMeta = metav1.ObjectMeta{Name: "sensor", Namespace: "events"}
	expect(t, "mounted", onMounted(t, s), "maybe is awaited")
}

// onAccount is whether the account of the pods is there: for one that is not, an API server refuses the pods.
func onAccount(t *testing.T, s *sample) string {
	name := s.only(t).Spec.Template.Spec.ServiceAccountName
	if slices.ContainsFunc(s.Accounts, func(account *corev1.ServiceAccount) bool { return account.Name == name }) {
		return "pods of " + name + " are made"
	}
	return "pods of " + name + " are refused"
}
