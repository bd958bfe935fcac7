package kubelet

import (
	"testing"
)

// TestKubelet has one control plane and one node for all: a start takes seconds. What concerns the whole node comes at the end, one
// after the other.
func TestKubelet(t *testing.T) {
	w := start(t)
	before := takeInventory(t, w)
	t.Run("pods", func(t *testing.T) {
		for _, part := range []struct {
			name string
			test func(*testing.T, world)
		}{
			{"container", testContainer},
			{"user", testUser},
			{"read-only root", testReadOnlyRoot},
			{"environment", testEnvironment},
			{"init containers", testInitContainers},
			{"two containers", testTwoContainers},
			{"start error", testStartError},
			{"unknown image", testUnknownImage},
			{"root refused", testRootRefused},
			{"unsupported", testUnsupported},
			{"node selector", testNodeSelector},
			{"claim", testClaim},
			{"deployment", testDeployment},
			{"service without endpoints", testServiceWithoutEndpoints},
			{"jobs", testJobs},
			{"cron job", testCronJob},
			{"deadline", testDeadline},
			{"missing secret", testMissingSecret},
			{"missing key", testMissingKey},
			{"changed secret", testChangedSecret},
			{"volumes", testVolumes},
			{"token", testToken},
			{"crash loop", testCrashLoop},
			{"kill", testKill},
			{"readiness", testReadiness},
			{"liveness", testLiveness},
			{"startup", testStartup},
			{"exec probe", testExecProbe},
			{"logs", testLogs},
			{"termination", testTermination},
			{"force", testForce},
			{"name used again", testNameUsedAgain},
			{"usage", testUsage},
		} {
			t.Run(part.name, func(t *testing.T) {
				t.Parallel()
				part.test(t, w)
			})
		}
	})
	t.Run("API server", func(t *testing.T) { testAPIServer(t, w) })
	t.Run("start", func(t *testing.T) { testStart(t, w) })
	t.Run("nothing left", func(t *testing.T) { testNothingLeft(t, w, before) })
	t.Run("stop", func(t *testing.T) { testStop(t, w, before) })
	if err := w.plane.Err(); err != nil {
		t.Error(err)
	}
}
