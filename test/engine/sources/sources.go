package sources

import (
	_ "unsafe" // for go:linkname

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	_ "github.com/argoproj/argo-events/pkg/eventsources" // to be linked
)

// filterEvent says whether an event of a source passes the source's own filter (pkg/eventsources/eventing.go). It is unexported; the
// linker finds it by name. (The empty sources.s lets functions have no body.)
//
//go:linkname filterEvent github.com/argoproj/argo-events/pkg/eventsources.filterEvent
func filterEvent(data []byte, filter *v1alpha1.EventSourceFilter) (bool, error)
