package kubelet

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"
)

// waitingError is why a container cannot be made yet.
type waitingError struct{ reason, message string }

func (e waitingError) Error() string { return e.message }

// Reasons of a waiting container.
const (
	createContainerConfigError = "CreateContainerConfigError"
	createContainerError       = "CreateContainerError"
)

// prepare gives what makes the container. As long as something is missing it says so in the status and waits; false when the pod is to
// end.
func (u *unit) prepare(ctx context.Context) (container.Spec, bool) {
	var said waitingError
	for wait := time.Second; ctx.Err() == nil; wait = min(2*wait, longestBackOff) {
		changed := u.p.data.next()
		spec, err := u.make(ctx)
		if err == nil {
			u.p.normal(pulled, "Container image %q already present on machine", u.spec.Image)
			u.p.normal(containerCreated, "Created container: %s", u.spec.Name)
			return spec, true
		}
		var problem waitingError
		if !errors.As(err, &problem) {
			problem = waitingError{createContainerConfigError, err.Error()}
		}
		// A pull that has just failed is not tried again at once.
		if problem.reason == errImagePull && (said.reason == errImagePull || said.reason == imagePullBackOff) {
			problem = waitingError{imagePullBackOff, fmt.Sprintf("Back-off pulling image %q: %s: %s", u.spec.Image, errImagePull, problem.message)}
		}
		if problem != said && ctx.Err() == nil {
			said = problem
			u.sayWaiting(problem)
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-time.After(wait):
		}
	}
	return container.Spec{}, false
}

func (u *unit) sayWaiting(problem waitingError) {
	switch problem.reason {
	case errImagePull:
		u.p.warn(containerFailed, "Failed to pull image %q: %s", u.spec.Image, problem.message)
	case imagePullBackOff:
		u.p.normal(backOff, "Back-off pulling image %q", u.spec.Image)
	default:
		u.p.warn(containerFailed, "Error: %s", problem.message)
	}
	u.change(func() { u.enter(waiting(problem.reason, problem.message)) })
}

func (u *unit) make(ctx context.Context) (container.Spec, error) {
	object := u.p.object()
	image, imageID, err := u.p.k.image(u.spec.Image)
	if err != nil {
		return container.Spec{}, err
	}
	if err := checkNonRoot(object, u.spec); err != nil {
		return container.Spec{}, err
	}
	variables, err := u.p.environment(ctx, u.spec)
	if err != nil {
		return container.Spec{}, err
	}
	spec := container.Spec{
		Root: filepath.Join(u.dir(), "root"), Hostname: hostname(object), PodFiles: u.p.sharedDir(), CAs: u.p.k.cas,
		Files: image.Files, WorkingDir: u.spec.WorkingDir, User: user(object, u.spec),
	}
	if spec.WorkingDir == "" {
		spec.WorkingDir = "/"
	}
	command := expand(u.spec.Command, variables)
	if len(command) == 0 {
		command = image.Entrypoint
	}
	if spec.Args = append(command[:len(command):len(command)], expand(u.spec.Args, variables)...); len(spec.Args) == 0 {
		return container.Spec{}, waitingError{createContainerError, "no command specified"}
	}
	if err := restrict(&spec, u.spec); err != nil {
		return container.Spec{}, waitingError{createContainerError, err.Error()}
	}
	if spec.Mounts, err = u.p.mounts(u.spec, variables); err != nil {
		return container.Spec{}, err
	}
	all := runtimeVariables(object, spec.User.UID)
	maps.Copy(all, variables)
	spec.Env = pairs(all)
	if err := u.makeFiles(&spec); err != nil {
		return container.Spec{}, err
	}
	u.change(func() { u.imageID = imageID })
	return spec, nil
}

// makeFiles makes what the container needs outside of it.
func (u *unit) makeFiles(spec *container.Spec) error {
	if err := os.MkdirAll(spec.Root, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(u.terminationLog(), nil, 0o666); err != nil {
		return err
	}
	// Whoever the container runs as may write it.
	if err := os.Chmod(u.terminationLog(), 0o666); err != nil {
		return err
	}
	spec.Mounts = append(spec.Mounts, container.Mount{Source: u.terminationLog(), Target: u.spec.TerminationMessagePath})
	return nil
}
