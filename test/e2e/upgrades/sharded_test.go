package upgrades

import (
	"testing"
	"time"
)

// sharded takes a loop from one shard to three and back, without an ApplySet: the objects that stay are deleted by the page's commands. The
// consumers of the state are made anew each time; the resync makes up for what they lose. Nothing is redelivered.
func sharded(t *testing.T, u *upgrade) {
	apply, remove := u.page("docs/install.md", "Deploy", 3)[2], u.page(upgradePage, "Delete what stays, without ApplySets", 1)[0]
	var taken []string
	for _, step := range []struct {
		tree    string
		sensors int
	}{{"sharded-3", 4}, {"sharded", 1}} {
		comments := u.Stream(t.Context(), u.loop, every)
		time.Sleep(8 * time.Second)
		u.change(step.tree)
		comments.Burst(u.loop, backlog)
		u.sh(apply)
		t.Logf("%s: %s", step.tree, u.sh(remove))
		time.Sleep(30 * time.Second)
		taken = append(taken, comments.Stop()...)
		t.Logf("%s: %s", step.tree, comments)
		u.quiet(step.tree)
		if sensors := u.sensors(); len(sensors) != step.sensors {
			t.Errorf("%s: sensors %q, want %d", step.tree, sensors, step.sensors)
		}
		u.holds(taken)
	}
}
