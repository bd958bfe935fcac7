package history

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
)

type objectVersion struct {
	resource                  schema.GroupResource
	namespace, name, revision string
}

// NewAudit makes an audit of calls, in the order in which they were answered.
func NewAudit(calls []Call) *Audit {
	a := &Audit{Calls: calls, authors: map[objectVersion]string{}, deleters: map[string][]string{}}
	for _, call := range calls {
		if !call.Writes() || !call.Accepted() || call.DryRun() {
			continue
		}
		if call.Verb == "delete" || call.Verb == "deletecollection" {
			for _, uid := range append(slices.Clone(call.Result.UIDs), call.Result.UID) {
				if uid != "" {
					a.deleters[uid] = append(a.deleters[uid], call.User)
				}
			}
		}
		// A patch that changes nothing is answered with the version that is there: the first answer is that of the author.
		written := objectVersion{call.Resource, call.Namespace, call.Name, call.Result.Revision}
		if _, known := a.authors[written]; !known && call.Result.Revision != "" {
			a.authors[written] = call.User
		}
	}
	return a
}

// authorsOf a version: who wrote it, or who asked for the deletion. None when the log does not tell, as when the API server was killed
// between the write and the line.
func (a *Audit) authorsOf(version Version) []string {
	object := version.Object
	if version.Type == watch.Deleted {
		return a.deleters[string(object.GetUID())]
	}
	author, known := a.authors[objectVersion{version.Resource, object.GetNamespace(), object.GetName(), object.GetResourceVersion()}]
	if !known {
		return nil
	}
	return []string{author}
}
