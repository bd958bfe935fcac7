package history

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// comment is one in the state of a task.
type comment struct {
	id               string
	number           int64 // of the id
	pr               string
	repo, author, at string
	iteration        int // 0 without one
	handled          bool
	valid            bool // otherwise the loop does not look at it
}

// state is the ConfigMap of a task, read as the loop documents it. Its words come from the package vocabulary; the code is written here once
// more, on purpose. jq (src/remediation/state/read.ts) and CEL (src/remediation/policies/states.ts) read a state by other code, so a mistake
// in one of the three shows. Do not merge them.
type state struct {
	object   *unstructured.Unstructured
	data     map[string]string
	status   string
	max      int64
	last     int       // the highest iteration in the keys
	comments []comment // by id

	completes bool                 // whether the loop hears of pull requests
	pulls     map[string]pullEvent // the last event of each
}

var (
	digits      = whole(vocabulary.MaximumPattern)
	pullRequest = whole(vocabulary.PullRequestPattern)
	commentKey  = whole(vocabulary.CommentPrefix + `(` + vocabulary.CommentPattern + `)`)
	numberKey   = whole(vocabulary.IterationPrefix + vocabulary.CommentPattern)
)

// number reads one of at most 15 digits; -1 for anything else.
func number(text string) int64 {
	if !digits.MatchString(text) {
		return -1
	}
	value, _ := strconv.ParseInt(text, 10, 64)
	return value
}

// iteration reads a number from 1; 0 for anything else.
func iteration(text string) int { return int(min(max(number(text), 0), math.MaxInt)) }

func readState(object *unstructured.Unstructured, loop Loop) *state {
	data, _, _ := unstructured.NestedStringMap(object.Object, "data")
	s := &state{object: object, data: data, status: data[vocabulary.StatusKey], max: number(data[vocabulary.MaxIterationsKey])}
	s.completes, s.pulls = loop.PullRequests, newestEvents(data)
	if s.max < 0 {
		s.max = int64(loop.MaxIterations)
	}
	for key, value := range data {
		if numberKey.MatchString(key) {
			s.last = max(s.last, iteration(value))
		}
		match := commentKey.FindStringSubmatch(key)
		if match == nil {
			continue
		}
		c := readComment(value)
		c.id, c.number = match[1], number(match[1])
		c.iteration = iteration(data[vocabulary.IterationPrefix+c.id])
		_, c.handled = data[vocabulary.HandledPrefix+c.id]
		c.valid = c.pr != "" && lower(c.repo) == lower(loop.Repository)
		s.comments = append(s.comments, c)
	}
	slices.SortFunc(s.comments, func(a, b comment) int { return int(a.number - b.number) })
	return s
}

// lower is a text with its ASCII letters in lower case: GitHub compares names of repositories so, and other letters are in none.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// readComment reads the value of a comment- key. What is not as it should be counts as absent.
func readComment(value string) comment {
	var fields map[string]any
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	if decoder.Decode(&fields) != nil {
		return comment{}
	}
	if _, err := decoder.Token(); err != io.EOF {
		return comment{}
	}
	text := func(name string) string {
		text, _ := fields[name].(string)
		return text
	}
	c := comment{repo: text("repo"), author: text("author"), at: text("at")}
	if pr, ok := fields["pr"].(json.Number); ok && pullRequest.MatchString(pr.String()) {
		c.pr = pr.String()
	}
	return c
}

// waiting are the comments that have no iteration yet, without those whose pull request is closed. Open are those whose run is not recorded.
func (s *state) waiting() []comment {
	return s.chosen(func(c comment) bool { return c.valid && c.iteration == 0 && !c.handled && !s.closed(c.pr) })
}

func (s *state) open() []comment {
	return s.chosen(func(c comment) bool { return c.valid && c.iteration != 0 && !c.handled })
}

func (s *state) chosen(by func(comment) bool) []comment {
	return slices.DeleteFunc(slices.Clone(s.comments), func(c comment) bool { return !by(c) })
}

// paused says whether a person's word stops the task.
func (s *state) paused() bool {
	if s.completes && s.status == vocabulary.CompletedStatus {
		return false
	}
	return s.status != "" && s.status != vocabulary.ActiveStatus && s.status != vocabulary.ExhaustedStatus
}

// unrest tells why a state is not at rest; nothing when it is. Comments that the loop does not look at count too, but not once the task is
// completed. A state without comments is at rest.
func (s *state) unrest() string {
	if s.paused() {
		return fmt.Sprintf("its status is %q", s.status)
	}
	return s.left()
}

// givenAtOnce is how many comments are given an iteration in one write, at most.
const givenAtOnce = 10

// next are the comments that are to be given an iteration now, if any, in that order.
func (s *state) next() []comment {
	waiting := s.waiting()
	if s.paused() || len(s.open()) > 0 {
		return nil
	}
	return waiting[:max(0, min(int64(len(waiting)), givenAtOnce, s.max-int64(s.last)))]
}
