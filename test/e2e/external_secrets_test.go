package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// lifetime is how long a token of a GitHub App is valid.
const lifetime = time.Hour

// refreshed does with the objects of the External Secrets Operator what the operator does: it makes a header of each new token and writes
// it into the Secret. The API server has judged the objects by the operator's own CRDs.
func refreshed(t *testing.T, w *world) {
	p := w.Pull(suite.Rework)
	secret := w.custom(t, "external-secrets.io/v1", "externalsecrets", "rework-token")
	interval, err := time.ParseDuration(field(t, secret, "spec", "refreshInterval"))
	if err != nil || interval > lifetime/3 {
		t.Errorf("the token is refreshed every %s, %v: two refreshes in a row may not fail", interval, err)
	}
	source := secret.Object["spec"].(map[string]any)["dataFrom"].([]any)[0].(map[string]any)["sourceRef"].(map[string]any)["generatorRef"].(map[string]any)
	generator := w.custom(t, source["apiVersion"].(string), "githubaccesstokens", source["name"].(string))
	if url := field(t, generator, "spec", "url"); source["kind"] != generator.GetKind() || url != "https://github.example.com/api/v3" {
		t.Errorf("the generator is a %s, and asks %s", generator.GetKind(), url)
	}
	if repositories, _, _ := unstructured.NestedStringSlice(generator.Object, "spec", "repositories"); !slices.Equal(repositories, []string{"widgets"}) {
		t.Errorf("the token is for %q", repositories)
	}
	if may, _, _ := unstructured.NestedStringMap(generator.Object, "spec", "permissions"); !maps.Equal(may, map[string]string{"issues": "write", "pull_requests": "write"}) {
		t.Errorf("the token may %v", may)
	}
	header := template.Must(template.New("header").Parse(field(t, secret, "spec", "target", "template", "data", "header")))
	for n := 1; n <= 3; n++ {
		token := fmt.Sprintf("ghs_%d", n)
		var text strings.Builder
		if err := header.Execute(&text, map[string]string{"token": token}); err != nil {
			t.Fatal(err)
		}
		w.setSecret(t, field(t, secret, "spec", "target", "name"), "header", text.String())
		w.GitHub.SetAuthorization("Bearer " + token) // the one before has expired
		id := w.post(t, p)
		w.handled(t, p, id, n)
		w.eventually(t, soon, func() error {
			if labels := w.GitHub.Labels(p.Loop.Repository, p.Number); !slices.Contains(labels, fmt.Sprint("iteration-", n)) {
				return fmt.Errorf("token %d: labels of the pull request: %q", n, labels)
			}
			return nil
		})
	}
	w.setSecret(t, "rework-token", "header", "Bearer "+suite.GitHubToken)
	w.GitHub.SetAuthorization("Bearer " + suite.GitHubToken)

	// The CRDs judge: what differs in one word is refused.
	rendered := w.sh(t, fmt.Sprintf("cat %s/infra/gitops/resources/github-webhooks/rework-token-externalsecret.yaml", w.Rendered("rework")))
	wrong := strings.Replace(rendered, "kind: GithubAccessToken", "kind: GithubToken", 1)
	if out, err := w.Sh(t.Context(), w.Checkout, `printf '%s' "$MANIFEST" | kubectl apply --dry-run=server -f -`, "MANIFEST="+wrong); err == nil || !strings.Contains(out, `Unsupported value: "GithubToken"`) {
		t.Errorf("another generator is not refused: %v\n%s", err, out)
	}
}

// custom is an object in the sensors' namespace.
func (w *world) custom(t *testing.T, apiVersion, resource, name string) *unstructured.Unstructured {
	t.Helper()
	version, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		t.Fatal(err)
	}
	object, err := w.Dynamic.Resource(version.WithResource(resource)).Namespace(suite.SensorNamespace).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return object
}

func field(t *testing.T, object *unstructured.Unstructured, path ...string) string {
	t.Helper()
	value, found, err := unstructured.NestedString(object.Object, path...)
	if err != nil || !found {
		t.Fatalf("%s %s has no %s: %v", object.GetKind(), object.GetName(), strings.Join(path, "."), err)
	}
	return value
}

func (w *world) setSecret(t *testing.T, name, key, value string) {
	t.Helper()
	secrets := w.Client.CoreV1().Secrets(suite.SensorNamespace)
	secret, err := secrets.Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	secret.Data[key] = []byte(value)
	if _, err := secrets.Update(t.Context(), secret, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
}
