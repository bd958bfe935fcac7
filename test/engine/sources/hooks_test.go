package sources

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// Kinds that listen on a port, and tell a server at the start where to send events, or look at what it sends.

// pkg/eventsources/sources/gitlab/start.go
func runGitlab(t *testing.T) (plain, jsonBody string) {
	spec := `gitlab: {event: {webhook: {endpoint: /push, port: PORT, url: "%s"}, events: [PushEvents], projects: ["1"], metadata: {team: shop},
		gitlabBaseURL: "%s", accessToken: ` + secret(t, "access") + `, secretToken: ` + secret(t, "token") + `}}`
	// Without the URL for a hook, the engine does not make one, and reads no token.
	unchecked := listen(t, fmt.Sprintf(spec, "", "http://127.0.0.1:9"))
	form := unchecked.publishesBody(t)

	// A stand-in of GitLab, which has the hook.
	api := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", jsonType)
		_, _ = writer.Write([]byte(`[{"id":1,"url":"http://source.example.com/push"}]`))
	}))
	t.Cleanup(api.Close)
	checked := listen(t, fmt.Sprintf(spec, "http://source.example.com", api.URL))
	is(t, "no token", checked.post(t, jsonType, payload), http.StatusBadRequest)
	checked.publishedNothing(t)
	is(t, "the token", checked.post(t, jsonType, payload, "X-Gitlab-Token", "token", "X-Gitlab-Event", "Push Hook"), http.StatusOK)
	is(t, "header", gjson.Get(checked.next(t), "headers.X-Gitlab-Event").Raw, `["Push Hook"]`)
	return form, ""
}

// pkg/eventsources/sources/bitbucketserver/start.go
func runBitbucketServer(t *testing.T) (plain, jsonBody string) {
	spec := `bitbucketserver: {event: {webhook: {endpoint: /push, port: PORT}, bitbucketserverBaseURL: "http://127.0.0.1:9", events: ["repo:refs_changed"],
		oneEventPerChange: %t, repositories: [{projectKey: SHOP, repositorySlug: web}], metadata: {team: shop}, webhookSecret: ` + secret(t, "key") + `}}`
	// As on GitLab: without an access token no hook is made, and the secret is not read.
	h := listen(t, fmt.Sprintf(spec, false))
	form := h.publishesBody(t)

	// Two changes in one push are two events. What the engine's type does not have is lost.
	each := listen(t, fmt.Sprintf(spec, true))
	each.post(t, jsonType, `{"eventKey":"repo:refs_changed","lost":1,"changes":[{"refId":"refs/heads/a"},{"refId":"refs/heads/b"}]}`, "X-Event-Key", "repo:refs_changed")
	for _, branch := range []string{"a", "b"} {
		event := each.next(t)
		is(t, "changes", gjson.Get(event, "body.changes.#.refId").Raw, fmt.Sprintf(`["refs/heads/%s"]`, branch))
		is(t, "lost", gjson.Get(event, "body.lost").Exists(), false)
	}
	return form, ""
}

// pkg/eventsources/sources/slack/start.go
func runSlack(t *testing.T) (plain, jsonBody string) {
	h := listen(t, `slack: {event: {webhook: {endpoint: /push, port: PORT}, token: `+secret(t, "verification")+`, signingSecret: `+secret(t, "signing")+`, metadata: {not: published}}}`)
	say := func(contentType, body string) int {
		at := strconv.FormatInt(time.Now().Unix(), 10)
		mac := hmac.New(sha256.New, []byte("signing"))
		_, _ = mac.Write([]byte("v0:" + at + ":" + body))
		return h.post(t, contentType, body, "X-Slack-Request-Timestamp", at, "X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	}
	// The event of Slack itself, without headers, body and metadata. The token is not that of a bot: Slack sends it along.
	is(t, "answer", say(jsonType, `{"token":"verification","type":"event_callback","event":{"type":"app_mention","text":"deploy","user":"U1","channel":"C1","ts":"1.2","event_ts":"1.2"}}`), http.StatusOK)
	event := h.next(t)
	is(t, "keys", strings.Join(keysOf(event), " "), "type Data")
	is(t, "event", gjson.Get(event, "[type,Data.text,Data.user]").Raw, `["app_mention","deploy","U1"]`)
	is(t, "another token", say(jsonType, `{"token":"other","type":"event_callback","event":{"type":"app_mention"}}`), http.StatusInternalServerError)
	is(t, "no signature", h.post(t, jsonType, payload), http.StatusUnauthorized)
	is(t, "challenge", say(jsonType, `{"token":"verification","type":"url_verification","challenge":"c"}`), http.StatusOK)
	h.publishedNothing(t)
	is(t, "command", say(formType, url.Values{"command": {"/deploy"}, "text": {"shop"}, "token": {"t"}}.Encode()), http.StatusOK)
	h.publishes(t, `{"token":"t","team_id":"","team_domain":"","is_enterprise_install":false,"channel_id":"","channel_name":"","user_id":"","user_name":"",`+
		`"command":"/deploy","text":"shop","response_url":"","trigger_id":"","api_app_id":""}`)
	is(t, "interaction", say(formType, url.Values{"payload": {`{"type":"block_actions","callback_id":"c","lost":1}`}}.Encode()), http.StatusOK)
	is(t, "interaction", gjson.Get(h.next(t), "[type,callback_id,lost]").Raw, `["block_actions","c"]`)
	return formOf(event), ""
}

// pkg/eventsources/sources/awssns/start.go
func runSNS(t *testing.T) (plain, jsonBody string) {
	// A stand-in of AWS, which takes any subscription.
	subscribed := make(chan string, 1)
	aws := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		_ = request.ParseForm()
		if request.Form.Get("Action") == "Subscribe" {
			subscribed <- request.Form.Get("Protocol") + " " + request.Form.Get("Endpoint")
		}
		_, _ = writer.Write([]byte(`<SubscribeResponse><SubscribeResult><SubscriptionArn>arn</SubscriptionArn></SubscribeResult></SubscribeResponse>`))
	}))
	t.Cleanup(aws.Close)
	h := listen(t, `sns: {event: {webhook: {endpoint: /push, port: PORT, url: "https://source.example.com"}, topicArn: arn, region: eu-west-1, endpoint: "`+aws.URL+`",
		accessKey: `+secret(t, "id")+`, secretKey: `+secret(t, "key")+`, metadata: {team: shop}}}`)
	is(t, "subscribed", <-subscribed, "https https://source.example.com/push")
	notification := `{"Type":"Notification","Message":"{\"number\":3}"}`
	is(t, "answer", h.post(t, "text/plain", notification), http.StatusOK)
	event := h.next(t)
	is(t, "published", gjson.Get(event, "[body,metadata]").Raw, `[`+notification+`,{"team":"shop"}]`)
	is(t, "header", gjson.Get(event, "header.User-Agent").Raw, `["sender"]`)
	is(t, "confirmation", h.post(t, "text/plain", `{"Type":"SubscriptionConfirmation","Token":"t"}`), http.StatusOK)
	is(t, "no JSON", h.post(t, "text/plain", broken), http.StatusBadRequest)
	h.publishedNothing(t)
	return "JSON", ""
}

// pkg/eventsources/sources/storagegrid/start.go
func runStorageGrid(t *testing.T) (plain, jsonBody string) {
	// A stand-in of StorageGRID, which has the endpoint.
	api := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", jsonType)
		_, _ = writer.Write([]byte(`{"data":[{"endpointURN":"urn"}]}`))
	}))
	t.Cleanup(api.Close)
	h := listen(t, `storageGrid: {event: {webhook: {endpoint: /push, port: PORT, url: "http://source.example.com"}, topicArn: urn, bucket: shop, apiURL: "`+api.URL+`",
		authToken: `+secret(t, "token")+`, events: ["ObjectCreated:Put"], filter: {prefix: images/, suffix: ""}, metadata: {team: shop}}}`)
	notify := func(key string) int {
		return h.post(t, formType, url.QueryEscape(`Action=Publish&TopicArn=urn&Version=2010-03-31&Message={"Records":[{"eventName":"ObjectCreated:Put",`+
			`"eventTime":"2020-01-02T03:04:05Z","s3":{"object":{"size":5,"key":"`+key+`"}}}]}`))
	}
	notify("other/a.png")
	is(t, "answer", notify("images/a.png"), http.StatusOK)
	event := h.next(t)
	is(t, "keys", strings.Join(keysOf(gjson.Get(event, "notification").Raw), " "), "Action Message TopicArn Version")
	is(t, "record", gjson.Get(event, "notification.Message.Records.#.[eventName,eventTime,s3.object.size,s3.object.key]").Raw,
		`[["ObjectCreated:Put","2020-01-02T03:04:05Z",5,"images/a.png"]]`)
	return formOf(event), ""
}
