package history

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"

	"k8s.io/apimachinery/pkg/watch"
)

// shortestID is how many digits an id must have for its being found anywhere not to be chance.
const shortestID = 6

var idPattern = regexp.MustCompile(`[0-9]{6,}`)

// checkRefused looks for traces of what no loop was to take (I3): the id of the comment in any object of a loop or in any of its requests,
// even one that was refused, and calls about pull requests of which nothing else is known.
func (e Evidence) checkRefused(loops []Loop, people people) []Violation {
	taken, refused := map[string]bool{}, map[string]bool{}
	takenPR, refusedPR := map[string]bool{}, map[string]bool{}
	for _, entry := range e.Deliveries {
		// Nobody calls GitHub because a pull request was closed.
		takes := entry.Kind == github.OfComment && slices.ContainsFunc(loops, func(l Loop) bool { return l.takes(entry) })
		ids, prs := refused, refusedPR
		if takes {
			ids, prs = taken, takenPR
		}
		if len(entry.Comment) >= shortestID {
			ids[entry.Comment] = true
		}
		prs[strings.ToLower(fmt.Sprintf("/repos/%s/issues/%d/labels", entry.Repository, entry.PR))] = true
	}
	trace := func(content []byte) string {
		for _, id := range idPattern.FindAll(content, -1) {
			if refused[string(id)] && !taken[string(id)] {
				return string(id)
			}
		}
		return ""
	}
	var found []Violation
	for _, version := range e.Record.Versions {
		if version.Type == watch.Deleted || !e.ofLoop(loops, people, version) {
			continue // a deleted one mentions what its last version did
		}
		content, err := json.Marshal(version.Object.Object)
		if err != nil {
			panic(err) // it was read from JSON
		}
		if id := trace(content); id != "" {
			found = append(found, Violation{"I3", "", version.object(), version.Revision, fmt.Sprintf("it mentions comment %s, which a filter refuses", id)})
		}
	}
	for _, call := range e.Audit.Calls {
		if !call.Writes() || !slices.ContainsFunc(loops, func(l Loop) bool { return l.answersFor(call) }) {
			continue
		}
		if id := trace(append(slices.Clone([]byte(call.Request)), call.URI...)); id != "" {
			found = append(found, Violation{"I3", "", call.object(), 0,
				fmt.Sprintf("%s asked for a %s because of comment %s, which a filter refuses, and was answered %d", call.User, call.Verb, id, call.Code)})
		}
	}
	for _, call := range e.Calls {
		for path := range refusedPR {
			if at := strings.ToLower(call.Path); !takenPR[path] && (at == path || strings.HasPrefix(at, path+"/")) {
				found = append(found, Violation{"I3", "", call.Path, 0,
					fmt.Sprintf("GitHub was called, %s, and every comment there is one that a filter refuses", call.Method)})
			}
		}
	}
	return found
}

// ofLoop says whether a version is one that a loop answers for: of its own objects, or by an account that nobody else uses.
func (e Evidence) ofLoop(loops []Loop, people people, version Version) bool {
	return slices.ContainsFunc(loops, func(l Loop) bool {
		return l.owns(l.names(), version) || slices.ContainsFunc(people.audit.authorsOf(version), func(user string) bool {
			role, own := l.accounts()[user]
			return own && (role != sensorRole || l.Dedicated)
		})
	})
}
