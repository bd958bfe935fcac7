package engine

import (
	"fmt"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// The controller writes each new object back through its Go types. What changes on the way is what Argo CD then reports as OutOfSync,
// for ever: fields that do not exist, quantities in another notation, defaults.
func TestCanonical(t *testing.T) {
	for _, object := range openTree(t).Objects {
		t.Run(object.Path, func(t *testing.T) {
			differences, skipped, err := Canonical(&object)
			if err != nil {
				t.Fatal(err)
			}
			if skipped != "" {
				t.Logf("not compared, its Go type is not here: %s", skipped)
			}
			for _, difference := range differences {
				t.Error(difference)
			}
		})
	}
}

func TestCanonicalFinds(t *testing.T) {
	for name, test := range map[string]struct{ document, want string }{
		"a quantity in another notation": {
			sensorWith("template: {container: {resources: {limits: {cpu: 1000m}}}}"),
			`spec.template.container.resources.limits.cpu: rendered "1000m", the Go type writes "1"`,
		},
		"a field that does not exist": {
			sensorWith("replica: 1"),
			`unknown field "spec.replica"`,
		},
		"a field in another case": {
			sensorWith("Replicas: 1"),
			`unknown field "spec.Replicas"`,
		},
		"a field one level too deep": {
			sensorWith("triggers: [{template: {name: a, retryStrategy: {steps: 3}}}]"),
			`unknown field "spec.triggers[0].template.retryStrategy"`,
		},
		"a key given twice": {
			sensorWith("replicas: 1\n  replicas: 2"),
			`key "replicas" already set`,
		},
		"an empty list that is dropped": {
			sensorWith("template: {volumes: []}"),
			`spec.template.volumes: rendered [], the Go type writes nothing`,
		},
		"a default that Go adds": {
			"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}",
			`spec.ports.0.targetPort: rendered nothing, the Go type writes 0`,
		},
		"a context filter": {
			"apiVersion: argoproj.io/v1alpha1\nkind: Sensor\nmetadata: {name: a}\nspec:\n  triggers: []\n  dependencies: [{name: a, eventSourceName: b, eventName: c, filters: {context: {type: webhook}}}]",
			`spec.dependencies.0.filters.context.time: rendered nothing, the Go type writes null`,
		},
		"a policy without backoff": {
			sensorWith("triggers: [{template: {name: a}, policy: {k8s: {labels: {a: b}, errorOnBackoffTimeout: false}}}]"),
			`spec.triggers.0.policy.k8s.backoff: rendered nothing, the Go type writes null`,
		},
		"a kind that nobody knows": {
			"apiVersion: example.com/v1\nkind: Unknown\nmetadata: {name: a}",
			`withoutTypes`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			object := &Object{Bytes: []byte(test.document)}
			if err := yaml.Unmarshal(object.Bytes, &object.Object); err != nil {
				t.Fatal(err)
			}
			differences, _, err := Canonical(object)
			if got := fmt.Sprint(differences, err); !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// sensorWith is a sensor with a piece of spec in block style.
func sensorWith(spec string) string {
	return "apiVersion: argoproj.io/v1alpha1\nkind: Sensor\nmetadata: {name: a}\nspec:\n  dependencies: []\n  " + spec
}
