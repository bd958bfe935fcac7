package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/util/uuid"
)

// Delivery is the outcome of a delivery.
type Delivery struct {
	ID     int64
	GUID   string
	Status int   // 0 without an answer
	Err    error // that there was no answer, or that there was nothing to send
}

// Send posts a comment, and enters it in the ledger with what the loop ought to make of it. What GitHub itself would have sent stands among
// the hook's deliveries then, whether it arrived or not; what only a forger sends does not.
func (h *Hook) Send(ctx context.Context, c Comment, verdict Verdict, options ...Option) Delivery {
	c = c.withDefaults()
	return h.send(ctx, "issue_comment", c.Action, c.Payload(), verdict, func(payload map[string]any) Entry { return entryOf(c, payload) }, options)
}

// SendPullRequest posts that a pull request was closed or reopened, as [Hook.Send] does with a comment.
func (h *Hook) SendPullRequest(ctx context.Context, p PullRequest, verdict Verdict, options ...Option) Delivery {
	p = p.withDefaults()
	return h.send(ctx, "pull_request", p.Action, p.Payload(), verdict, func(payload map[string]any) Entry { return entryOfPullRequest(p, payload) }, options)
}

// send posts a payload. The ledger gets what is made of the payload as it is sent.
func (h *Hook) send(
	ctx context.Context, event, action string, payload map[string]any, verdict Verdict, entryOf func(payload map[string]any) Entry, options []Option,
) Delivery {
	o := &outgoing{event: event, payload: payload, header: http.Header{}, sign: sign}
	guid := string(uuid.NewUUID())
	o.header.Set("Accept", "*/*")
	o.header.Set("Content-Type", "application/json")
	o.header.Set("User-Agent", "GitHub-Hookshot/044aadd")
	o.header.Set("X-GitHub-Delivery", guid)
	o.header.Set("X-GitHub-Hook-ID", strconv.FormatInt(h.ID, 10))
	o.header.Set("X-GitHub-Hook-Installation-Target-ID", "186853002")
	o.header.Set("X-GitHub-Hook-Installation-Target-Type", "repository")
	for _, option := range options {
		option(o)
	}
	o.header.Set("X-GitHub-Event", o.event)
	if o.err != nil {
		return Delivery{GUID: guid, Err: o.err}
	}
	body := o.raw
	if body == nil {
		var err error
		if body, err = json.Marshal(o.payload); err != nil {
			return Delivery{GUID: guid, Err: fmt.Errorf("payload: %w", err)}
		}
	}
	entry := entryOf(o.payload)
	entry.Passes, entry.Event, entry.GUID, entry.Forged = bool(verdict), o.event, guid, o.forged
	return h.deliver(ctx, &delivery{
		GUID: guid, Event: o.event, Action: action, RepositoryID: RepositoryID(entry.Repository), entry: entry, body: body, header: o.header, sign: o.sign,
	})
}

// deliver makes one attempt and writes it down.
func (h *Hook) deliver(ctx context.Context, d *delivery) Delivery {
	d.ID = deliveryIDs.Add(1)
	var secret string
	d.URL, secret = h.target()
	d.sign(d.header, secret, d.body)
	d.entry.Delivery, d.entry.Redelivery = d.ID, d.Redelivery
	d.entry.Sent = time.Now()
	d.DeliveredAt = d.entry.Sent.UTC()
	answered := h.Ledger.Add(d.entry)
	status, header, text, err := h.post(ctx, d)
	answered(status, err)
	d.Duration = time.Since(d.entry.Sent).Seconds()
	d.Status, d.StatusCode = statusOf(status, err)
	d.answerHeader, d.answer = header, text
	if !d.entry.Forged {
		h.mu.Lock()
		h.deliveries = append(h.deliveries, d)
		h.mu.Unlock()
	}
	return Delivery{ID: d.ID, GUID: d.GUID, Status: status, Err: err}
}

func (h *Hook) post(ctx context.Context, d *delivery) (status int, header http.Header, text string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.URL, bytes.NewReader(d.body))
	if err != nil {
		return 0, nil, "", err
	}
	request.Header = d.header.Clone()
	response, err := h.client.Do(request)
	if err != nil {
		return 0, nil, "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return 0, nil, "", fmt.Errorf("answer %d: %w", response.StatusCode, err)
	}
	return response.StatusCode, response.Header, string(content), nil
}

// statusOf is how GitHub tells the outcome: OK, or something else. The words and the number of a failed connection are those of its own
// example.
func statusOf(status int, err error) (string, int) {
	var failed *url.Error
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &failed) && failed.Timeout():
		return "timed out", http.StatusGatewayTimeout
	case err != nil:
		return "failed to connect", http.StatusBadGateway
	case status >= 200 && status < 300:
		return "OK", status
	}
	return fmt.Sprintf("Invalid HTTP Response: %d", status), status
}
