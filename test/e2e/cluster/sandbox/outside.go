package sandbox

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"

	"golang.org/x/sys/unix"
)

// outside builds the programs, which takes the network, and makes the sandbox and the work directory. It gives the exit code.
func outside(m *testing.M) int {
	if os.Geteuid() != 0 {
		return complain("root is needed for network, mount and process namespaces: run it as root, for example with sudo")
	}
	flag.Parse()
	if flag.Lookup("test.list").Value.String() != "" {
		return m.Run()
	}
	// Signals at the death of a parent follow the thread: the child's comes when this one ends, and ours is set for this one.
	runtime.LockOSThread()
	// `go test` does not end its tests when it is killed.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGTERM), 0, 0, 0); err != nil {
		return complain("PR_SET_PDEATHSIG: %v", err)
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)

	set, err := build(signals)
	var end interrupted
	if errors.As(err, &end) {
		return end.code()
	}
	if err != nil {
		return complain("%v", err)
	}
	work, err := os.MkdirTemp("", "argo-events-e2e-")
	if err != nil {
		return complain("%v", err)
	}
	code, err := contain(work, set, signals)
	if errors.As(err, &end) {
		code, err = end.code(), nil
	}
	if err == nil && (code == 0 || end.signal != 0) {
		err = os.RemoveAll(work)
	} else if os.Remove(work) != nil { // which removes it when it is empty
		complain("logs and whatever else this run left are in %s", work)
	}
	if err != nil {
		return complain("%v", err)
	}
	return code
}

func build(signals <-chan os.Signal) (binaries.Set, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	built := make(chan struct{})
	var set binaries.Set
	var err error
	go func() {
		defer close(built)
		set, err = binaries.Ensure(ctx)
	}()
	select {
	case <-built:
		return set, err
	case sig := <-signals:
		cancel()
		<-built
		return set, interrupted{sig.(syscall.Signal)}
	}
}

// contain starts the first process of new namespaces and waits for it. When that has ended, the kernel has ended all the others.
func contain(work string, set binaries.Set, signals <-chan os.Signal) (code int, err error) {
	handedOn, err := set.Environ()
	if err != nil {
		return 0, err
	}
	cmd := exec.Command("/proc/self/exe")
	cmd.Args = os.Args
	// Temporary files of the tests go with the work directory, since a test that is interrupted does not remove them.
	cmd.Env = append(os.Environ(), levelEnv+"="+levelInit, dirEnv+"="+work, handedOn, "TMPDIR="+work)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWNET | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
		// Ctrl-C goes to the whole foreground group. It is for this process to say what happens then.
		Setpgid: true,
	}
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("namespaces cannot be made, which takes the capability CAP_SYS_ADMIN: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		close(ended)
	}()
	var end error
	for {
		select {
		case sig := <-signals:
			// `go test` asks with SIGQUIT where tests hang that are out of time. Nothing else needs an answer from inside.
			if sig == syscall.SIGQUIT {
				cmd.Process.Signal(sig)
				continue
			}
			end = interrupted{sig.(syscall.Signal)}
			cmd.Process.Kill()
		case <-ended:
			return exitCode(cmd.ProcessState.Sys().(syscall.WaitStatus)), end
		}
	}
}

// interrupted is the error of a run that a signal ended.
type interrupted struct{ signal syscall.Signal }

func (i interrupted) Error() string { return "ended by signal: " + i.signal.String() }
func (i interrupted) code() int     { return 128 + int(i.signal) }

// exitCode is what a shell says.
func exitCode(status syscall.WaitStatus) int {
	if status.Signaled() {
		return interrupted{status.Signal()}.code()
	}
	return status.ExitStatus()
}

func complain(format string, values ...any) int {
	fmt.Fprintf(os.Stderr, "sandbox: "+format+"\n", values...)
	return 1
}
