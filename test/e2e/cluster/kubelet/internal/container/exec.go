package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/thread"

	"golang.org/x/sys/unix"
)

// Exec runs another program in the container, as its user and with its variables, and gives what it prints. An error other than
// [exec.ExitError] means that it did not run or not in time.
func (p *Process) Exec(ctx context.Context, args []string) ([]byte, error) {
	var output bytes.Buffer
	var err error
	thread.Discard(func() { err = p.execOnThread(ctx, args, &output) })
	return output.Bytes(), err
}

func (p *Process) execOnThread(ctx context.Context, args []string, output *bytes.Buffer) error {
	// A thread that shares its root folder with others cannot go to other mounts.
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return err
	}
	if err := p.enter("net", "uts", "ipc", "pid", "mnt"); err != nil {
		return err
	}
	if err := limit(p.spec); err != nil {
		return err
	}
	program, err := lookUp(args[0], p.spec.Env)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, args[1:]...)
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.spec.Env, p.spec.WorkingDir, output, output
	user := p.spec.User
	groups := make([]uint32, len(user.Groups))
	for i, group := range user.Groups {
		groups[i] = uint32(group)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(user.UID), Gid: uint32(user.GID), Groups: groups}}
	cmd.WaitDelay = 100 * time.Millisecond
	err = cmd.Run()
	if ctx.Err() != nil {
		return fmt.Errorf("command %q timed out", args)
	}
	return err
}

func (p *Process) enter(namespaces ...string) error {
	var files []*os.File
	defer func() {
		for _, file := range files {
			file.Close()
		}
	}()
	for _, name := range namespaces {
		file, err := os.Open(fmt.Sprintf("/proc/%d/ns/%s", p.PID, name))
		if err != nil {
			return errors.New("the container is not running")
		}
		files = append(files, file)
	}
	for i, file := range files {
		if err := unix.Setns(int(file.Fd()), 0); err != nil {
			return fmt.Errorf("enter the %s namespace of the container: %w", namespaces[i], err)
		}
	}
	return nil
}
