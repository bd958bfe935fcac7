package policies

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	admission "k8s.io/api/admissionregistration/v1"
	"sigs.k8s.io/yaml"
)

// Every rule has an attempt that it refuses, and every policy one that goes through, for which all of its rules have to hold.
func TestEveryRuleIsTried(t *testing.T) {
	tried := map[string][]attempt{
		"state":    stateAttempts(),
		"coderun":  runAttempts(),
		"dispatch": {{refused: replaced}, {refused: notGiven}, {refused: handledRun}, {refused: pausedRun}, {refused: otherPull}, {refused: otherMaximum}, {}}, // TestDispatch
		"job":      append(jobAttempts(), attempt{refused: noOtherJobs}),                                                                                       // TestForeignJobs
		"event":    eventAttempts(),
		"cancel":   cancelAttempts(),
		"resync":   resyncAttempts(),
		"janitor":  append(janitorAttempts(), restedAttempts()...),
		"relabel":  runLabelAttempts(),
		"accounts": {{refused: otherKinds}, {}}, // TestAccounts, and what TestCancel and TestResync have go through
		"watchdog": watchdogAttempts(),
	}
	if err := render(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(rendered(), "dist/infra/gitops/resources/cluster")
	files, err := filepath.Glob(filepath.Join(folder, "*-validatingadmissionpolicy.yaml"))
	if err != nil || len(files) != len(tried) {
		t.Fatalf("%d policies in %s, want %d: %v", len(files), folder, len(tried), err)
	}
	for word, attempts := range tried {
		at := slices.IndexFunc(files, func(file string) bool { return strings.HasPrefix(filepath.Base(file), "remediation-"+word+".") })
		if at < 0 {
			t.Fatalf("there is no policy %q in %q", word, files)
		}
		content, err := os.ReadFile(files[at])
		policy := &admission.ValidatingAdmissionPolicy{}
		if err == nil {
			err = yaml.UnmarshalStrict(content, policy)
		}
		if err != nil {
			t.Fatal(err)
		}
		of := func(refused string) bool {
			return slices.ContainsFunc(attempts, func(one attempt) bool { return one.refused == refused })
		}
		if !of("") {
			t.Errorf("%s: nothing goes through", word)
		}
		for _, rule := range policy.Spec.Validations {
			if !of(rule.Message) {
				t.Errorf("%s: nothing is tried that it refuses with %q", word, rule.Message)
			}
		}
	}
}
