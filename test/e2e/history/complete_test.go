package history

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestHistoryIsWhole(t *testing.T) {
	// without leaves out a version of the record.
	without := func(at int) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			s.whole("8", 2345678902)
			s.patchState(person, "9", map[string]string{"note": "x"})
			s.patchState(person, "9", map[string]string{"note": "y"})
			s.remove(person, configMaps, "task-9-remediation-state")
			versions := s.evidence.Record.Versions
			s.evidence.Record.Versions = append(versions[:at:at], versions[at+1:]...)
		}
	}
	tellAll(t, map[string]tale{
		"a version that the watch has not seen": {without(11), []string{"history, configmaps agent-platform/task-9-remediation-state at revision 112: the watch has never seen it; admin wrote it by a patch"}},
		"a version from before the watch": {func(s *story) {
			without(11)(s)
			s.evidence.Record.Start = 112
		}, nil},
		"a version of what is not watched": {func(s *story) {
			object := object(`{apiVersion: v1, kind: Secret, metadata: {name: x}}`)
			object.SetResourceVersion("500")
			s.call(person, "create", schema.GroupResource{Resource: "secrets"}, object)
		}, nil},
		"a dry run": {func(s *story) {
			object := object(`{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}`)
			object.SetResourceVersion("500")
			s.call(person, "create", configMaps, object).URI = "/api/v1/namespaces/x/configmaps?dryRun=All"
		}, nil},
		"a gap": {func(s *story) {
			s.evidence.Record.Gaps = []Gap{{After: 10, Until: 20, Seen: time.Now(), Reason: "etcd was compacted"}}
		}, []string{"history at revision 11: nothing is known of revisions 11 to 19: etcd was compacted"}},
	})
}

// The same evidence gives the same answer, in the same order.
func TestCheckIsDeterministic(t *testing.T) {
	broken := func() string {
		s := newStory()
		for n := range 5 {
			s.sent("7", 2345678901+n)
			s.sent("8", 2345678901+n, refused)
			s.record("8", 2345678901+n)
		}
		return lines(s.check())
	}
	want := broken()
	for range 20 {
		if got := broken(); got != want {
			t.Fatalf("once\n%s\nand then\n%s", want, got)
		}
	}
}
