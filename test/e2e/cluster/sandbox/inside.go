package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// inside is the first process of the namespaces. It furnishes them, starts the tests, and does what falls to such a process: the
// orphans of all the others are its children, and stay as zombies until it asks for them. It gives the exit code of the tests.
func inside() int {
	if err := furnish(); err != nil {
		return complain("%v", err)
	}
	os.Setenv(levelEnv, levelTests)
	tests, err := syscall.ForkExec("/proc/self/exe", os.Args, &syscall.ProcAttr{
		Env:   os.Environ(),
		Files: []uintptr{0, 1, 2},
	})
	if err != nil {
		return complain("the tests cannot be started: %v", err)
	}
	// The kernel keeps from a first process each signal that it has no handler for.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT)
	go func() {
		for sig := range signals {
			syscall.Kill(tests, sig.(syscall.Signal))
		}
	}()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return complain("wait for the tests: %v", err)
		case pid == tests && status.Signaled():
			complain("the tests were ended by signal: %s", status.Signal())
			return exitCode(status)
		case pid == tests:
			return exitCode(status)
		}
	}
}

func furnish() error {
	// Mounts of a shared tree would show outside.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make all mounts private: %w", err)
	}
	if err := syscall.Mount("proc", "/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	if err := syscall.Sethostname([]byte("e2e")); err != nil {
		return fmt.Errorf("set the host name: %w", err)
	}
	return furnishNetwork()
}
