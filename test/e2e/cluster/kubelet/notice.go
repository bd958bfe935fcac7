package kubelet

import "sync"

// notice tells those who wait that something has changed. Who takes the channel first and then looks misses nothing.
type notice struct {
	mu sync.Mutex
	ch chan struct{}
}

// next is closed at the next change.
func (s *notice) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	return s.ch
}

func (s *notice) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch != nil {
		close(s.ch)
		s.ch = nil
	}
}
