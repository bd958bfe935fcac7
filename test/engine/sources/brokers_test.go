package sources

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/go-redis/redis/v8"
	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	gonsq "github.com/nsqio/go-nsq"
	"github.com/nsqio/nsq/nsqd"
	"github.com/nsqio/nsq/nsqlookupd"
	"github.com/tidwall/gjson"
)

// pkg/eventsources/sources/redis/start.go
func runRedis(t *testing.T) (plain, jsonBody string) {
	broker := miniredis.RunT(t)
	spec := `redis: {event: {hostAddress: "` + broker.Addr() + `", channels: [orders], metadata: {team: shop}, jsonBody: %t}}`
	text, document := start(t, fmt.Sprintf(spec, false)), start(t, fmt.Sprintf(spec, true))
	eventually(t, func() bool { return broker.PubSubNumSub("orders")["orders"] == 2 })
	for _, message := range []string{broken, "", payload} {
		broker.Publish("orders", message)
	}
	for _, body := range []string{`"{\"number\""`, `""`} {
		text.publishes(t, `{"channel":"orders","pattern":"","body":`+body+`,"metadata":{"team":"shop"}}`)
	}
	plain, jsonBody = text.next(t), document.next(t)
	is(t, "text", plain, `{"channel":"orders","pattern":"","body":"{\"number\":3}","metadata":{"team":"shop"}}`)
	is(t, "JSON", jsonBody, `{"channel":"orders","pattern":"","body":{"number":3},"metadata":{"team":"shop"}}`)
	return formOf(plain), formOf(jsonBody)
}

// pkg/eventsources/sources/redis_stream/start.go
func runRedisStream(t *testing.T) (plain, jsonBody string) {
	broker := miniredis.RunT(t)
	client := redis.NewClient(&redis.Options{Addr: broker.Addr()})
	t.Cleanup(func() { _ = client.Close() })
	add := func(values ...any) string {
		return client.XAdd(t.Context(), &redis.XAddArgs{Stream: "orders", Values: values}).Val()
	}
	add("number", 2) // the stream has to be there; what is in it already is not published
	l := start(t, `redisStream: {event: {hostAddress: "`+broker.Addr()+`", streams: [orders], metadata: {team: shop}}}`)
	eventually(t, func() bool {
		groups, err := client.Do(t.Context(), "XINFO", "GROUPS", "orders").Slice()
		return err == nil && len(groups) == 1
	})
	id := add("number", 3, "none", "")
	event := l.next(t)
	is(t, "published", event, `{"stream":"orders","message_id":"`+id+`","values":{"none":"","number":"3"},"metadata":{"team":"shop"}}`)
	return formOf(event), ""
}

// pkg/eventsources/sources/nats/start.go
func runNATS(t *testing.T) (plain, jsonBody string) {
	broker, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	broker.Start()
	t.Cleanup(func() { broker.Shutdown(); broker.WaitForShutdown() })
	if !broker.ReadyForConnections(patience) {
		t.Fatal("NATS does not start")
	}
	spec := `nats: {event: {url: "` + broker.ClientURL() + `", subject: "orders.*", jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, false)), start(t, fmt.Sprintf(spec, true))
	eventually(t, func() bool {
		clients, err := broker.Connz(nil)
		return err == nil && len(clients.Conns) == 2 && clients.Conns[0].NumSubs == 1 && clients.Conns[1].NumSubs == 1
	})
	connection, err := nats.Connect(broker.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	for _, message := range []*nats.Msg{
		{Subject: "orders.new", Data: []byte(broken)},
		{Subject: "orders.new"},
		{Subject: "orders.new", Data: []byte(payload)},
		{Subject: "orders.new", Data: []byte(payload), Header: nats.Header{"x-tRACE": {"1", "2"}}},
	} {
		if err := connection.PublishMsg(message); err != nil {
			t.Fatal(err)
		}
	}
	bytes.publishes(t, `{"subject":"orders.new","body":"eyJudW1iZXIi","metadata":{"team":"shop"}}`)
	bytes.publishes(t, `{"subject":"orders.new","body":"","metadata":{"team":"shop"}}`)
	plain, jsonBody = bytes.next(t), document.next(t)
	is(t, "bytes", plain, `{"subject":"orders.new","body":"eyJudW1iZXIiOjN9","metadata":{"team":"shop"}}`)
	is(t, "JSON", jsonBody, `{"subject":"orders.new","body":{"number":3},"metadata":{"team":"shop"}}`)
	document.publishes(t, `{"subject":"orders.new","body":{"number":3},"header":{"x-tRACE":["1","2"]},"metadata":{"team":"shop"}}`)
	return formOf(plain), formOf(jsonBody)
}

// serveMQTT starts a broker that lets everybody in.
func serveMQTT(t *testing.T, hooks ...mochi.Hook) (broker *mochi.Server, address string) {
	t.Helper()
	broker = mochi.New(&mochi.Options{InlineClient: true, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	listener := listeners.NewTCP(listeners.Config{ID: "tcp", Address: "127.0.0.1:0"})
	for _, hook := range append(hooks, new(auth.AllowHook)) {
		if err := broker.AddHook(hook, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := broker.AddListener(listener); err != nil {
		t.Fatal(err)
	}
	if err := broker.Serve(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = broker.Close() })
	return broker, "tcp://" + listener.Address()
}

// pkg/eventsources/sources/mqtt/start.go
func runMQTT(t *testing.T) (plain, jsonBody string) {
	broker, address := serveMQTT(t)
	spec := `mqtt: {event: {url: "` + address + `", topic: orders/+, clientId: %s, jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, "one", false)), start(t, fmt.Sprintf(spec, "two", true))
	eventually(t, func() bool { return len(broker.Topics.Subscribers("orders/new").Subscriptions) == 2 })
	for _, message := range []string{broken, "", payload} {
		if err := broker.Publish("orders/new", []byte(message), false, 2); err != nil {
			t.Fatal(err)
		}
	}
	// The message is published with QoS 2 and the subscription has QoS 0, in which messages have no number.
	for _, body := range []string{"eyJudW1iZXIi", ""} {
		bytes.publishes(t, `{"topic":"orders/new","messageId":0,"body":"`+body+`","metadata":{"team":"shop"}}`)
	}
	plain, jsonBody = bytes.next(t), document.next(t)
	is(t, "bytes", plain, `{"topic":"orders/new","messageId":0,"body":"eyJudW1iZXIiOjN9","metadata":{"team":"shop"}}`)
	is(t, "JSON", jsonBody, `{"topic":"orders/new","messageId":0,"body":{"number":3},"metadata":{"team":"shop"}}`)
	return formOf(plain), formOf(jsonBody)
}

// keyed makes a stand-in of Emitter of an MQTT broker: a subscription to key/channel/ gets what is published in channel/.
type keyed struct{ mochi.HookBase }

func (keyed) ID() string                { return "keyed" }
func (keyed) Provides(action byte) bool { return action == mochi.OnSubscribe }

func (keyed) OnSubscribe(_ *mochi.Client, packet packets.Packet) packets.Packet {
	for i, filter := range packet.Filters {
		if channel, ok := strings.CutPrefix(filter.Filter, "key/"); ok {
			packet.Filters[i].Filter = channel
		}
	}
	return packet
}

// pkg/eventsources/sources/emitter/start.go
func runEmitter(t *testing.T) (plain, jsonBody string) {
	broker, address := serveMQTT(t, new(keyed))
	spec := `emitter: {event: {broker: "` + address + `", channelKey: key, channelName: orders, jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, false)), start(t, fmt.Sprintf(spec, true))
	eventually(t, func() bool { return len(broker.Topics.Subscribers("orders/").Subscriptions) == 2 })
	for _, message := range []string{broken, payload} {
		if err := broker.Publish("orders/", []byte(message), false, 0); err != nil {
			t.Fatal(err)
		}
	}
	bytes.publishes(t, `{"topic":"orders/","body":"eyJudW1iZXIi","metadata":{"team":"shop"}}`)
	plain, jsonBody = bytes.next(t), document.next(t)
	is(t, "bytes", plain, `{"topic":"orders/","body":"eyJudW1iZXIiOjN9","metadata":{"team":"shop"}}`)
	is(t, "JSON", jsonBody, `{"topic":"orders/","body":{"number":3},"metadata":{"team":"shop"}}`)
	return formOf(plain), formOf(jsonBody)
}

type noLog struct{}

func (noLog) Output(int, string) error { return nil }

// pkg/eventsources/sources/nsq/start.go
func runNSQ(t *testing.T) (plain, jsonBody string) {
	lookupOptions := nsqlookupd.NewOptions()
	lookupOptions.Logger, lookupOptions.TCPAddress, lookupOptions.HTTPAddress, lookupOptions.BroadcastAddress = noLog{}, "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1"
	lookup, err := nsqlookupd.New(lookupOptions)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = lookup.Main() }()
	t.Cleanup(lookup.Exit)
	options := nsqd.NewOptions()
	options.Logger, options.TCPAddress, options.HTTPAddress, options.BroadcastAddress = noLog{}, "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1"
	options.DataPath, options.NSQLookupdTCPAddresses = t.TempDir(), []string{lookup.RealTCPAddr().String()}
	broker, err := nsqd.New(options)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = broker.Main() }()
	t.Cleanup(broker.Exit)
	address := broker.RealTCPAddr().(*net.TCPAddr)

	// A topic keeps its messages until a channel is made, and the consumer has to find it at its first question.
	for _, channel := range []string{"plain", "json"} {
		broker.GetTopic("orders").GetChannel(channel)
	}
	producer, err := gonsq.NewProducer(address.String(), gonsq.NewConfig())
	if err != nil {
		t.Fatal(err)
	}
	producer.SetLogger(noLog{}, gonsq.LogLevelError)
	t.Cleanup(producer.Stop)
	if err := producer.Publish("orders", []byte(payload)); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return len(lookup.DB.FindProducers("topic", "orders", "")) == 1 })
	spec := `nsq: {event: {hostAddress: "` + lookup.RealHTTPAddr().String() + `", topic: orders, channel: %s, jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, "plain", false)), start(t, fmt.Sprintf(spec, "json", true))
	plain, jsonBody = bytes.next(t), document.next(t)
	sent, took := gjson.Get(plain, "timestamp"), time.Minute
	if age := time.Since(time.Unix(0, sent.Int())); sent.Type != gjson.String || age < 0 || age > took {
		t.Errorf("timestamp %s is not in nanoseconds, or not a text", sent.Raw)
	}
	rest := fmt.Sprintf(`"timestamp":"%s","nsqdAddress":"%s","metadata":{"team":"shop"}}`, sent.Str, address)
	is(t, "bytes", plain, `{"body":"eyJudW1iZXIiOjN9",`+rest)
	is(t, "JSON", jsonBody, `{"body":{"number":3},`+rest)
	return formOf(plain), formOf(jsonBody)
}
