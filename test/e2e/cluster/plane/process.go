package plane

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// Process is a part of the control plane. Its data stay when it ends, and its log goes on when it starts again.
type Process struct {
	Name    string
	command []string
	log     string
	ready   func(context.Context) error
	grace   time.Duration // to end when it is asked to

	mu      sync.Mutex
	current *execution // nil before the first
	failure error
}

// execution is the process from a start to its end.
type execution struct {
	cmd    *exec.Cmd
	begin  int64 // where its part of the log begins
	ending bool  // because we said so
	ended  chan struct{}
}

const startLimit = time.Minute

// Start starts it, for the first time or again, and returns when it is ready.
func (p *Process) Start(ctx context.Context) error {
	run, err := p.launch()
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		last := p.ready(ctx)
		if last == nil {
			return nil
		}
		select {
		case <-run.ended:
			if err := p.err(); err != nil {
				return err
			}
			return fmt.Errorf("%s was ended before it was ready", p.Name)
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w: %w; %s", p.Name, ctx.Err(), last, p.logOf(run))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *Process) launch() (*execution, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running() {
		return nil, errors.New("it is running already")
	}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	begin, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(p.command[0], p.command[1:]...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	run := &execution{cmd: cmd, begin: begin, ended: make(chan struct{})}
	p.current = run
	go p.wait(run)
	return run, nil
}

func (p *Process) wait(run *execution) {
	run.cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !run.ending {
		p.failure = fmt.Errorf("%s ended by itself: %s; %s", p.Name, run.cmd.ProcessState, p.logOf(run))
	}
	close(run.ended)
}

// Kill ends it as a crash does, and returns when it is gone.
func (p *Process) Kill() error {
	run, err := p.end(syscall.SIGKILL)
	if err != nil {
		return err
	}
	<-run.ended
	return nil
}

// Stop asks it to end, kills it when that takes longer than some seconds, as a kubelet does, and returns when it is gone. An etcd waits
// for an API server that watches it, and an API server for its last requests.
func (p *Process) Stop() error {
	run, err := p.end(syscall.SIGTERM)
	if err != nil {
		return err
	}
	select {
	case <-run.ended:
	case <-time.After(p.grace):
		run.cmd.Process.Kill()
		<-run.ended
	}
	return nil
}

func (p *Process) end(signal os.Signal) (*execution, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.running() {
		return nil, fmt.Errorf("%s is not running", p.Name)
	}
	p.current.ending = true
	return p.current, p.current.cmd.Process.Signal(signal)
}

// Running is true from a start, ready or not, until it has ended.
func (p *Process) Running() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.running()
}

func (p *Process) running() bool {
	if p.current == nil {
		return false
	}
	select {
	case <-p.current.ended:
		return false
	default:
		return true
	}
}

func (p *Process) err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failure
}

// logOf quotes the end of what a run has written.
func (p *Process) logOf(run *execution) string {
	const most = 20
	log, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	lines := bytes.Split(bytes.TrimSpace(log[min(run.begin, int64(len(log))):]), []byte("\n"))
	lines = lines[max(0, len(lines)-most):]
	return fmt.Sprintf("the end of %s:\n%s", p.log, bytes.Join(lines, []byte("\n")))
}
