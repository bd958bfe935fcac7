package suite

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const busMonitor = "http://127.0.0.1:8222"

// podsReady waits for the pods of sensors and event sources. It asks for Deployments, for of pods there may be none yet, which kubectl
// does not wait for.
func (c *Cluster) podsReady(ctx context.Context) error {
	_, err := c.Sh(ctx, c.Dir, `
		kubectl wait -n github-webhooks --for=condition=Deployed sensors,eventsources --all --timeout=60s
		kubectl wait -n github-webhooks --for=condition=Available deployments --all --timeout=60s`)
	return err
}

// Listening waits until the pods of sensors and event sources are ready, and every trigger has its consumer on the bus.
func (c *Cluster) Listening(ctx context.Context) error {
	if err := c.podsReady(ctx); err != nil {
		return err
	}
	return c.subscribed(ctx)
}

// listening waits until every trigger has its consumer on the bus, and the event source takes webhooks.
func (c *Cluster) listening(ctx context.Context) error {
	if err := c.subscribed(ctx); err != nil {
		return err
	}
	return Eventually(ctx, 30*time.Second, func() error {
		answer, err := http.Get(c.Webhook)
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
}

// subscribed waits until every trigger has its consumer on the bus. A sensor's pod is ready before: what comes between is not the
// sensor's, for its consumers start at new messages.
func (c *Cluster) subscribed(ctx context.Context) error {
	sensors, err := c.Dynamic.Resource(v1alpha1.SensorGroupVersionResource).Namespace(SensorNamespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	triggers := 0
	for _, sensor := range sensors.Items {
		spec, _ := sensor.Object["spec"].(map[string]any)
		list, _ := spec["triggers"].([]any)
		triggers += len(list) // each of them waits for one dependency
	}
	return Eventually(ctx, 30*time.Second, func() error {
		consumers, err := busConsumers(ctx)
		if err == nil && consumers < triggers {
			err = fmt.Errorf("%d consumers on the bus for %d triggers", consumers, triggers)
		}
		return err
	})
}

func busConsumers(ctx context.Context) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, busMonitor+"/jsz", nil)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	var counts struct{ Consumers int }
	return counts.Consumers, json.NewDecoder(answer.Body).Decode(&counts)
}
