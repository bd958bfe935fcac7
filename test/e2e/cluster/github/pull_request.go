package github

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// PullRequest is a pull request that was closed or reopened, as far as tests tell one from another. What is left out is that of one which
// the loop takes, but for the task.
type PullRequest struct {
	Repository string // owner/name; 5dlabs/cto when empty
	Number     int    // 42 when 0
	Title      string
	Labels     []string  // such as task-7
	Action     string    // closed when empty; any but closed leaves it open
	Merged     bool      // closed by a merge
	UpdatedAt  time.Time // to the second; the noon of the comments' day when zero
}

func (p PullRequest) withDefaults() PullRequest {
	fill(&p.Repository, "5dlabs/cto")
	fill(&p.Title, "Stop the retry loop")
	fill(&p.Action, "closed")
	if p.Number == 0 {
		p.Number = 42
	}
	if p.UpdatedAt.IsZero() {
		p.UpdatedAt = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	}
	return p
}

// GitHub's own examples of a pull request that was closed, and of one that was reopened, number 2.
var (
	sampleClosed   = sync.OnceValue(func() []byte { return example("pull_request", "closed") })
	sampleReopened = sync.OnceValue(func() []byte { return example("pull_request", "reopened") })
)

// Payload is the body of the pull_request event.
func (p PullRequest) Payload() map[string]any {
	p = p.withDefaults()
	sample := sampleReopened
	if p.Action == "closed" {
		sample = sampleClosed
	}
	payload := decode(sample())
	var names []string // longer ones first
	for _, path := range []string{"/issues/", "/pulls/", "/pull/"} {
		names = append(names, sampleRepository+path+"2", fmt.Sprint(p.Repository, path, p.Number))
	}
	rename(payload, strings.NewReplacer(append(names, sampleRepository, p.Repository)...))

	at := p.UpdatedAt.UTC().Format(time.RFC3339)
	payload["action"], payload["number"] = p.Action, p.Number
	pull := payload["pull_request"].(map[string]any)
	pull["number"], pull["title"], pull["updated_at"] = p.Number, p.Title, at
	pull["labels"] = payloadLabels(p.Repository, p.Labels)
	pull["state"], pull["closed_at"], pull["merged"], pull["merged_at"] = "open", nil, false, nil
	if p.Action == "closed" {
		pull["state"], pull["closed_at"] = "closed", at
		if p.Merged {
			pull["merged"], pull["merged_at"] = true, at
		}
	}
	nameRepository(payload, p.Repository)
	return payload
}

// entryOfPullRequest reads a payload as it is sent, as entryOf does.
func entryOfPullRequest(p PullRequest, payload map[string]any) Entry {
	e := Entry{Kind: OfPullRequest, Repository: p.Repository, PR: p.Number, Tasks: tasksOf(at(payload, "pull_request", "labels"))}
	if name, ok := at(payload, "repository", "full_name").(string); ok {
		e.Repository = name
	}
	if number, ok := at(payload, "pull_request", "number").(int); ok {
		e.PR = number
	}
	e.Action, _ = at(payload, "action").(string)
	e.UpdatedAt, _ = at(payload, "pull_request", "updated_at").(string)
	return e
}
