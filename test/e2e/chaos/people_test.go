package chaos

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// crowd are those who comment, those who close pull requests and reopen them, and those who edit ConfigMaps.
type crowd struct {
	s      *storm
	random *rand.Rand // of those who comment, who go on while faults strike

	mu    sync.Mutex
	pulls []suite.Pull
	sent  []github.Comment
	told  []github.PullRequest       // that were closed and reopened, in that order
	last  map[int]github.PullRequest // what was told of each pull request last, by its number
}

func newCrowd(s *storm) *crowd {
	return &crowd{s: s, random: rand.New(rand.NewPCG(*seed, 2)), last: map[int]github.PullRequest{}}
}

// active is on how many pull requests comments come at the same time.
const active = 12

// post posts comments, alone and several at once, until there are enough and the storm is over.
func (c *crowd) post(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	for ctx.Err() == nil {
		for range []int{1, 1, 1, 1, 2, 3, 5}[c.random.IntN(7)] {
			comment, verdict, options := c.next()
			all.Go(func() { c.deliver(comment, verdict, options...) })
		}
		if c.s.loop.PullRequests && c.random.IntN(3) == 0 {
			event := c.turn()
			all.Go(func() { c.tell(event) })
		}
		// One comment in a second and a half: a little less than one pod takes on.
		select {
		case <-time.After(time.Duration(c.random.Int64N(int64(6 * time.Second)))):
		case <-ctx.Done():
		}
	}
}

// next is what is posted next: most of it are new comments, some are told again, some are refused.
func (c *crowd) next() (github.Comment, github.Verdict, []github.Option) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.pulls) < active || c.random.IntN(5) == 0 {
		c.pulls = append(c.pulls, c.newPull())
	}
	recent := c.pulls[max(0, len(c.pulls)-active):]
	comment := c.s.Comment(recent[c.random.IntN(len(recent))])
	switch draw := c.random.IntN(20); {
	case draw == 0 && len(c.sent) > 0:
		return c.sent[c.random.IntN(len(c.sent))], github.Passes, nil
	case draw == 1:
		comment.Action = "edited"
		return comment, github.Refused, nil
	case draw == 2:
		comment.Author = "evil-5DLabs-Tess"
		return comment, github.Refused, nil
	case draw == 3:
		return comment, github.Refused, []github.Option{github.WrongSignature()}
	}
	c.sent = append(c.sent, comment)
	return comment, github.Passes, nil
}

// newPull is a pull request of a new task, or another one of a task that has one.
func (c *crowd) newPull() suite.Pull {
	if len(c.pulls) > 0 && c.random.IntN(4) == 0 {
		return c.s.Another(c.pulls[len(c.pulls)-1], "ready-for-qa")
	}
	return c.s.Pull(c.s.loop, "ready-for-qa")
}

// noon is when the first thing is told of each pull request.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// turn is a pull request that is closed, or reopened when it was closed before: at times in the second of what was told of it last. Or it
// is told again what was told long ago, in any order.
func (c *crowd) turn() github.PullRequest {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.told) > 0 && c.random.IntN(3) == 0 {
		return c.told[c.random.IntN(len(c.told))]
	}
	recent := c.pulls[max(0, len(c.pulls)-active):]
	pull := recent[c.random.IntN(len(recent))]
	action, at := "closed", noon
	if before, told := c.last[pull.Number]; told {
		at = before.UpdatedAt.Add(time.Duration(c.random.IntN(3)) * time.Second)
		if before.Action == "closed" {
			action = "reopened"
		}
	}
	event := pull.Event(action, at)
	c.last[pull.Number] = event
	c.told = append(c.told, event)
	return event
}

func (c *crowd) tell(event github.PullRequest) {
	c.s.Hooks[event.Repository].SendPullRequest(c.s.ctx, event, github.Passes)
	c.s.note("pull request "+event.Action, "%d at %s", event.Number, event.UpdatedAt.Format(time.TimeOnly))
}

func (c *crowd) deliver(comment github.Comment, verdict github.Verdict, options ...github.Option) {
	c.s.Hooks[comment.Repository].Send(c.s.ctx, comment, verdict, options...)
	if verdict == github.Passes {
		c.s.note("comment", "%d", comment.ID)
	} else {
		c.s.note("refused comment", "%d", comment.ID)
	}
}

// edit does one of the things that a person does to a state.
func (c *crowd) edit() {
	random := c.s.random
	edits := []struct {
		name string
		do   func(state *corev1.ConfigMap, draw uint64) string
	}{
		{"pause", func(state *corev1.ConfigMap, draw uint64) string {
			c.s.later(time.Duration(1+draw%8)*time.Second, func() { c.resume(state.Name) })
			return `{"data":{"status":"paused"}}`
		}},
		{"raise", func(state *corev1.ConfigMap, draw uint64) string {
			return fmt.Sprintf(`{"data":{"max_iterations":"%d"}}`, 10+draw%5)
		}},
		{"garbage", func(_ *corev1.ConfigMap, draw uint64) string {
			typed := []string{`"max_iterations":"many"`, `"status":""`, `"current_iteration":"99"`, `"feedback_history":"none"`, `"start_time":""`,
				`"note":"who was this?"`, `"comment-5":"not JSON"`, `"last_comment_id":"0"`, `"counted_keys":"7"`, `"closed-5":"yesterday"`}
			return `{"data":{` + typed[draw%uint64(len(typed))] + `}}`
		}},
		{"key removed", func(state *corev1.ConfigMap, draw uint64) string {
			keys := []string{"status", "current_iteration", "start_time", "feedback_history", "max_iterations", "last_comment_id"}
			for _, id := range handledOf(state.Data) {
				keys = append(keys, "handled-"+id)
			}
			for _, key := range slices.Sorted(maps.Keys(state.Data)) {
				if strings.HasPrefix(key, vocabulary.ClosedPrefix) || strings.HasPrefix(key, vocabulary.ReopenedPrefix) || key == vocabulary.CountedKeysKey {
					keys = append(keys, key)
				}
			}
			return fmt.Sprintf(`{"data":{%q:null}}`, keys[draw%uint64(len(keys))])
		}},
		{"reset", nil},
	}
	at, task, draw := random.IntN(4*len(edits)+1), random.Uint64(), random.Uint64()
	if at == 4*len(edits) {
		c.resetAll()
		return
	}
	edit := edits[at%len(edits)]
	state := c.choose(task)
	if state == nil {
		return
	}
	configMaps := c.s.Client.CoreV1().ConfigMaps(c.s.loop.AgentNamespace)
	var err error
	if edit.do == nil {
		err = configMaps.Delete(c.s.ctx, state.Name, metav1.DeleteOptions{})
	} else {
		_, err = configMaps.Patch(c.s.ctx, state.Name, types.MergePatchType, []byte(edit.do(state, draw)), metav1.PatchOptions{})
	}
	if err == nil {
		c.s.note("edit: "+edit.name, "%s", state.Name)
	}
}

// resetAll deletes every state of the loop, and with them its runs.
func (c *crowd) resetAll() {
	err := c.s.Client.CoreV1().ConfigMaps(c.s.loop.AgentNamespace).DeleteCollection(c.s.ctx, metav1.DeleteOptions{},
		metav1.ListOptions{LabelSelector: "app=" + c.s.loop.Name.App()})
	if err == nil {
		c.s.note("edit: all reset", "")
	}
}

// choose reads one of the states of late; nil when there is none, or no API server to ask.
func (c *crowd) choose(draw uint64) *corev1.ConfigMap {
	c.mu.Lock()
	recent := slices.Clone(c.pulls[max(0, len(c.pulls)-active):])
	c.mu.Unlock()
	if len(recent) == 0 {
		return nil
	}
	name := c.s.loop.State(recent[draw%uint64(len(recent))].Task)
	state, err := c.s.Client.CoreV1().ConfigMaps(c.s.loop.AgentNamespace).Get(c.s.ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil
	}
	return state
}

func (c *crowd) resume(name string) {
	configMaps := c.s.Client.CoreV1().ConfigMaps(c.s.loop.AgentNamespace)
	c.s.insist(func() error {
		_, err := configMaps.Patch(c.s.ctx, name, types.MergePatchType, []byte(`{"data":{"status":"active"}}`), metav1.PatchOptions{})
		if apierrors.IsNotFound(err) {
			return nil
		}
		return err
	})
}

// mend does what is left to an operator: what no receiver has taken, and what the loop says that it could not store, is delivered again.
func (c *crowd) mend() {
	for again := true; again; {
		again = false
		last := map[string]github.Entry{}
		for _, entry := range c.s.Ledger.Entries() {
			last[entry.GUID] = entry
		}
		for _, guid := range slices.Sorted(maps.Keys(last)) {
			entry := last[guid]
			if entry.Accepted() || entry.Forged {
				continue
			}
			again = true
			c.s.note("redelivery", "%s", entry.About())
			c.s.Hooks[entry.Repository].Redeliver(c.s.ctx, entry.Delivery)
		}
		if again {
			time.Sleep(time.Second)
		}
	}
	for _, pull := range c.pulls {
		if !slices.Contains(c.s.GitHub.Labels(pull.Loop.Repository, pull.Number), "remediation-not-stored") {
			continue
		}
		for _, comment := range c.sent {
			if comment.Issue == pull.Number {
				c.s.note("not stored", "%d", comment.ID)
				c.deliver(comment, github.Passes)
			}
		}
		for _, event := range c.told {
			if event.Number == pull.Number {
				c.tell(event)
			}
		}
	}
}

// handledOf are the comments of a state that are handled.
func handledOf(data map[string]string) []string {
	var ids []string
	for key := range data {
		if id, handled := strings.CutPrefix(key, vocabulary.HandledPrefix); handled {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
