package sources

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// hook is an endpoint of an event source.
type hook struct {
	*listener
	url string
}

// listen starts a source whose spec has the port in the place of PORT, and the endpoint /push, and waits until it listens.
func listen(t *testing.T, spec string) *hook {
	t.Helper()
	port := freePort(t)
	h := &hook{start(t, strings.ReplaceAll(spec, "PORT", fmt.Sprintf("%q", port))), "http://127.0.0.1:" + port}
	eventually(t, func() bool {
		// The path is there before the route is active, and an inactive route says so to any method.
		request, _ := http.NewRequest("TRACE", h.url+"/push", nil)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return errors.Is(err, io.EOF) // it listens, and panics at a request of no sense
		}
		defer func() { _ = response.Body.Close() }()
		answer, _ := io.ReadAll(response.Body)
		return response.StatusCode != http.StatusNotFound && !strings.Contains(string(answer), "inactive")
	})
	for len(h.published) > 0 { // a kind that takes any method has published the question
		h.next(t)
	}
	return h
}

// post sends a body, and gives the status.
func (h *hook) post(t *testing.T, contentType, body string, headers ...string) int {
	t.Helper()
	return h.send(t, http.MethodPost, "/push", contentType, body, headers...)
}

func (h *hook) send(t *testing.T, method, path, contentType, body string, headers ...string) int {
	t.Helper()
	request, err := http.NewRequest(method, h.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"User-Agent": {"sender"}, "Accept-Encoding": {"gzip"}}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// refuses expects a body that is no JSON to be refused, and an empty one too.
func (h *hook) refuses(t *testing.T) {
	t.Helper()
	for _, body := range []string{broken, ""} {
		is(t, fmt.Sprintf("answer to %q", body), h.post(t, "application/json", body), http.StatusBadRequest)
	}
	h.publishedNothing(t)
}

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// pkg/eventsources/sources/webhook/start.go
func runWebhook(t *testing.T) (plain, jsonBody string) {
	h := listen(t, `webhook: {event: {endpoint: /push, port: PORT, method: POST, metadata: {team: shop}, filter: {expression: "body.number != 4"}}}`)
	is(t, "answer", h.post(t, jsonType, payload, "x-tRACE", "1", "X-Trace", "2", "Authorization", "Bearer of bad news"), http.StatusOK)
	event := h.next(t)
	is(t, "published", event, `{"header":{"Accept-Encoding":["gzip"],"Authorization":["*** Masked Auth Secret ***"],"Content-Length":["12"],`+
		`"Content-Type":["application/json"],"User-Agent":["sender"],"X-Trace":["1","2"]},"body":{"number":3},"metadata":{"team":"shop"}}`)
	h.refuses(t)
	is(t, "another method", h.send(t, http.MethodPut, "/push", jsonType, payload), http.StatusBadRequest)
	is(t, "what the filter does not pass", h.post(t, jsonType, `{"number":4}`), http.StatusOK)
	is(t, "what the filter cannot judge", h.post(t, jsonType, `[3]`), http.StatusOK)
	h.publishedNothing(t)

	// JSON of any type is kept as it is, without the spaces.
	h = listen(t, `webhook: {event: {endpoint: /push, port: PORT, method: POST}}`)
	for _, body := range []string{`[12345678901234567890, 1.50]`, `"text"`, `null`} {
		is(t, "answer", h.post(t, jsonType, body), http.StatusOK)
		is(t, "body", gjson.Get(h.next(t), "body").Raw, strings.ReplaceAll(body, " ", ""))
	}
	// The fields of a form are lists. A form that names its character set is taken for JSON.
	is(t, "answer to a form", h.post(t, formType, url.Values{"a": {"1", "2"}, "b": {""}}.Encode()), http.StatusOK)
	is(t, "form", gjson.Get(h.next(t), "body").Raw, `{"a":["1","2"],"b":[""]}`)
	is(t, "answer to a form with a character set", h.post(t, formType+"; charset=utf-8", "a=1"), http.StatusBadRequest)

	get := listen(t, `webhook: {event: {endpoint: /push, port: PORT, method: GET}}`)
	is(t, "answer to GET", get.send(t, http.MethodGet, "/push?a=1&a=2&b", "", ""), http.StatusOK)
	get.publishes(t, `{"header":{"Accept-Encoding":["gzip"],"User-Agent":["sender"]},"body":{"a":["1","2"],"b":[""]}}`)
	is(t, "answer to GET", get.send(t, http.MethodGet, "/push", "", ""), http.StatusOK)
	is(t, "no query", gjson.Get(get.next(t), "body").Raw, `{}`)

	put := listen(t, `webhook: {event: {endpoint: /push, port: PORT, method: PUT}}`)
	is(t, "a method that can be configured, but not be received", put.send(t, http.MethodPut, "/push", jsonType, payload), http.StatusBadRequest)
	none := listen(t, `webhook: {event: {endpoint: /push, port: PORT}}`)
	is(t, "no method", none.post(t, jsonType, payload), http.StatusBadRequest)
	return formOf(event), ""
}

// The headers of what post sends.
const sent = `{"Accept-Encoding":["gzip"],"Content-Length":["12"],"Content-Type":["application/json"],"User-Agent":["sender"]}`

// pkg/eventsources/sources/github/start.go
func runGithub(t *testing.T) (plain, jsonBody string) {
	h := listen(t, `github: {event: {webhook: {endpoint: /push, port: PORT, method: GET, metadata: {not: published}}, metadata: {team: shop},
		repositories: [{owner: 5dlabs, names: [cto]}], webhookSecret: `+secret(t, "key")+`}}`)
	deliver := func(contentType, body string) int {
		mac := hmac.New(sha256.New, []byte("key"))
		_, _ = mac.Write([]byte(body))
		return h.post(t, contentType, body, "X-GitHub-Event", "push", "X-GitHub-Delivery", "1-2", "X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	// The method and the metadata of the webhook have no effect. Two names of headers are in the body, with another case.
	is(t, "answer", deliver(jsonType, payload), http.StatusOK)
	event := h.next(t)
	is(t, "body and metadata", gjson.Get(event, "[body,metadata]").Raw, `[{"X-GitHub-Delivery":"1-2","X-GitHub-Event":"push","number":3},{"team":"shop"}]`)
	is(t, "header", gjson.Get(event, "headers.X-Github-Event").Raw, `["push"]`)
	is(t, "answer to a form", deliver(formType, url.Values{"payload": {payload}}.Encode()), http.StatusOK)
	is(t, "form", gjson.Get(h.next(t), "body.number").Raw, "3")
	// Numbers go through a float64.
	is(t, "answer", deliver(jsonType, `{"id":9007199254740993}`), http.StatusOK)
	is(t, "large number", gjson.Get(h.next(t), "body.id").Raw, "9007199254740992")
	is(t, "no signature", h.post(t, jsonType, payload), http.StatusBadRequest)
	is(t, "a list", deliver(jsonType, `[1]`), http.StatusBadRequest)
	is(t, "no JSON", deliver(jsonType, broken), http.StatusBadRequest)
	h.publishedNothing(t)

	open := listen(t, `github: {event: {webhook: {endpoint: /push, port: PORT}, organizations: [5dlabs]}}`)
	is(t, "nothing is checked without a secret", open.post(t, jsonType, payload), http.StatusOK)
	is(t, "headers that are not there", gjson.Get(open.next(t), "body").Raw, `{"X-GitHub-Delivery":"","X-GitHub-Event":"","number":3}`)
	return "JSON", ""
}

// pkg/eventsources/sources/bitbucket/start.go
func runBitbucket(t *testing.T) (plain, jsonBody string) {
	h := listen(t, `bitbucket: {event: {webhook: {endpoint: /push, port: PORT}, auth: {}, events: [], metadata: {team: shop},
		repositories: [{owner: shop, repositorySlug: web}]}}`)
	return h.publishesBody(t), ""
}

// pkg/eventsources/sources/gerrit/start.go
func runGerrit(t *testing.T) (plain, jsonBody string) {
	h := listen(t, `gerrit: {event: {webhook: {endpoint: /push, port: PORT}, projects: [web], events: [ref-updated], hookName: hook,
		gerritBaseURL: "http://127.0.0.1:9", auth: {}, metadata: {team: shop}}}`)
	return h.publishesBody(t), ""
}

// publishesBody expects the body of a request to be published as it is.
func (h *hook) publishesBody(t *testing.T) string {
	t.Helper()
	is(t, "answer", h.post(t, jsonType, payload), http.StatusOK)
	event := h.next(t)
	is(t, "published", event, `{"headers":`+sent+`,"body":{"number":3},"metadata":{"team":"shop"}}`)
	h.refuses(t)
	return formOf(event)
}

// pkg/eventsources/sources/stripe/start.go. Its signature is not looked at.
func runStripe(t *testing.T) (plain, jsonBody string) {
	h := listen(t, `stripe: {event: {webhook: {endpoint: /push, port: PORT}, eventFilter: [invoice.paid], metadata: {team: shop}}}`)
	is(t, "answer", h.post(t, jsonType, `{"id":"evt_1","type":"invoice.paid","created":7,"api_version":"lost","object":"event","data":{"object":{"number":3}}}`), http.StatusOK)
	event := h.next(t)
	is(t, "published", event, `{"event":{"account":"","created":7,"data":{"previous_attributes":null,"object":{"number":3}},"id":"evt_1","livemode":false,`+
		`"pending_webhooks":0,"request":null,"type":"invoice.paid"},"metadata":{"team":"shop"}}`)
	is(t, "another type", h.post(t, jsonType, `{"type":"invoice.sent","data":{}}`), http.StatusBadRequest)
	is(t, "no JSON", h.post(t, jsonType, broken), http.StatusBadRequest)
	h.publishedNothing(t)
	return formOf(event), ""
}
