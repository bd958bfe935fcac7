package traps

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// Whether requests reach the event sources of the samples, and what they may ask the API server.
var reachEffects = map[string]effect{
	"bus-version":     {onInstall, `unsupported version "2.8.0"`, "installed"},
	"hook-url":        {onHook, "registers no hook", "registers a hook"},
	"route-target":    {onRoute, "hooks-eventsource-svc has no port 80", "hooks-eventsource-svc: 12000 to 12000"},
	"service-target":  {onSelector, "finds no pod", "finds the pod"},
	"source-account":  {onOwnAccount, "runs as default", "runs as apps"},
	"webhook-service": {onPorts, "reached at 12000, listens on 12000, 12001", "reached at 12000, 12001, listens on 12000, 12001"},
}

// onInstall is why the controller makes no bus, with the configuration that comes with it.
func onInstall(_ *testing.T, s *sample) string {
	if _, err := engine.Installed(s.Buses[0].Spec); err != nil {
		text, _, _ := strings.Cut(err.Error()[strings.Index(err.Error(), "unsupported"):], ", supported")
		return text
	}
	return "installed"
}

func onHook(_ *testing.T, s *sample) string {
	if s.Sources[0].Spec.Github["issue_comment"].NeedToCreateHooks() {
		return "registers a hook"
	}
	return "registers no hook"
}

func onOwnAccount(t *testing.T, s *sample) string {
	return "runs as " + cmp.Or(s.only(t).Spec.Template.Spec.ServiceAccountName, "default")
}

// services are those that the controller makes.
func (s *sample) services(t *testing.T) []corev1.Service {
	t.Helper()
	world, _, err := s.deployments(t)
	if err != nil {
		t.Fatal(err)
	}
	var made corev1.ServiceList
	if err := world.List(t.Context(), &made); err != nil {
		t.Fatal(err)
	}
	return made.Items
}

// onRoute is whether the Service that the Ingress names has the port that it names.
func onRoute(t *testing.T, s *sample) string {
	backend := s.Ingresses[0].Spec.Rules[0].HTTP.Paths[0].Backend.Service
	for _, service := range s.services(t) {
		for _, port := range service.Spec.Ports {
			if service.Name == backend.Name && port.Port == backend.Port.Number {
				return fmt.Sprintf("%s: %d to %s", service.Name, port.Port, port.TargetPort.String())
			}
		}
	}
	return fmt.Sprintf("%s has no port %d", backend.Name, backend.Port.Number)
}

// onPorts are the ports to which the Services lead that find the pods, and those on which the pods listen.
func onPorts(t *testing.T, s *sample) string {
	pod := labels.Set(s.only(t).Spec.Template.Labels)
	var reached, open []string
	for _, service := range s.services(t) {
		if !labels.SelectorFromSet(service.Spec.Selector).Matches(pod) {
			continue
		}
		for _, port := range service.Spec.Ports {
			reached = append(reached, port.TargetPort.String())
		}
	}
	for _, webhook := range s.Sources[0].Spec.Webhook {
		open = append(open, webhook.Port)
	}
	slices.Sort(open)
	return "reached at " + strings.Join(reached, ", ") + ", listens on " + strings.Join(open, ", ")
}
