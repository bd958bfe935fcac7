package sources

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// rabbit is a stand-in of RabbitMQ for one consumer at a time. It speaks AMQP 0-9-1 as far as a consumer asks: it agrees to all that is
// declared, and delivers the same messages to everyone.
type rabbit struct {
	net.Listener
	// withoutAck says of each consumer whether it has told the server not to wait for an acknowledgement.
	withoutAck chan bool
	// others are the methods that no consumer has to call, such as an acknowledgement.
	others chan method
}

// method is the number of a class and of a method in it.
type method struct{ class, id uint16 }

var (
	connectionStart   = method{10, 10}
	connectionStartOK = method{10, 11}
	connectionTune    = method{10, 30}
	connectionTuneOK  = method{10, 31}
	connectionOpen    = method{10, 40}
	connectionClose   = method{10, 50}
	channelOpen       = method{20, 10}
	exchangeDeclare   = method{40, 10}
	queueDeclare      = method{50, 10}
	queueBind         = method{50, 20}
	basicConsume      = method{60, 20}
	basicDeliver      = method{60, 60}
)

const (
	methodFrame = 1
	headerFrame = 2
	bodyFrame   = 3
	frameEnd    = 0xCE
)

func serveAMQP(t *testing.T) *rabbit {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	r := &rabbit{listener, make(chan bool, 10), make(chan method, 10)}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go r.serve(connection)
		}
	}()
	return r
}

// serve ends with the connection.
func (r *rabbit) serve(connection net.Conn) {
	defer func() { _ = connection.Close() }()
	in := bufio.NewReader(connection)
	if _, err := in.Discard(len("AMQP\x00\x00\x09\x01")); err != nil {
		return
	}
	call(connection, 0, connectionStart, byte(0), byte(9), uint32(0), long("PLAIN"), long("en_US"))
	for {
		var head struct {
			Type    byte
			Channel uint16
			Size    uint32
		}
		if binary.Read(in, binary.BigEndian, &head) != nil {
			return
		}
		content := make([]byte, head.Size+1)
		if _, err := io.ReadFull(in, content); err != nil {
			return
		}
		if head.Type == methodFrame {
			r.answer(connection, head.Channel, content)
		}
	}
}

func (r *rabbit) answer(connection io.Writer, channel uint16, content []byte) {
	called := method{binary.BigEndian.Uint16(content), binary.BigEndian.Uint16(content[2:])}
	ok := method{called.class, called.id + 1}
	switch called {
	case connectionStartOK:
		call(connection, 0, connectionTune, uint16(0), uint32(0), uint16(0))
	case connectionTuneOK:
	case connectionOpen:
		call(connection, 0, ok, short(""))
	case channelOpen:
		call(connection, channel, ok, long(""))
	case exchangeDeclare, queueBind, connectionClose:
		call(connection, channel, ok)
	case queueDeclare:
		call(connection, channel, ok, short("queue"), uint32(0), uint32(0))
	case basicConsume:
		// A number that is not used, the name of the queue, that of the consumer, and the options as bits.
		rest := content[6:]
		rest = rest[1+rest[0]:]
		tag, options := string(rest[1:1+rest[0]]), rest[1+rest[0]]
		r.withoutAck <- options&2 != 0
		call(connection, channel, ok, short(tag))
		deliver(connection, channel, tag, broken)
		deliver(connection, channel, tag, payload, short("application/json"), short("gzip"), byte(2), byte(5), short("correlation"), short("reply"), short("1000"),
			short("message"), uint64(at.Unix()), short("type"), short("app"))
	default:
		r.others <- called
	}
}

var at = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)

// deliver sends a message without properties, or with all that the engine publishes.
func deliver(connection io.Writer, channel uint16, tag, message string, properties ...any) {
	call(connection, channel, basicDeliver, short(tag), uint64(1), byte(0), short("orders"), short("new"))
	flags := uint16(0)
	if len(properties) > 0 {
		flags = 0b1101_1111_1110_1000 // without the headers and the user
	}
	frame(connection, headerFrame, channel, append([]any{uint16(60), uint16(0), uint64(len(message)), flags}, properties...)...)
	frame(connection, bodyFrame, channel, []byte(message))
}

func call(connection io.Writer, channel uint16, called method, arguments ...any) {
	frame(connection, methodFrame, channel, append([]any{called.class, called.id}, arguments...)...)
}

func frame(connection io.Writer, kind byte, channel uint16, fields ...any) {
	var content, all bytes.Buffer
	for _, field := range fields {
		_ = binary.Write(&content, binary.BigEndian, field)
	}
	for _, field := range []any{kind, channel, uint32(content.Len()), content.Bytes(), byte(frameEnd)} {
		_ = binary.Write(&all, binary.BigEndian, field)
	}
	_, _ = connection.Write(all.Bytes())
}

func short(text string) []byte { return append([]byte{byte(len(text))}, text...) }

func long(text string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), text...)
}

// pkg/eventsources/sources/amqp/start.go
func runAMQP(t *testing.T) (plain, jsonBody string) {
	broker := serveAMQP(t)
	spec := `amqp: {event: {url: "amqp://` + broker.Addr().String() + `", exchangeName: orders, exchangeType: topic, routingKey: new, jsonBody: %t, metadata: {team: shop}, %s}}`
	document := start(t, fmt.Sprintf(spec, true, ""))
	jsonBody = document.next(t)
	is(t, "no acknowledgement is awaited", <-broker.withoutAck, true)
	// An object in the spec replaces all defaults of the object: the server now waits for an acknowledgement, and the engine sends none.
	bytes := start(t, fmt.Sprintf(spec, false, `consume: {consumerTag: me}`))
	bytes.publishes(t, `{"contentType":"","contentEncoding":"","deliveryMode":0,"priority":0,"correlationId":"","replyTo":"","expiration":"","messageId":"",`+
		`"timestamp":"0001-01-01 00:00:00 +0000 UTC","type":"","appId":"","exchange":"orders","routingKey":"new","body":"eyJudW1iZXIi","metadata":{"team":"shop"}}`)
	plain = bytes.next(t)
	is(t, "an acknowledgement is awaited", <-broker.withoutAck, false)
	said := `{"contentType":"application/json","contentEncoding":"gzip","deliveryMode":2,"priority":5,"correlationId":"correlation","replyTo":"reply",` +
		fmt.Sprintf(`"expiration":"1000","messageId":"message","timestamp":%q,"type":"type","appId":"app","exchange":"orders","routingKey":"new","body":`, at.Local())
	is(t, "bytes", plain, said+`"eyJudW1iZXIiOjN9","metadata":{"team":"shop"}}`)
	is(t, "JSON", jsonBody, said+`{"number":3},"metadata":{"team":"shop"}}`)
	if text := gjson.Get(plain, "timestamp").Str; !goTime.MatchString(text) {
		t.Errorf("timestamp: %s", text)
	}
	is(t, "other calls", len(broker.others), 0)
	says(t, "amqp", `if err := el.handleOne(amqpEventSource, msg, dispatch, log); err != nil {
				log.Errorw("failed to process an AMQP message", zap.Error(err))
				el.Metrics.EventProcessingFailed(el.GetEventSourceName(), el.GetEventName())
			}
		case <-ctx.Done():`)
	return formOf(plain), formOf(jsonBody)
}
