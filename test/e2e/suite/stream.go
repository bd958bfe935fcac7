package suite

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
)

// perTask is how many comments a stream posts on one task: fewer than any maximum.
const perTask = 3

// Stream posts comments at a steady rate, as reviewers do while somebody deploys. Every third one is the first of a new task.
type Stream struct {
	cluster *Cluster
	stop    context.CancelFunc
	all     sync.WaitGroup

	mu    sync.Mutex
	pulls []Pull
	sent  int
	taken []string
}

// Stream posts a comment each time, from now until [Stream.Stop].
func (c *Cluster) Stream(ctx context.Context, loop Loop, every time.Duration) *Stream {
	ctx, stop := context.WithCancel(ctx)
	s := &Stream{cluster: c, stop: stop}
	s.all.Go(func() {
		for ctx.Err() == nil {
			comment := s.next(loop)
			s.all.Go(func() { s.send(comment) })
			select {
			case <-time.After(every):
			case <-ctx.Done():
			}
		}
	})
	return s
}

// Burst posts comments at once, beside those that come anyway, and returns when each has its answer.
func (s *Stream) Burst(loop Loop, number int) {
	var burst sync.WaitGroup
	for range number {
		comment := s.next(loop)
		burst.Go(func() { s.send(comment) })
	}
	burst.Wait()
}

// Stop ends the stream when the last comment has its answer, and returns the ids of those that were taken: with a 2xx.
func (s *Stream) Stop() (taken []string) {
	s.stop()
	s.all.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// String says how many comments were taken.
func (s *Stream) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprintf("%d of %d comments got a 2xx", len(s.taken), s.sent)
}

func (s *Stream) next(loop Loop) github.Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sent%perTask == 0 {
		s.pulls = append(s.pulls, s.cluster.Pull(loop, "ready-for-qa"))
	}
	s.sent++
	return s.cluster.Comment(s.pulls[len(s.pulls)-1])
}

// send has a context of its own: a delivery under way ends with its answer, not with the stream.
func (s *Stream) send(comment github.Comment) {
	answer := s.cluster.Hooks[comment.Repository].Send(context.Background(), comment, github.Passes)
	if answer.Err != nil || answer.Status < 200 || answer.Status > 299 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, strconv.FormatInt(comment.ID, 10))
}
