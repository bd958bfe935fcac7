package history

import (
	"strings"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// standing is a key in the state of a task.
type standing struct{ task, key string }

// memory tells until when a comment, or an event of a pull request, stood in the state of its task.
type memory map[standing]time.Time

// forever is the end of what has not ended.
var forever = time.Unix(1<<40, 0)

// see takes in the next version of a state.
func (m memory) see(task string, version Version) {
	data := map[string]string{}
	if version.Type != watch.Deleted {
		data, _, _ = unstructured.NestedStringMap(version.Object.Object, "data")
	}
	for about, until := range m {
		if _, there := data[about.key]; about.task == task && until.Equal(forever) && !there {
			m[about] = version.Seen
		}
	}
	for key := range data {
		if _, isPull := readPullKey(key); isPull || strings.HasPrefix(key, vocabulary.CommentPrefix) {
			m[standing{task, key}] = forever
		}
	}
}

// after says whether a comment stood there at any time after a moment.
func (m memory) after(about subject, moment time.Time) bool {
	return m[standing{about.task, vocabulary.CommentPrefix + about.comment}].After(moment)
}

// pullAfter says whether an event of a pull request, or a newer one of that pull request, stood there at any time after a moment.
func (m memory) pullAfter(task string, event pullEvent, moment time.Time) bool {
	for about, until := range m {
		known, is := readPullKey(about.key)
		if is && about.task == task && known.pr == event.pr && !event.newerThan(known) && until.After(moment) {
			return true
		}
	}
	return false
}
