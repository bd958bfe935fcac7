package container

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Init makes this process the container that it was started to be, and does not return then. Otherwise it does nothing.
func Init() {
	if os.Getenv(marker) == "" {
		return
	}
	err := become()
	os.NewFile(failureFile, "failures").WriteString(err.Error())
	os.Exit(1)
}

// become gives an error, or does not return.
func become() error {
	// Namespaces and privileges belong to threads. The one that becomes the program decides.
	runtime.LockOSThread()
	// The program gets none of the files of this process, nor of those that started it.
	if err := unix.CloseRange(specFile, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return fmt.Errorf("close files: %w", err)
	}
	var spec Spec
	if err := json.NewDecoder(os.NewFile(specFile, "spec")).Decode(&spec); err != nil {
		return fmt.Errorf("spec of the container: %w", err)
	}
	if err := unix.Setns(networkFile, unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("enter the network of the pod: %w", err)
	}
	if err := unix.Sethostname([]byte(spec.Hostname)); err != nil {
		return fmt.Errorf("host name %q: %w", spec.Hostname, err)
	}
	if err := furnish(spec); err != nil {
		return err
	}
	if err := os.Chdir(spec.WorkingDir); err != nil {
		return fmt.Errorf("working directory: %w", err)
	}
	unix.Umask(0o022)
	if err := limit(spec); err != nil {
		return err
	}
	if err := setUser(spec.User); err != nil {
		return err
	}
	program, err := lookUp(spec.Args[0], spec.Env)
	if err != nil {
		return err
	}
	return fmt.Errorf("exec %q: %w", program, syscall.Exec(program, spec.Args, spec.Env))
}

// lookUp finds a program by the container's PATH.
func lookUp(program string, env []string) (string, error) {
	if strings.Contains(program, "/") {
		return exec.LookPath(program)
	}
	for _, variable := range env {
		path, _ := strings.CutPrefix(variable, "PATH=")
		if path == variable {
			continue
		}
		for _, folder := range filepath.SplitList(path) {
			if found, err := exec.LookPath(filepath.Join(folder, program)); err == nil {
				return found, nil
			}
		}
	}
	return "", &exec.Error{Name: program, Err: exec.ErrNotFound}
}
