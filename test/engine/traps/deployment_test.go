package traps

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	appsv1 "k8s.io/api/apps/v1"
)

// deployed is the Deployment that the controller makes of a sensor.
func deployed(t *testing.T, sensor *v1alpha1.Sensor) *appsv1.Deployment {
	t.Helper()
	bus := &v1alpha1.EventBus{}
	bus.Status.Config.JetStream = &v1alpha1.JetStreamConfig{URL: "nats://bus"}
	deployment, err := buildDeployment(&sensorcontroller.AdaptorArgs{
		Image: "argo-events", Sensor: sensor, Labels: map[string]string{"sensor-name": sensor.Name},
	}, bus)
	if err != nil {
		t.Fatal(err)
	}
	return deployment
}

// filesWith are the Go files of the engine that have one of the texts in them, tests left out.
func filesWith(t *testing.T, texts ...string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(engineRoot(t), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		for _, text := range texts {
			if strings.Contains(string(content), text) {
				found = append(found, path+": "+text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
