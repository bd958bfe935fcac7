package kubelet

import (
	"fmt"

	v1 "k8s.io/api/core/v1"
)

// unsupported says what a pod asks for that this node does not have; empty when there is nothing. To run a pod without it would be to
// prove what is not so.
func unsupported(object *v1.Pod) string {
	spec := object.Spec
	for _, wish := range []struct {
		wished bool
		what   string
	}{
		{spec.HostNetwork, "hostNetwork"},
		{spec.HostPID, "hostPID"},
		{spec.HostIPC, "hostIPC"},
		{spec.ShareProcessNamespace != nil && *spec.ShareProcessNamespace, "shareProcessNamespace"},
		{spec.RuntimeClassName != nil, "runtimeClassName"},
		{len(spec.ReadinessGates) > 0, "readinessGates"},
		{len(spec.EphemeralContainers) > 0, "ephemeralContainers"},
		{spec.OS != nil && spec.OS.Name != v1.Linux, "os other than linux"},
		{spec.SecurityContext != nil && len(spec.SecurityContext.Sysctls) > 0, "sysctls"},
	} {
		if wish.wished {
			return wish.what
		}
	}
	for _, volume := range spec.Volumes {
		if volume.EmptyDir == nil && len(projection(volume).Sources) == 0 && volume.Projected == nil {
			return fmt.Sprintf("the kind of volume %q", volume.Name)
		}
		for _, source := range projection(volume).Sources {
			if source.ClusterTrustBundle != nil {
				return fmt.Sprintf("clusterTrustBundle in volume %q", volume.Name)
			}
		}
	}
	for i, c := range allContainers(object) {
		if what := unsupportedInContainer(c, i < len(spec.InitContainers)); what != "" {
			return fmt.Sprintf("%s of container %q", what, c.Name)
		}
	}
	return ""
}

func unsupportedInContainer(c v1.Container, init bool) string {
	switch {
	case c.Lifecycle != nil:
		return "lifecycle"
	case init && c.RestartPolicy != nil:
		return "restartPolicy"
	case c.TTY, c.Stdin:
		return "stdin and tty"
	case len(c.VolumeDevices) > 0:
		return "volumeDevices"
	case c.SecurityContext != nil && c.SecurityContext.Privileged != nil && *c.SecurityContext.Privileged:
		return "privileged"
	}
	for _, probe := range []*v1.Probe{c.LivenessProbe, c.ReadinessProbe, c.StartupProbe} {
		if probe != nil && probe.GRPC != nil {
			return "a grpc probe"
		}
	}
	for _, mount := range c.VolumeMounts {
		if mount.MountPropagation != nil && *mount.MountPropagation != v1.MountPropagationNone {
			return "mountPropagation"
		}
	}
	return ""
}
