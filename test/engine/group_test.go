package engine

import (
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// shard has one dependency with a filter on the number of a shard.
const shard = `
metadata: {name: loop-%, namespace: here}
spec:
  dependencies:
    - {name: comment, eventSourceName: github, eventName: issue_comment, filters: {data: [{path: body.shard, type: number, value: ["%"]}]}}
  triggers:
    - template: {name: act, conditions: comment, log: {}}
`

func groupOf(t *testing.T, texts ...string) (*Tree, []Group) {
	t.Helper()
	tree := soundTree(t)
	for _, text := range texts {
		object := &Object{Path: "sensor.yaml", Bytes: []byte("apiVersion: argoproj.io/v1alpha1\nkind: Sensor" + text)}
		if err := yaml.Unmarshal(object.Bytes, &object.Object); err != nil {
			t.Fatal(err)
		}
		if err := tree.decode(object); err != nil {
			t.Fatal(err)
		}
	}
	return tree, tree.Groups()
}

func numbered(number string) string { return strings.ReplaceAll(shard, "%", number) }

func TestGroups(t *testing.T) {
	_, groups := groupOf(t, numbered("0"), numbered("1"), strings.Replace(numbered("7"), "loop-7", "other-7", 1), strings.Replace(numbered("8"), "loop-8", "alone", 1))
	var got []string
	for _, group := range groups {
		got = append(got, group.Name)
	}
	// A number at the end of a name makes no shard of a sensor that is alone with it.
	if text := strings.Join(got, " "); text != "loop other-7 alone" {
		t.Errorf("groups %q", got)
	}
}

func TestGroupVerdict(t *testing.T) {
	payload := Payload{EventSource: "github", Event: "issue_comment", Data: []byte(`{"body": {"shard": 1}}`)}
	for name, test := range map[string]struct {
		sensors []string
		taken   string
		outcome string
		err     string
	}{
		"the one that it is for":  {[]string{numbered("0"), numbered("1"), numbered("2")}, "loop-1", passed, ""},
		"none of them":            {[]string{numbered("2"), numbered("3")}, "", "refused: body.shard is 1, wanted = 2 (number)", ""},
		"two of them":             {[]string{numbered("1"), strings.Replace(numbered("1"), "loop-1", "loop-2", 1)}, "", "", "both loop-1 and loop-2 take it"},
		"one of another kind":     {[]string{numbered("0"), strings.NewReplacer("name: comment", "name: other", "conditions: comment", "conditions: other").Replace(numbered("1"))}, "", "", "other dependencies"},
		"one alone has no shards": {[]string{numbered("1")}, "", passed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tree, groups := groupOf(t, test.sensors...)
			if len(groups) != 1 {
				t.Fatalf("%d groups", len(groups))
			}
			verdict, err := groups[0].Judge(tree, payload)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("%v, want %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if verdict.TakenBy != test.taken || verdict.Dependencies.Content[1].Value != test.outcome {
				t.Errorf("taken by %q, %s; want %q, %s", verdict.TakenBy, verdict.Dependencies.Content[1].Value, test.taken, test.outcome)
			}
		})
	}
}
