package kubelet

import (
	"fmt"
	"slices"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"

	v1 "k8s.io/api/core/v1"
)

// runAs is who a container says it runs as, before its pod does; nil when neither says.
func runAs(object *v1.Pod, c v1.Container, of func(*v1.PodSecurityContext) *int64, ofContainer func(*v1.SecurityContext) *int64) *int64 {
	if c.SecurityContext != nil {
		if id := ofContainer(c.SecurityContext); id != nil {
			return id
		}
	}
	if object.Spec.SecurityContext != nil {
		return of(object.Spec.SecurityContext)
	}
	return nil
}

func runAsUser(object *v1.Pod, c v1.Container) *int64 {
	return runAs(object, c,
		func(s *v1.PodSecurityContext) *int64 { return s.RunAsUser }, func(s *v1.SecurityContext) *int64 { return s.RunAsUser })
}

func runAsGroup(object *v1.Pod, c v1.Container) *int64 {
	return runAs(object, c,
		func(s *v1.PodSecurityContext) *int64 { return s.RunAsGroup }, func(s *v1.SecurityContext) *int64 { return s.RunAsGroup })
}

// user is who a container runs as. Images name nobody, so it is root unless the pod says otherwise.
func user(object *v1.Pod, c v1.Container) container.User {
	var user container.User
	if uid := runAsUser(object, c); uid != nil {
		user.UID = int(*uid)
	}
	if gid := runAsGroup(object, c); gid != nil {
		user.GID = int(*gid)
	}
	user.Groups = []int{user.GID}
	if pod := object.Spec.SecurityContext; pod != nil {
		for _, group := range pod.SupplementalGroups {
			user.Groups = append(user.Groups, int(group))
		}
	}
	if group := fsGroup(object); group != nil {
		user.Groups = append(user.Groups, *group)
	}
	slices.Sort(user.Groups)
	user.Groups = slices.Compact(user.Groups)
	return user
}

// checkNonRoot is the promise that a container does not run as root.
func checkNonRoot(object *v1.Pod, c v1.Container) error {
	var promised *bool
	if object.Spec.SecurityContext != nil {
		promised = object.Spec.SecurityContext.RunAsNonRoot
	}
	if c.SecurityContext != nil && c.SecurityContext.RunAsNonRoot != nil {
		promised = c.SecurityContext.RunAsNonRoot
	}
	uid := runAsUser(object, c)
	switch {
	case promised == nil || !*promised:
		return nil
	case uid == nil:
		return fmt.Errorf("container has runAsNonRoot and image will run as root (pod: %q, container: %s)", podWords(object), c.Name)
	case *uid == 0:
		return fmt.Errorf("container's runAsUser breaks non-root policy (pod: %q, container: %s)", podWords(object), c.Name)
	}
	return nil
}

// podWords is how kubelets name a pod in messages.
func podWords(object *v1.Pod) string {
	return fmt.Sprintf("%s_%s(%s)", object.Name, object.Namespace, object.UID)
}

// restrict puts into a spec what the container may not do.
func restrict(spec *container.Spec, c v1.Container) error {
	limits := c.SecurityContext
	if limits == nil {
		limits = &v1.SecurityContext{}
	}
	var add, drop []string
	if limits.Capabilities != nil {
		for _, name := range limits.Capabilities.Add {
			add = append(add, string(name))
		}
		for _, name := range limits.Capabilities.Drop {
			drop = append(drop, string(name))
		}
	}
	var err error
	spec.Capabilities, err = container.Capabilities(add, drop)
	spec.NoNewPrivileges = limits.AllowPrivilegeEscalation != nil && !*limits.AllowPrivilegeEscalation
	spec.ReadOnlyRoot = limits.ReadOnlyRootFilesystem != nil && *limits.ReadOnlyRootFilesystem
	return err
}

// fsGroup is the group that owns the pod's volumes.
func fsGroup(object *v1.Pod) *int {
	if object.Spec.SecurityContext == nil || object.Spec.SecurityContext.FSGroup == nil {
		return nil
	}
	group := int(*object.Spec.SecurityContext.FSGroup)
	return &group
}

// commonUser is the one that all containers run as, where the pod says so of each.
func commonUser(object *v1.Pod) *int {
	var common *int
	for _, c := range allContainers(object) {
		uid := runAsUser(object, c)
		if uid == nil || (common != nil && *common != int(*uid)) {
			return nil
		}
		id := int(*uid)
		common = &id
	}
	return common
}
