package engine

import (
	"context"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus/installer"
	"go.uber.org/zap"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/fake"
	clientfake "sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/yaml"
)

// Installed is the configuration of the stream that event sources and sensors get from a bus: the controller makes it, with the
// configuration that comes with its manifests.
func Installed(spec v1alpha1.EventBusSpec) (string, error) {
	config, err := ControllerConfig()
	if err != nil {
		return "", err
	}
	client := clientfake.NewClientBuilder().WithScheme(goTypes).Build()
	bus := &v1alpha1.EventBus{Spec: spec}
	bus.Namespace, bus.Name = "events", v1alpha1.DefaultEventBusName
	if err := installer.Install(context.Background(), bus, client, fake.NewClientset(), config, zap.NewNop().Sugar()); err != nil {
		return "", err
	}
	return bus.Status.Config.JetStream.StreamConfig, nil
}

// ControllerConfig is the configuration of the controller that comes with its manifests.
func ControllerConfig() (*reconciler.GlobalConfig, error) {
	content, err := Source("manifests/base/controller-manager/controller-config.yaml")
	if err != nil {
		return nil, err
	}
	var configMap corev1.ConfigMap
	if err := yaml.Unmarshal(content, &configMap); err != nil {
		return nil, err
	}
	config := &reconciler.GlobalConfig{}
	if err := yaml.Unmarshal([]byte(configMap.Data["controller-config.yaml"]), config); err != nil {
		return nil, err
	}
	return config, nil
}
