package history

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// checkWrites looks at every write of a loop's account that was accepted (I5): it is to one of the loop's own objects, as the loop writes
// them. An account that several loops share may do what one of them may. What a shared account does to objects of others is not looked at,
// but for Jobs: it makes none but the loop's where the agents are.
func (e Evidence) checkWrites(loops []Loop) []Violation {
	w := &writes{byUID: map[string][]Version{}, pods: map[string]Version{}}
	for _, version := range e.Record.Versions {
		uid := string(version.Object.GetUID())
		w.byUID[uid] = append(w.byUID[uid], version)
		if version.Resource == pods {
			w.pods[version.Object.GetNamespace()+"/"+version.Object.GetName()] = version
		}
	}
	var found []Violation
	for _, call := range e.Audit.Calls {
		if !call.Writes() || !call.Accepted() {
			continue
		}
		var complaints []string
		judged, allowed := false, false
		for _, loop := range loops {
			if !loop.answersFor(call) {
				continue
			}
			judged = true
			role := loop.accounts()[call.User]
			if complaint := w.judge(loop, role, call); complaint != "" {
				complaints = append(complaints, fmt.Sprintf("%s of loop %s: %s", role, loop.Name, complaint))
			} else {
				allowed = true
			}
		}
		if judged && !allowed {
			found = append(found, Violation{"I5", "", call.object(), 0,
				fmt.Sprintf("%s was allowed to %s it at %s (%s)", call.User, call.Verb, stamp(call.Time), strings.Join(complaints, "; "))})
		}
	}
	return found
}

// writes is what there is to look up about a write.
type writes struct {
	byUID map[string][]Version
	pods  map[string]Version // by namespace/name
}

// answersFor says whether a call is the loop's: by one of its accounts, and for one that it shares, about its own objects or a Job.
func (l Loop) answersFor(call Call) bool {
	role, own := l.accounts()[call.User]
	if !own || role != sensorRole || l.Dedicated {
		return own
	}
	if call.Resource == jobs && call.Namespace == l.AgentNamespace {
		return true
	}
	object := read(call.Request)
	if call.Accepted() {
		object = answered(call)
	}
	object.SetNamespace(call.Namespace)
	if object.SetName(call.Name); call.Name == "" {
		object.SetName(object.GetGenerateName())
	}
	return l.owns(l.names(), Version{Resource: call.Resource, Object: object})
}

// judge tells what is wrong with a write, nothing when it is as the loop's account for that purpose writes.
func (w *writes) judge(loop Loop, role role, call Call) string {
	namespace := loop.AgentNamespace
	if role == watchdogRole {
		namespace = loop.SensorNamespace
	}
	if call.Namespace != namespace {
		return fmt.Sprintf("namespace %q, allowed: %q", call.Namespace, namespace)
	}
	if call.Subresource != "" {
		return fmt.Sprintf("subresource %q, allowed: none", call.Subresource)
	}
	names := loop.names()
	switch role {
	case sensorRole:
		return sensorWrite(loop, names, call)
	case cancelRole:
		return w.cancel(loop, call)
	case resyncRole:
		return w.resync(loop, names, call)
	case janitorRole:
		return w.janitor(loop, names, call)
	case watchdogRole:
		return w.watchdog(loop, call)
	}
	return "it writes nothing"
}

// answered is the object that a call was answered with; empty when it is not logged.
func answered(call Call) *unstructured.Unstructured { return read(call.Response) }

func read(body json.RawMessage) *unstructured.Unstructured {
	object := &unstructured.Unstructured{}
	if json.Unmarshal(body, &object.Object) != nil || object.Object == nil {
		object.Object = map[string]any{}
	}
	return object
}

func expect(labels, want map[string]string) string {
	for _, label := range slices.Sorted(maps.Keys(want)) {
		if labels[label] != want[label] {
			return fmt.Sprintf("label %s is %q, allowed: %q", label, labels[label], want[label])
		}
	}
	return ""
}

func first(complaints ...string) string {
	for _, complaint := range complaints {
		if complaint != "" {
			return complaint
		}
	}
	return ""
}
