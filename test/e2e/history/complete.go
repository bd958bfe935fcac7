package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// checkHistory looks for holes in the record itself: those that the watch has noticed, and versions that the API server has answered with
// and the watch has never seen.
func (e Evidence) checkHistory() []Violation {
	var found []Violation
	for _, gap := range e.Record.Gaps {
		found = append(found, Violation{Invariant: "history", Revision: gap.After + 1, Message: gap.String()})
	}
	watched := map[schema.GroupResource]bool{}
	for _, resource := range e.Record.Resources {
		watched[resource] = true
	}
	seen := map[objectVersion]bool{}
	for _, version := range e.Record.Versions {
		seen[objectVersion{version.Resource, version.Object.GetNamespace(), version.Object.GetName(), strconv.FormatInt(version.Revision, 10)}] = true
	}
	for _, call := range e.Audit.Calls {
		revision, err := strconv.ParseInt(call.Result.Revision, 10, 64)
		stored := slices.Contains([]string{"create", "update", "patch"}, call.Verb) && call.Accepted() && !call.DryRun() && kindOf(call)
		if err != nil || !stored || !watched[call.Resource] || revision <= e.Record.Start {
			continue
		}
		if !seen[objectVersion{call.Resource, call.Namespace, call.Name, call.Result.Revision}] {
			found = append(found, Violation{"history", "", call.object(), revision,
				fmt.Sprintf("the watch has never seen it; %s wrote it by a %s", call.User, call.Verb)})
		}
	}
	return found
}

// kindOf says whether a call was answered with the object itself.
func kindOf(call Call) bool {
	return call.Result.Kind != "Status" && (call.Subresource == "" || call.Subresource == "status") && !strings.HasSuffix(call.Result.Kind, "List")
}
