package container

import (
	"slices"
	"strings"
	"testing"
)

func TestCapabilities(t *testing.T) {
	without := func(names ...string) []string {
		return slices.DeleteFunc(slices.Clone(defaultCapabilities), func(name string) bool { return slices.Contains(names, name) })
	}
	for _, test := range []struct{ add, drop, want []string }{
		{nil, nil, defaultCapabilities},
		{nil, []string{"ALL"}, nil},
		{nil, []string{"NET_RAW", "cap_kill"}, without("NET_RAW", "KILL")},
		{[]string{"NET_BIND_SERVICE"}, []string{"all"}, []string{"NET_BIND_SERVICE"}},
		{[]string{"KILL"}, []string{"KILL"}, without("KILL")},
	} {
		got, err := Capabilities(test.add, test.drop)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("add %q, drop %q: got %q, %v, want %q", test.add, test.drop, got, err, test.want)
		}
	}
	every, err := Capabilities([]string{"ALL"}, []string{"SYS_ADMIN"})
	if err != nil || len(every) != len(capabilities)-1 || slices.Contains(every, "SYS_ADMIN") {
		t.Errorf("%q, %v", every, err)
	}
	if _, err := Capabilities(nil, []string{"FLY"}); err == nil || !strings.Contains(err.Error(), `"FLY"`) {
		t.Error(err)
	}
}
