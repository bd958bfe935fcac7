package suite

import (
	"strconv"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
)

// Pull is a pull request with the label of its task.
type Pull struct {
	Loop   Loop
	Number int
	Task   int
}

// Pull makes a pull request of a new task, with these labels beside that of the task.
func (c *Cluster) Pull(loop Loop, labels ...string) Pull {
	n := int(c.pulls.Add(1))
	p := Pull{Loop: loop, Number: 1000 + n, Task: 100 + n}
	c.GitHub.AddIssue(loop.Repository, p.Number, append([]string{p.Label()}, labels...)...)
	return p
}

// Another is another pull request of the same task.
func (c *Cluster) Another(p Pull, labels ...string) Pull {
	p.Number = 1000 + int(c.pulls.Add(1))
	c.GitHub.AddIssue(p.Loop.Repository, p.Number, append([]string{p.Label()}, labels...)...)
	return p
}

// Event is that a pull request was closed or reopened at a time.
func (p Pull) Event(action string, at time.Time) github.PullRequest {
	return github.PullRequest{Repository: p.Loop.Repository, Number: p.Number, Labels: []string{"bug", p.Label()}, Action: action, UpdatedAt: at}
}

// Label is that of the task.
func (p Pull) Label() string { return "task-" + strconv.Itoa(p.Task) }

// Comment is a new one of Tess's on a pull request, which passes every filter.
func (c *Cluster) Comment(p Pull) github.Comment {
	return github.Comment{Repository: p.Loop.Repository, Issue: p.Number, Labels: []string{"bug", p.Label()}, ID: c.IDs.Next()}
}
