package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
)

// Version is what an object was from one write to the next.
type Version struct {
	Resource schema.GroupResource
	Type     watch.EventType // ADDED, MODIFIED, DELETED
	// Revision is the object's resourceVersion, and for DELETED that of the deletion. It counts the writes of the whole cluster, so it
	// orders the versions of different objects too.
	Revision int64
	// Seen is when the watch told of it: a moment after it was written.
	Seen time.Time
	// Listed is true for what was there before the watch began. Nobody knows what it had been.
	Listed bool
	// Object is as it was stored, without managedFields; for DELETED, as it was last. It must not be changed.
	Object *unstructured.Unstructured
}

// Record is the history of a cluster.
type Record struct {
	// Start is the revision after which every write was seen.
	Start     int64
	Resources []schema.GroupResource // what was watched
	Versions  []Version              // ordered by revision
	Gaps      []Gap
}

// Gap is a part of the history that is lost. Whoever finds one cannot say that an invariant held.
type Gap struct {
	After, Until int64 // revisions, exclusive
	Seen         time.Time
	Reason       string
}

func (g Gap) String() string {
	return fmt.Sprintf("nothing is known of revisions %d to %d: %s", g.After+1, g.Until-1, g.Reason)
}

// Of returns the versions of a resource.
func (r Record) Of(resource schema.GroupResource) []Version {
	var versions []Version
	for _, version := range r.Versions {
		if version.Resource == resource {
			versions = append(versions, version)
		}
	}
	return versions
}

// object names one in messages, such as configmaps agent-platform/task-7-remediation-state.
func (v Version) object() string {
	return objectName(v.Resource, v.Object.GetNamespace(), v.Object.GetName())
}

func objectName(resource schema.GroupResource, namespace, name string) string {
	if namespace != "" {
		name = namespace + "/" + name
	}
	return resource.String() + " " + name
}

func sortVersions(versions []Version) {
	slices.SortStableFunc(versions, func(a, b Version) int { return cmp.Compare(a.Revision, b.Revision) })
}
