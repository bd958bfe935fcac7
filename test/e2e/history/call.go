package history

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
)

// Call is one request that the API server has answered.
type Call struct {
	Time, Answered time.Time
	User           string // as whom it was made; the impersonated one, if any
	Pod            string // whose token it carried, if one's
	Agent          string
	Verb           string // get, list, watch, create, update, patch, delete, deletecollection
	Resource       schema.GroupResource
	Subresource    string
	Namespace      string
	Name           string // of the object; for a name that the API server made, that
	URI            string
	Code           int
	Message        string
	// Request and Response are the bodies, where the audit policy has them logged.
	Request, Response json.RawMessage
	// Result is what can be told of the response, whatever its kind.
	Result Result
}

// Result is the part of a response that says which object it is about.
type Result struct {
	Kind     string
	UID      string
	Revision string   // resourceVersion
	UIDs     []string // of the objects that a deletecollection has deleted
}

// podExtra is where the API server tells whose bound token it was (k8s.io/apiserver/pkg/authentication/serviceaccount).
const podExtra = "authentication.kubernetes.io/pod-name"

var writing = []string{"create", "update", "patch", "delete", "deletecollection"}

// Writes says whether the call would change something. Questions that are asked by creating an object, such as a SelfSubjectAccessReview,
// change nothing.
func (c Call) Writes() bool {
	return slices.Contains(writing, c.Verb) && c.Resource.Group != "authorization.k8s.io" && c.Resource.Group != "authentication.k8s.io"
}

// Accepted says whether it was done.
func (c Call) Accepted() bool { return c.Code >= 200 && c.Code < 300 }

// DryRun says whether it was to be done at all.
func (c Call) DryRun() bool { return strings.Contains(c.URI, "dryRun=") }

func (c Call) object() string { return objectName(c.Resource, c.Namespace, c.Name) }

func newCall(event *auditv1.Event) Call {
	call := Call{
		Time: event.RequestReceivedTimestamp.Time, Answered: event.StageTimestamp.Time, User: event.User.Username, Agent: event.UserAgent, Verb: event.Verb,
		URI: event.RequestURI,
	}
	user := event.User
	if event.ImpersonatedUser != nil {
		user = *event.ImpersonatedUser
		call.User = user.Username
	}
	if pod := user.Extra[podExtra]; len(pod) > 0 {
		call.Pod = pod[0]
	}
	if object := event.ObjectRef; object != nil {
		call.Resource = schema.GroupResource{Group: object.APIGroup, Resource: object.Resource}
		call.Subresource, call.Namespace, call.Name = object.Subresource, object.Namespace, object.Name
	}
	if status := event.ResponseStatus; status != nil {
		call.Code, call.Message = int(status.Code), status.Message
	}
	if event.RequestObject != nil {
		call.Request = event.RequestObject.Raw
	}
	if event.ResponseObject != nil {
		call.Response = event.ResponseObject.Raw
	}
	call.read()
	return call
}

// read takes from the response what says which object it is about.
func (c *Call) read() {
	type metadata struct{ Name, UID, ResourceVersion string }
	var response struct {
		Kind     string
		Metadata metadata
		Details  struct{ UID string }
		Items    []struct{ Metadata metadata }
	}
	if len(c.Response) == 0 || json.Unmarshal(c.Response, &response) != nil {
		return
	}
	c.Result = Result{Kind: response.Kind, UID: response.Metadata.UID, Revision: response.Metadata.ResourceVersion}
	if response.Kind == "Status" {
		c.Result.UID = response.Details.UID
	}
	if c.Name == "" && c.Verb == "create" {
		c.Name = response.Metadata.Name
	}
	for _, item := range response.Items {
		c.Result.UIDs = append(c.Result.UIDs, item.Metadata.UID)
	}
}
