package history

import "testing"

func TestI4(t *testing.T) {
	// set writes fields into the state of a comment that has come to its end.
	set := func(user string, data map[string]string) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(user, "7", data)
		}
	}
	tellAll(t, map[string]tale{
		"another iteration":  {set(sensorUser, map[string]string{"current_iteration": "2"}), []string{"I4 remediation, " + stateSeven + `: current_iteration is "2", its keys say "1"`}},
		"the iteration back": {set(sensorUser, map[string]string{"current_iteration": "0"}), []string{`current_iteration is "0", its keys say "1"`, "at revision 106: current_iteration went from 1 to \"0\", by " + sensorUser}},
		"the iteration back for a moment": {func(s *story) {
			set(sensorUser, map[string]string{"current_iteration": "0"})(s)
			s.reconcile("7")
		}, []string{`current_iteration went from 1 to "0"`}},
		"the iteration typed by a person, and corrected": {func(s *story) {
			set(person, map[string]string{"current_iteration": "99"})(s)
			s.reconcile("7")
		}, nil},
		"the iteration typed by a person":      {set(person, map[string]string{"current_iteration": "99"}), []string{`current_iteration is "99", its keys say "1"`}},
		"another status":                       {set(sensorUser, map[string]string{"status": "exhausted"}), []string{`status is "exhausted", its keys say "active"`}},
		"a person's status":                    {set(person, map[string]string{"status": "paused"}), nil},
		"another start":                        {set(sensorUser, map[string]string{"start_time": "2026-01-02T03:00:01Z"}), []string{`start_time went from "2026-01-02T03:00:00Z" to "2026-01-02T03:00:01Z"`}},
		"a person's start":                     {set(person, map[string]string{"start_time": "yesterday"}), nil},
		"no start":                             {set(person, map[string]string{"start_time": ""}), []string{`start_time is "", its keys say "2026-01-02T03:00:00Z"`}},
		"another maximum":                      {set(sensorUser, map[string]string{"max_iterations": "11"}), []string{`max_iterations went from "10" to "11"`}},
		"a person's maximum":                   {set(person, map[string]string{"max_iterations": "11"}), nil},
		"a person's maximum that is no number": {set(person, map[string]string{"max_iterations": "many"}), []string{`max_iterations is "many", its keys say "10"`}},
		"no history":                           {set(sensorUser, map[string]string{"feedback_history": "[]"}), []string{`feedback_history is "[]", its keys say`}},
		"a history in another order of fields": {set(sensorUser, map[string]string{"feedback_history": `[ {"pr":"42","id":"2345678901","author":"5DLabs-Tess[bot]","repo":"5dlabs/cto","iteration":1,"at":"2026-01-02T03:00:00Z"} ]`}), nil},
		"a field that vanishes":                {set(sensorUser, map[string]string{"status": ""}), []string{`at revision 106: status "active" has vanished`, `status is "", its keys say "active"`}},
		"a touch still there": {func(s *story) {
			s.whole("7", 2345678901)
			s.touch("7")
		}, []string{`annotation remediation.5dlabs.com/resync is "1-1767323045", and nothing is left to do`}},
		"a touch of what waits": {func(s *story) {
			set(person, map[string]string{"status": "paused"})(s)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.reconcile("7")
			s.touch("7")
		}, nil},
		"another last comment":                 {set(sensorUser, map[string]string{"last_comment_id": "2345678902"}), []string{"there is no comment-2345678902", `last_comment_id is "2345678902", which is none of its comments`}},
		"a person's last comment":              {set(person, map[string]string{"last_comment_id": "0"}), nil},
		"a last comment that a person removed": {set(person, map[string]string{"last_comment_id": ""}), nil},
		"a person's last comment, and another by the loop": {func(s *story) {
			set(person, map[string]string{"last_comment_id": "0"})(s)
			s.patchState(sensorUser, "7", map[string]string{"last_comment_id": "2345678902"})
		}, []string{"there is no comment-2345678902", `last_comment_id is "2345678902", which is none of its comments`}},
		"a foreign key of a person": {set(person, map[string]string{"note": "x"}), nil},
		"a foreign key of the loop": {set(sensorUser, map[string]string{"note": "x"}), []string{"I5 remediation, " + stateSeven + " at revision 106: note, which is no key of the loop's, appeared"}},
		"a foreign key of a person, changed by the loop": {func(s *story) {
			set(person, map[string]string{"note": "x"})(s)
			s.patchState(sensorUser, "7", map[string]string{"note": "y"})
		}, []string{`note, which is no key of the loop's, changed from "x" to "y"`}},
		"a pause that is undone for a moment": {func(s *story) {
			set(person, map[string]string{"status": "paused"})(s)
			s.patchState(sensorUser, "7", map[string]string{"status": "active"})
			s.patchState(person, "7", map[string]string{"status": "paused"})
		}, []string{`at revision 107: status went from "paused", which is a person's, to "active"`}},
		"a maximum that is no number, corrected": {func(s *story) {
			set(person, map[string]string{"max_iterations": "many"})(s)
			s.reconcile("7")
		}, nil},
		"exhausted": {func(s *story) {
			s.loop.MaxIterations = 1
			s.whole("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.patchState(sensorUser, "7", map[string]string{"status": "exhausted"})
		}, []string{"feedback_history"}},
		"a state that is gone": {func(s *story) {
			set(sensorUser, map[string]string{"current_iteration": "2"})(s)
			s.remove(person, configMaps, "task-7-remediation-state")
		}, nil},
		"fifty-one comments": {func(s *story) {
			s.loop.MaxIterations = 100
			for n := range 51 {
				s.whole("7", 2345678901+n)
			}
		}, nil},
	})
}
