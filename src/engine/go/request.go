package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	httptrigger "github.com/argoproj/argo-events/pkg/sensors/triggers/http"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	"go.uber.org/zap"
	corev1 "k8s.io/api/core/v1"
)

// requestSent is an HTTP request as the engine makes it.
type requestSent struct {
	Kind    string            `json:"kind"` // http
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body,omitempty"`
	Text    string            `json:"text,omitempty"`  // a body that is no JSON
	Allow   []int32           `json:"allow,omitempty"` // none: any status counts as success
}

// request asks the engine's own trigger, with a recorder in place of the network. The recorder answers what the policy wants.
func request(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) ([]any, error) {
	recorder := &recorder{}
	if trigger.Policy != nil && trigger.Policy.Status != nil {
		recorder.allow = trigger.Policy.Status.Allow
	}
	clients := sharedutil.NewStringKeyedMap[*http.Client]()
	clients.Store(trigger.Template.Name, &http.Client{Transport: recorder})
	own, err := httptrigger.NewHTTPTrigger(clients, sensor, trigger, zap.NewNop().Sugar())
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	resource, err := own.FetchResource(ctx)
	if err != nil {
		return nil, err
	}
	if resource, err = own.ApplyResourceParameters(events, resource); err != nil {
		return nil, err
	}
	response, err := own.Execute(ctx, events, withoutSecrets(resource.(*v1alpha1.HTTPTrigger)))
	if err == nil {
		err = own.ApplyPolicy(ctx, response)
	}
	return recorder.sent, err
}

type recorder struct {
	allow []int32
	sent  []any
}

// RoundTrip implements http.RoundTripper.
func (r *recorder) RoundTrip(asked *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(asked.Body)
	if err != nil {
		return nil, err
	}
	sent := requestSent{Kind: "http", Method: asked.Method, URL: asked.URL.String(), Headers: map[string]string{}, Allow: r.allow}
	for name, values := range asked.Header {
		sent.Headers[name] = strings.Join(values, ", ")
	}
	if asked.Host != "" && asked.Host != asked.URL.Host {
		sent.Headers["Host"] = asked.Host
	}
	if json.Valid(body) {
		sent.Body = body
	} else {
		sent.Text = string(body)
	}
	r.sent = append(r.sent, sent)
	status := http.StatusOK
	if len(r.allow) > 0 {
		status = int(r.allow[0])
	}
	return &http.Response{StatusCode: status, Body: http.NoBody, Request: asked}, nil
}

// withoutSecrets puts the name of a secret where the engine puts its value, which it reads from a file. Later headers replace earlier
// ones, so the order is the engine's.
func withoutSecrets(request *v1alpha1.HTTPTrigger) *v1alpha1.HTTPTrigger {
	own := request.DeepCopy()
	for _, header := range own.SecureHeaders {
		if header.ValueFrom == nil {
			continue
		}
		if from := header.ValueFrom.SecretKeyRef; from != nil {
			own.DynamicHeaders = append(own.DynamicHeaders, constant(header.Name, nameOf(from)))
		} else if from := header.ValueFrom.ConfigMapKeyRef; from != nil {
			own.DynamicHeaders = append(own.DynamicHeaders, constant(header.Name, fmt.Sprintf("(config map %s, key %s)", from.Name, from.Key)))
		}
	}
	own.SecureHeaders = nil
	if auth := own.BasicAuth; auth != nil {
		own.DynamicHeaders = append(own.DynamicHeaders, constant("Authorization", fmt.Sprintf("Basic %s:%s", nameOf(auth.Username), nameOf(auth.Password))))
		own.BasicAuth = nil
	}
	return own
}

// constant is a header with a fixed value: an unknown dependency with a default gives the default.
func constant(header, value string) v1alpha1.TriggerParameter {
	return v1alpha1.TriggerParameter{Dest: header, Src: &v1alpha1.TriggerParameterSource{Value: &value}}
}

func nameOf(secret *corev1.SecretKeySelector) string {
	if secret == nil {
		return ""
	}
	return fmt.Sprintf("(secret %s, key %s)", secret.Name, secret.Key)
}
