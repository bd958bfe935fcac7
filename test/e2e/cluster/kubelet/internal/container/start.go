package container

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// marker tells a process of this program that it is to be a container.
const marker = "KUBELET_CONTAINER"

// What the process inherits besides its output.
const (
	specFile = 3 + iota
	failureFile
	networkFile
)

// Process is a container that was started.
type Process struct {
	PID     int
	Started time.Time
	spec    Spec
	cmd     *exec.Cmd
	setUp   time.Duration // the processor time that it took before it became the program
}

// StartError says why a container cannot run its program.
type StartError struct{ message string }

func (e StartError) Error() string { return e.message }

// Start returns when the container runs its program.
func Start(spec Spec, network, stdout, stderr *os.File) (*Process, error) {
	specReader, specWriter, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer specReader.Close()
	failures, failuresWriter, err := os.Pipe()
	if err != nil {
		specWriter.Close()
		return nil, err
	}
	defer failures.Close()
	cmd := exec.Command("/proc/self/exe")
	cmd.Args[0] = "container"
	cmd.Env = []string{marker + "=1", "GOGC=off"}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.ExtraFiles = []*os.File{specReader, failuresWriter, network}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS,
		Setsid:     true,
	}
	err = cmd.Start()
	failuresWriter.Close()
	if err != nil {
		specWriter.Close()
		return nil, fmt.Errorf("start a container: %w", err)
	}
	sent := make(chan error, 1)
	go func() {
		defer specWriter.Close()
		sent <- json.NewEncoder(specWriter).Encode(spec)
	}()
	// The other end of the pipe is closed by becoming the program.
	message, err := io.ReadAll(failures)
	if err == nil && len(message) > 0 {
		err = StartError{string(message)}
	}
	if err == nil {
		err = <-sent
	}
	if err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		return nil, err
	}
	p := &Process{PID: cmd.Process.Pid, Started: time.Now(), spec: spec, cmd: cmd}
	if use, err := readStat(p.PID); err == nil {
		p.setUp = use.cpu
	}
	return p, nil
}

// Signal sends a signal to the first process of the container. When that ends, the kernel ends the others.
func (p *Process) Signal(signal syscall.Signal) error { return p.cmd.Process.Signal(signal) }

// Wait waits for its end. The exit code of a process that a signal ended is 128 and the signal, as everywhere.
func (p *Process) Wait() (exitCode int) {
	p.cmd.Wait()
	status := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}
