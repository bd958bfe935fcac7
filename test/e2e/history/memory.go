package history

import (
	"strings"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// memory tells until when a comment stood in the state of its task.
type memory map[subject]time.Time

// forever is the end of what has not ended.
var forever = time.Unix(1<<40, 0)

// see takes in the next version of a state.
func (m memory) see(task string, version Version) {
	data := map[string]string{}
	if version.Type != watch.Deleted {
		data, _, _ = unstructured.NestedStringMap(version.Object.Object, "data")
	}
	for about, until := range m {
		if _, there := data[vocabulary.CommentPrefix+about.comment]; about.task == task && until.Equal(forever) && !there {
			m[about] = version.Seen
		}
	}
	for key := range data {
		if comment, is := strings.CutPrefix(key, vocabulary.CommentPrefix); is {
			m[subject{task, comment}] = forever
		}
	}
}

// after says whether a comment stood there at any time after a moment.
func (m memory) after(about subject, moment time.Time) bool { return m[about].After(moment) }
