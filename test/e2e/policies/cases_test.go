package policies

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"text/template"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"
)

// attempt is one write and what becomes of it. Its texts are YAML, where {{.N}} is a task of its own, and {{.Created}} the time at which
// what is there already was made; the later are merged into the earlier.
type attempt struct {
	name string
	// before is there already, made by an administrator; nothing when empty.
	before []string
	// change is merged into what is there, or made when there is nothing, or removes it when empty.
	change []string
	// refused is the message of the rule that refuses it; it goes through when empty.
	refused string
}

// all is a list of texts: of an object and what is different about it.
func all(texts ...string) []string { return texts }

// tries runs attempts of a user at a kind of object in a namespace. What refuses is the named policy, and none other.
type tries struct {
	c         *cluster
	user      dynamic.Interface
	resource  schema.GroupVersionResource
	namespace string
	policy    string
	// owner says that a ConfigMap named as the state is there, whose uid is {{.UID}}.
	owner bool
}

// numbers are those of tasks: no two are at one.
var numbers atomic.Int64

func (a tries) run(t *testing.T, attempts []attempt) {
	t.Helper()
	for _, one := range attempts {
		t.Run(one.name, func(t *testing.T) {
			err := a.try(t, one)
			switch got := refusal(err); {
			case one.refused == "" && err != nil:
				t.Errorf("it does not go through: %v", err)
			case one.refused != "" && got != a.policy+": "+one.refused:
				t.Errorf("got %v, want a refusal of %s: %s", err, a.policy, one.refused)
			}
		})
	}
}

func (a tries) try(t *testing.T, one attempt) error {
	t.Helper()
	task := numbers.Add(1)
	values := map[string]any{"N": task}
	if a.owner {
		// Without labels it is no state. The garbage collector looks whether owners are there.
		owner := a.c.add(t, configMaps, a.namespace, object("{apiVersion: v1, kind: ConfigMap, metadata: {name: "+stateName(task)+"}}"))
		values["UID"] = owner.GetUID()
	}
	user := a.user.Resource(a.resource).Namespace(a.namespace)
	if len(one.before) == 0 {
		made := without(filled(t, values, one.change))
		made.SetNamespace(a.namespace)
		_, err := user.Create(t.Context(), made, dryRun)
		return err
	}
	before := a.c.add(t, a.resource, a.namespace, without(filled(t, values, one.before)))
	values["Created"] = before.GetCreationTimestamp().UTC().Format(time.RFC3339)
	if len(one.change) == 0 {
		return user.Delete(t.Context(), before.GetName(), metav1.DeleteOptions{DryRun: dryRun.DryRun})
	}
	patch, err := json.Marshal(filled(t, values, one.change))
	if err != nil {
		t.Fatal(err)
	}
	_, err = user.Patch(t.Context(), before.GetName(), types.MergePatchType, patch, metav1.PatchOptions{DryRun: dryRun.DryRun})
	return err
}

// add is what an administrator makes; it is gone after the test.
func (c *cluster) add(t *testing.T, resource schema.GroupVersionResource, namespace string, object *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	client := c.admin.Resource(resource).Namespace(namespace)
	object.SetNamespace(namespace)
	made, err := client.Create(t.Context(), object, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The context of the test has ended.
		if err := client.Delete(context.Background(), made.GetName(), metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	return made
}

// filled reads the texts, with the values in them, and merges them.
func filled(t testing.TB, values map[string]any, texts []string) map[string]any {
	t.Helper()
	merged := map[string]any{}
	for _, text := range texts {
		var out bytes.Buffer
		parsed, err := template.New("").Parse(text)
		if err == nil {
			err = parsed.Execute(&out, values)
		}
		part := map[string]any{}
		if err == nil {
			err = yaml.Unmarshal(out.Bytes(), &part)
		}
		if err != nil {
			t.Fatal(fmt.Errorf("%w in %s", err, text))
		}
		merged = merge(merged, part)
	}
	return merged
}

// without is the object without what a null stands for.
func without(content map[string]any) *unstructured.Unstructured {
	var prune func(map[string]any)
	prune = func(part map[string]any) {
		for key, value := range part {
			if value == nil {
				delete(part, key)
			} else if below, ok := value.(map[string]any); ok {
				prune(below)
			}
		}
	}
	prune(content)
	return &unstructured.Unstructured{Object: content}
}

// merge lays a part over a map. A null stays: in a patch it removes.
func merge(into, part map[string]any) map[string]any {
	for key, value := range part {
		below, isMap := value.(map[string]any)
		old, wasMap := into[key].(map[string]any)
		if isMap && wasMap {
			value = merge(old, below)
		}
		into[key] = value
	}
	return into
}

// patch is what is stored of a state after an administrator's patch in YAML.
func (c *cluster) patch(t *testing.T, name, patch string) *unstructured.Unstructured {
	t.Helper()
	content, err := yaml.YAMLToJSON([]byte(patch))
	if err != nil {
		t.Fatal(err)
	}
	stored, err := c.admin.Resource(configMaps).Namespace(platform).Patch(t.Context(), name, types.MergePatchType, content, metav1.PatchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// remediation is the name of the loop in dist/.
const remediation = vocabulary.LoopName("remediation")

func stateName(task int64) string { return remediation.State(strconv.FormatInt(task, 10)) }
