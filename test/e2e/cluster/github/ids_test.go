package github

import (
	"slices"
	"testing"
)

func TestIDs(t *testing.T) {
	ids := NewIDs()
	first := []int64{ids.Next(), ids.Next()}
	if err := ids.Set(first[0]); err != nil {
		t.Fatal(err)
	}
	third := ids.Next()
	if err := ids.Set(largestID); err != nil {
		t.Fatal(err)
	}
	if got, want := append(first, third, ids.Next()), []int64{2345678901, 2345678902, 2345678903, 999999999999999}; !slices.Equal(got, want) {
		t.Errorf("ids are %v, want %v", got, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("there is an id of 16 digits")
		}
	}()
	ids.Next()
}

func TestIDsOutOfRange(t *testing.T) {
	for _, next := range []int64{0, -1, largestID + 1} {
		if NewIDs().Set(next) == nil {
			t.Errorf("the counter was set to %d", next)
		}
	}
}
