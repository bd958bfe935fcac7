package sources

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

// What time.Time writes.
const goTimeText = `\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} \S+`

var goTime = regexp.MustCompile("^" + goTimeText + "$")

// pkg/eventsources/sources/kafka/start.go
func runKafka(t *testing.T) (plain, jsonBody string) {
	broker, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(broker.Close)
	address := strings.Join(broker.ListenAddrs(), ",")
	producer, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.DefaultProduceTopic("orders"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(producer.Close)
	for _, message := range []*kgo.Record{
		{Value: []byte(broken)},
		{}, // deletes what has this key
		{Value: []byte(payload), Key: []byte("k"), Headers: []kgo.RecordHeader{{Key: "a", Value: []byte("1")}, {Key: "a", Value: []byte("2")}, {Key: "b", Value: []byte{0xff}}}},
	} {
		message.Timestamp = at
		if err := producer.ProduceSync(t.Context(), message).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
	// kfake does not answer what other versions send to join a group.
	spec := `kafka: {event: {url: "` + address + `", topic: orders, version: 2.2.0, consumerGroup: {groupName: %s, oldest: true}, jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, "plain", false)), start(t, fmt.Sprintf(spec, "json", true))
	rest := fmt.Sprintf(`"timestamp":%q,"headers":`, at.Local().String())
	none := rest + `{},"metadata":{"team":"shop"}}`
	some := rest + `{"a":"2","b":"\ufffd"},"metadata":{"team":"shop"}}`
	bytes.publishes(t, `{"topic":"orders","key":"","partition":0,"body":"eyJudW1iZXIi",`+none)
	bytes.publishes(t, `{"topic":"orders","key":"","partition":0,"body":null,`+none)
	document.publishes(t, `{"topic":"orders","key":"","partition":0,"body":null,`+none)
	// The id of an event is where it stands in Kafka, so that the bus drops one that comes again.
	is(t, "id", <-bytes.ids, "source:event:"+address+":orders:0:2")
	bytes.ids <- ""
	plain, jsonBody = bytes.next(t), document.next(t)
	is(t, "bytes", plain, `{"topic":"orders","key":"k","partition":0,"body":"eyJudW1iZXIiOjN9",`+some)
	is(t, "JSON", jsonBody, `{"topic":"orders","key":"k","partition":0,"body":{"number":3},`+some)
	if text := gjson.Get(plain, "timestamp").Str; !goTime.MatchString(text) {
		t.Errorf("timestamp: %s", text)
	}
	return formOf(plain), formOf(jsonBody)
}
