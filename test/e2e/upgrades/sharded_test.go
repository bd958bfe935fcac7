package upgrades

import (
	"testing"
	"time"
)

// sharded takes a loop from one shard to three and back. The consumers of the state are made anew each time; the resync makes up for what
// they lose. Nothing is redelivered.
func sharded(t *testing.T, u *upgrade) {
	deploy := u.page(upgradePage, "Deploy", 1)[0]
	var taken []string
	for _, tree := range []string{"sharded-3", "sharded"} {
		comments := u.Stream(t.Context(), u.loop, every)
		time.Sleep(8 * time.Second)
		u.change(tree)
		comments.Burst(u.loop, backlog)
		t.Log(u.sh(deploy))
		time.Sleep(30 * time.Second)
		taken = append(taken, comments.Stop()...)
		t.Logf("%s: %s", tree, comments)
		u.quiet(tree)
		if sensors, want := u.sensors(), map[string]int{"sharded-3": 4, "sharded": 1}[tree]; len(sensors) != want {
			t.Errorf("%s: sensors %q, want %d", tree, sensors, want)
		}
		u.holds(taken)
	}
}
