package traps

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"sigs.k8s.io/yaml"
)

// What would need a bus or a pod is read in the engine's text. A new version that says it in other words fails here, and wants to be
// read.
func TestText(t *testing.T) {
	// The controller, the webhook and `argo-events lint` validate alike.
	says(t, "pkg/reconciler/sensor/controller.go", `ValidateSensor(sensor, eventBus)`)
	says(t, "pkg/webhook/validator/sensor.go", `sensorcontroller.ValidateSensor(s.newSensor, eventBus)`)
	says(t, "cmd/commands/lint.go", `sensorcontroller.ValidateSensor(sensor, dummyEventBus)`,
		// It passes over what it cannot parse, and does not look for unknown fields.
		`if err := decoder.Decode(&obj); err != nil {
			// Skip non-Kubernetes resources or invalid YAML
			continue`,
		`scheme.Codecs.UniversalDeserializer().Decode([]byte(doc), nil, nil)`)
	// A consumer starts with new events, handles one at a time, and acknowledges it whatever has come of it.
	says(t, "pkg/eventbus/jetstream/sensor/trigger_conn.go",
		`conn.JSContext.PullSubscribe(subject, durableName, nats.AckExplicit(), nats.DeliverNew())`,
		`subscription.Fetch(1, nats.MaxWait(time.Second*1))`,
		`case msg := <-receiveChannel:
			conn.processMsg(msg, transform, filter, action)`,
		`err = m.AckSync()`, `err = m.InProgress()`,
		`	defer func() {
		done <- true
	}()`)
	// The id of an event is random; what cannot be published after five tries is lost.
	says(t, "pkg/eventsources/eventing.go", `uuidNew := uuid.New()`, `event.SetID(fmt.Sprintf("%x", uuidNew[:]))`,
		`if err = sharedutil.DoWithRetry(&sharedutil.DefaultBackoff, func() error {
							return e.eventBusConn.Publish(ctx, msg)`)
	// Of the object of submit-from, resubmit and the like, argo gets the name and the namespace.
	says(t, "pkg/sensors/triggers/argo-workflow/argo-workflow.go", `cmd = exec.Command("argo", "-n", namespace, "submit", "--from", fromArg)`,
		`fromArg := fmt.Sprintf("%s/%s", kind, name)`, `cmd = exec.Command("argo", "-n", namespace, "resubmit", name)`,
		`cmd.Args = append(cmd.Args, trigger.Template.ArgoWorkflow.Args...)`)
	// A sensor's client has client-go's limits, see TestLimit. On a STAN bus, atLeastOnce is said to be ignored, and is taken from a
	// copy only.
	says(t, "pkg/sensors/cmd/start.go", `restConfig, err := sharedutil.GetClientConfig(kubeConfig)`,
		`dynamicClient := dynamic.NewForConfigOrDie(restConfig)`,
		`for _, trigger := range sensor.Spec.Triggers {
			if trigger.AtLeastOnce {
				logger.Warn("ignoring atLeastOnce when using NATS")
				trigger.AtLeastOnce = false`)
	// Secrets are files. A secure header is read at each call, the secret of a webhook once, when the event source starts.
	says(t, "pkg/shared/util/util.go", `fmt.Sprintf("/argo-events/secrets/%s/%s", selector.Name, selector.Key)`)
	says(t, "pkg/sensors/triggers/http/http.go", `for _, secure := range trigger.SecureHeaders {`,
		`value, err = sharedutil.GetSecretFromVolume(secure.ValueFrom.SecretKeyRef)`)
	says(t, "pkg/eventsources/sources/github/start.go", `webhookSecretCreds, err := router.getCredentials(githubEventSource.WebhookSecret)`,
		`router.hookSecret = webhookSecretCreds.secret`)
	// Of several pods of a sensor one works, and the others wait to lead; on Kafka all do. The same holds for event sources of the kinds
	// of which one pod may run; of other kinds all pods take what reaches them. Nobody waits for what the leader is at. See the package bus.
	says(t, "pkg/sensors/listener.go", `OnStartedLeading: func(ctx context.Context) {
			if err := sensorCtx.listenEvents(ctx); err != nil {`,
		`clusterName := fmt.Sprintf("%s-sensor-%s", sensorCtx.sensor.Namespace, sensorCtx.sensor.Name)
	replicas := int(sensorCtx.sensor.Spec.GetReplicas())`,
		`if sensorCtx.eventBusConfig.Kafka != nil {
		return sensorCtx.listenEvents(ctx)`)
	says(t, "pkg/sensors/cmd/start.go", `if err := sensorExecutionCtx.Start(ctx); err != nil {
		logger.Fatalw("failed to listen to events", zap.Error(err))
	}
}
`)
	says(t, "pkg/eventsources/eventing.go", `if !isRecreateType {
		return e.run(ctx, servers, filters)`,
		`replicas := int(e.eventSource.Spec.GetReplicas())`,
		`elector.RunOrDie(ctx, leaderelection.LeaderCallbacks{
		OnStartedLeading: func(ctx context.Context) {
			if err := e.run(ctx, servers, filters); err != nil {`)
}

// The CRDs let every field through, and the JSON schema closes no object.
func TestSchemas(t *testing.T) {
	for _, kind := range []string{"eventbus", "eventsources", "sensors"} {
		var crd struct {
			Spec struct {
				Versions []struct {
					Schema struct {
						OpenAPIV3Schema struct{ Properties map[string]any }
					}
				}
			}
		}
		if err := yaml.Unmarshal([]byte(engineSource(t, "manifests/base/crds/argoproj.io_"+kind+".yaml")), &crd); err != nil {
			t.Fatal(err)
		}
		expect(t, kind, asJSON(t, crd.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]),
			`{"type":"object","x-kubernetes-preserve-unknown-fields":true}`)
	}
	var schema any
	if err := json.Unmarshal([]byte(engineSource(t, "api/jsonschema/schema.json")), &schema); err != nil {
		t.Fatal(err)
	}
	if objects, closed := count(schema); objects < 100 || closed > 0 {
		t.Errorf("%d objects with properties, %d of them closed", objects, closed)
	}
}

// count gives the schemas that have properties, and those among them that allow no others.
func count(schema any) (objects, closed int) {
	visit := func(child any) {
		o, c := count(child)
		objects, closed = objects+o, closed+c
	}
	switch node := schema.(type) {
	case map[string]any:
		if _, has := node["properties"].(map[string]any); has {
			objects++
			if node["additionalProperties"] == false {
				closed++
			}
		}
		for _, child := range node {
			visit(child)
		}
	case []any:
		for _, child := range node {
			visit(child)
		}
	}
	return objects, closed
}

// engineSource reads a file of the engine.
func engineSource(t *testing.T, path string) string {
	t.Helper()
	text, err := engine.Source(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// says is that a file of the engine has these texts in it.
func says(t *testing.T, path string, texts ...string) {
	t.Helper()
	source := engineSource(t, path)
	for _, text := range texts {
		if !strings.Contains(source, text) {
			t.Errorf("%s has changed, it does not say\n%s", path, text)
		}
	}
}

// filesWith are the Go files of the engine that have one of the texts in them, tests left out.
func filesWith(t *testing.T, texts ...string) []string {
	t.Helper()
	var found []string
	root, err := engine.SourceRoot()
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
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
