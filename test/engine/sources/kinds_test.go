package sources

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources/common/fsevent"
	"github.com/argoproj/argo-events/pkg/eventsources/events"
	"github.com/slack-go/slack/slackevents"
)

// kind is what there is to know of a kind of event sources.
type kind struct {
	// data is the engine's own type of the data of an event.
	data any
	// server is the module of the server that the kind runs against, or says that it needs none.
	server string
	// standIn says instead what this suite has in the place of the server, and why.
	standIn string
	// decoded says instead why the kind does not run. Its forms are then read in its source: fileText.
	decoded string
	// run makes the kind publish, looks at the events, and gives the form of the body of one, without and with jsonBody.
	run func(t *testing.T) (plain, jsonBody string)
}

// listens is said of a kind that is a server itself.
const listens = "requests to its port"

var kinds map[string]kind

func init() { // not where it is declared: what runs a kind looks at its entry
	kinds = map[string]kind{
		"amqp":              {data: events.AMQPEventData{}, standIn: "it speaks AMQP 0-9-1 with a consumer. No Go module with an AMQP server could be fetched", run: runAMQP},
		"azureEventsHub":    {data: events.AzureEventsHubEventData{}, decoded: "it needs an account of Azure", run: readAzureEventsHub},
		"azureQueueStorage": {data: events.AzureQueueStorageEventData{}, decoded: "it needs an account of Azure", run: readAzureQueueStorage},
		"azureServiceBus":   {data: events.AzureServiceBusEventData{}, decoded: "it needs an account of Azure", run: readAzureServiceBus},
		"bitbucket":         {data: events.BitbucketEventData{}, server: listens, run: runBitbucket},
		"bitbucketserver":   {data: events.BitbucketServerEventData{}, server: listens, run: runBitbucketServer},
		"calendar":          {data: events.CalendarEventData{}, server: "the clock", run: runCalendar},
		"emitter":           {data: events.EmitterEventData{}, standIn: "mochi-mqtt that takes the key off a channel. The Go module of Emitter could not be fetched", run: runEmitter},
		"file":              {data: fsevent.Event{}, server: "the file system", run: runFile},
		"generic":           {data: events.GenericEventData{}, server: "google.golang.org/grpc", run: runGeneric},
		"gerrit":            {data: events.GerritEventData{}, server: listens, run: runGerrit},
		"github":            {data: events.GithubEventData{}, server: listens, run: runGithub},
		"gitlab":            {data: events.GitLabEventData{}, server: listens, run: runGitlab},
		"hdfs":              {data: fsevent.Event{}, decoded: "no HDFS server is a Go module", run: readHDFS},
		"kafka":             {data: events.KafkaEventData{}, server: "github.com/twmb/franz-go/pkg/kfake", run: runKafka},
		"minio":             {data: events.MinioEventData{}, standIn: "it sends one notification. MinIO is a large product", run: runMinio},
		"mns":               {data: events.MNSEventData{}, decoded: "it needs an account of Alibaba Cloud", run: readMNS},
		"mqtt":              {data: events.MQTTEventData{}, server: "github.com/mochi-mqtt/server/v2", run: runMQTT},
		"nats":              {data: events.NATSEventData{}, server: "github.com/nats-io/nats-server/v2", run: runNATS},
		"nsq":               {data: events.NSQEventData{}, server: "github.com/nsqio/nsq", run: runNSQ},
		"pubSub":            {data: events.PubSubEventData{}, server: "cloud.google.com/go/pubsub/v2", run: runPubSub},
		"pulsar":            {data: events.PulsarEventData{}, decoded: "no Pulsar server is a Go module", run: readPulsar},
		"redis":             {data: events.RedisEventData{}, server: "github.com/alicebob/miniredis/v2", run: runRedis},
		"redisStream":       {data: events.RedisStreamEventData{}, server: "github.com/alicebob/miniredis/v2", run: runRedisStream},
		"resource":          {data: events.ResourceEventData{}, standIn: "it answers one list and one watch. test/e2e runs this kind on a real API server", run: runResource},
		"sftp":              {data: fsevent.Event{}, server: "github.com/pkg/sftp", run: runSFTP},
		"slack":             {data: slackevents.EventsAPIInnerEvent{}, server: listens, run: runSlack},
		"sns":               {data: events.SNSEventData{}, standIn: "it takes the subscription, and the suite sends the notifications. SNS needs an account of AWS", run: runSNS},
		"sqs":               {data: events.SQSEventData{}, decoded: "it needs an account of AWS", run: readSQS},
		"storageGrid":       {data: events.StorageGridEventData{}, standIn: "it has the endpoint already, and the suite sends the notifications. StorageGRID is no open software", run: runStorageGrid},
		"stripe":            {data: events.StripeEventData{}, server: listens, run: runStripe},
		"webhook":           {data: events.WebhookEventData{}, server: listens, run: runWebhook},
	}
}

// keys are the names at the top of an event of the kind, as the engine's type has them: those that are always there, and the others.
func (k kind) keys() (always, optional []string) {
	for field := range fields(reflect.TypeOf(k.data)) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		name = cmp.Or(name, field.Name)
		if options == "omitempty" {
			optional = append(optional, name)
		} else {
			always = append(always, name)
		}
	}
	return always, optional
}

func fields(of reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range of.NumField() {
			if !yield(of.Field(i)) {
				return
			}
		}
	}
}

// published is an entry of published.json.
type published struct {
	Keys     []string `json:"keys"`
	Optional []string `json:"optional"`
	Body     string   `json:"body"`
	JSONBody *string  `json:"jsonBody"`
	Ran      string   `json:"ran"`
	Server   *string  `json:"server"`
	Why      *string  `json:"why"`
}

// of is the entry of a kind whose bodies have these forms.
func (k kind) published(t *testing.T, plain, jsonBody string) published {
	t.Helper()
	always, optional := k.keys()
	entry := published{Keys: always, Optional: append([]string{}, optional...), Body: plain}
	if jsonBody != "" {
		entry.JSONBody = &jsonBody
	}
	switch {
	case k.server != "":
		server := versioned(t, k.server)
		entry.Ran, entry.Server = "server", &server
	case k.standIn != "":
		entry.Ran, entry.Why = "stand-in", &k.standIn
	default:
		entry.Ran, entry.Why = "decoded", &k.decoded
	}
	return entry
}

// versioned is a module with the version that go.mod requires. Other words stay as they are.
func versioned(t *testing.T, module string) string {
	t.Helper()
	if !strings.Contains(module, "/") {
		return module
	}
	content, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(module) + ` (v\S+)`).FindSubmatch(content)
	if match == nil {
		t.Fatalf("go.mod does not require %s", module)
	}
	return module + " " + string(match[1])
}

const record = "published.json"

// TestKinds runs every kind, and compares what they publish with the record.
func TestKinds(t *testing.T) {
	environment(t)
	got := make(map[string]published, len(kinds))
	for name := range kinds {
		got[name] = published{}
	}
	t.Run("of", func(t *testing.T) { // returns when all have run
		lock := make(chan struct{}, 1)
		for _, name := range slices.Sorted(maps.Keys(kinds)) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				plain, jsonBody := kinds[name].run(t)
				entry := kinds[name].published(t, plain, jsonBody)
				lock <- struct{}{}
				got[name] = entry
				<-lock
			})
		}
	})
	if *engine.Update {
		for name, entry := range got {
			if entry.Ran == "" {
				t.Fatalf("%s has not run, so the record is not written", name)
			}
		}
		content, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(record, append(content, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, entry := range recorded(t) {
		if got[name].Ran == "" {
			continue // skipped or failed, and said so
		}
		if !reflect.DeepEqual(got[name], entry) {
			t.Errorf("%s is not as in %s: run npm run test:engine -- -update and read the difference\n got %s\nwant %s", name, record, text(got[name]), text(entry))
		}
	}
}

func recorded(t *testing.T) (all map[string]published) {
	t.Helper()
	content, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func text(entry published) string {
	content, err := json.Marshal(entry)
	return cmp.Or(string(content), fmt.Sprint(err))
}

// TestAllKinds compares the kinds with those of the engine, and the record with both.
func TestAllKinds(t *testing.T) {
	names := slices.Sorted(maps.Keys(kinds))
	is(t, "recorded", fmt.Sprint(slices.Sorted(maps.Keys(recorded(t)))), fmt.Sprint(names))
	var wanted []string
	for field := range fields(reflect.TypeOf(v1alpha1.EventSourceSpec{})) {
		if field.Type.Kind() != reflect.Map {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		wanted = append(wanted, name)
		_, takes := field.Type.Elem().FieldByName("JSONBody")
		is(t, name+" has jsonBody", recorded(t)[name].JSONBody != nil, takes)
	}
	slices.Sort(wanted)
	is(t, "kinds", fmt.Sprint(names), fmt.Sprint(wanted))
}
