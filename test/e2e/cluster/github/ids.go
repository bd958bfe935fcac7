package github

import (
	"fmt"
	"sync"
)

// largestID is the last id of 15 digits.
const largestID = 999_999_999_999_999

// IDs counts the ids of comments. None comes twice.
type IDs struct {
	mu   sync.Mutex
	next int64
	used map[int64]bool
}

// NewIDs starts at a number that no other text of a run contains by chance.
func NewIDs() *IDs { return &IDs{next: 2345678901, used: map[int64]bool{}} }

// Next is an id that was not given before.
func (i *IDs) Next() int64 {
	i.mu.Lock()
	defer i.mu.Unlock()
	for i.used[i.next] {
		i.next++
	}
	if i.next > largestID {
		panic(fmt.Sprintf("no comment id left: %d has more than 15 digits", i.next))
	}
	i.used[i.next] = true
	return i.next
}

// Set makes the counter go on at a number.
func (i *IDs) Set(next int64) error {
	if next < 1 || next > largestID {
		return fmt.Errorf("comment id %d: allowed are 1 to %d", next, int64(largestID))
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.next = next
	return nil
}
