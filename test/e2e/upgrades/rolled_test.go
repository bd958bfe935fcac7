package upgrades

import (
	"testing"
	"time"
)

// backlog is how many comments come at once just before a deploy, so that some wait on the bus.
const backlog = 20

// rolled deploys a change that leaves all consumers as they are, which loses nothing, and then one that makes a new consumer for comments.
// That one loses what waits on the bus until it is delivered again.
func rolled(t *testing.T, u *upgrade) {
	deploy := u.page(upgradePage, "Deploy", 1)[0]
	redeliver := u.page(upgradePage, "Redeliver", 1)[0]

	comments := u.Stream(t.Context(), u.loop, every)
	time.Sleep(8 * time.Second)
	u.change("rolled-retries")
	comments.Burst(u.loop, backlog)
	u.sh(deploy)
	time.Sleep(30 * time.Second)
	taken := comments.Stop()
	t.Logf("a change of retries: %s", comments)
	u.quiet("a change of retries")
	u.holds(taken)

	comments = u.Stream(t.Context(), u.loop, every)
	time.Sleep(8 * time.Second)
	u.change("rolled-reviewers")
	comments.Burst(u.loop, backlog)
	u.sh(deploy)
	time.Sleep(30 * time.Second)
	taken = append(taken, comments.Stop()...)
	t.Logf("a change of reviewers: %s", comments)
	lost := u.lost(taken)
	t.Logf("a change of reviewers: %d comments are lost until they are delivered again", len(lost))
	if len(lost) == 0 {
		t.Error("a new consumer for comments has lost none: the scenario does not show what the page says")
	}
	t.Log(u.redeliver(redeliver))
	u.quiet("delivered again")
	u.holds(taken)
}
