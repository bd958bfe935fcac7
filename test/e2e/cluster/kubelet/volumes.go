package kubelet

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/atomicdir"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/container"

	v1 "k8s.io/api/core/v1"
)

// volume is a folder of a pod.
type volume struct {
	spec    v1.Volume
	dir     string
	content atomicdir.Set // nil before it is written, and of an emptyDir
	tokens  map[int]*token
}

// usedVolumes are those that a container mounts. A kubelet does not look at the others, so what they need may be missing.
func (p *pod) usedVolumes() []*volume {
	object := p.object()
	used := map[string]bool{}
	for _, c := range allContainers(object) {
		for _, mount := range c.VolumeMounts {
			used[mount.Name] = true
		}
	}
	var volumes []*volume
	for _, spec := range object.Spec.Volumes {
		if used[spec.Name] {
			dir := filepath.Join(p.dir(), "volumes", spec.Name)
			volumes = append(volumes, &volume{spec: spec, dir: dir, tokens: map[int]*token{}})
		}
	}
	return volumes
}

// mountVolumes makes all that the pod's containers mount, and tries again and again as long as something is missing; false when the pod
// is to end.
func (p *pod) mountVolumes(ctx context.Context) bool {
	for _, v := range p.volumes {
		for wait := retryPause; ; wait = min(2*wait, 2*time.Second) {
			changed := p.data.next()
			err := p.setUp(ctx, v)
			if err == nil {
				break
			}
			if ctx.Err() != nil {
				return false
			}
			p.warn(failedMount, "MountVolume.SetUp failed for volume %q : %v", v.spec.Name, err)
			select {
			case <-ctx.Done():
				return false
			case <-changed:
			case <-time.After(wait):
			}
		}
	}
	return true
}

func (p *pod) setUp(ctx context.Context, v *volume) error {
	if err := os.MkdirAll(v.dir, 0o755); err != nil {
		return err
	}
	if v.spec.EmptyDir == nil {
		return p.write(ctx, v)
	}
	if err := os.Chmod(v.dir, 0o777); err != nil {
		return err
	}
	if group := fsGroup(p.object()); group != nil {
		return atomicdir.Share(v.dir, *group, false)
	}
	return nil
}

// write brings a volume up to date.
func (p *pod) write(ctx context.Context, v *volume) error {
	content, err := p.collect(ctx, v)
	if err != nil || (v.content != nil && v.content.Equal(content)) {
		return err
	}
	if err := atomicdir.Write(v.dir, content, fsGroup(p.object())); err != nil {
		return err
	}
	v.content = content
	return nil
}

// refreshVolumes brings them up to date when something has changed since they were made, as long as the pod runs.
func (p *pod) refreshVolumes(ctx context.Context, changed <-chan struct{}) {
	renew := p.nextRenewal()
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-time.After(time.Until(renew)):
		}
		changed = p.data.next()
		var failed bool
		for _, v := range p.volumes {
			if v.spec.EmptyDir != nil {
				continue
			}
			if err := p.write(ctx, v); err != nil && ctx.Err() == nil {
				p.k.log.Warn("volume stays as it is", "pod", p, "volume", v.spec.Name, "error", err)
				failed = true
			}
		}
		if renew = p.nextRenewal(); failed {
			renew = time.Now().Add(time.Second)
		}
	}
}

// nextRenewal is when the first of the pod's tokens is to be renewed.
func (p *pod) nextRenewal() time.Time {
	const never = 24 * time.Hour
	next := time.Now().Add(never)
	for _, v := range p.volumes {
		for _, token := range v.tokens {
			if token.renew.Before(next) {
				next = token.renew
			}
		}
	}
	return next
}

// projection is what a volume consists of: those with a single source are projected ones with one.
func projection(v v1.Volume) v1.ProjectedVolumeSource {
	switch {
	case v.Projected != nil:
		return *v.Projected
	case v.Secret != nil:
		source := v1.SecretProjection{
			LocalObjectReference: v1.LocalObjectReference{Name: v.Secret.SecretName}, Items: v.Secret.Items, Optional: v.Secret.Optional,
		}
		return v1.ProjectedVolumeSource{DefaultMode: v.Secret.DefaultMode, Sources: []v1.VolumeProjection{{Secret: &source}}}
	case v.ConfigMap != nil:
		source := v1.ConfigMapProjection{
			LocalObjectReference: v.ConfigMap.LocalObjectReference, Items: v.ConfigMap.Items, Optional: v.ConfigMap.Optional,
		}
		return v1.ProjectedVolumeSource{DefaultMode: v.ConfigMap.DefaultMode, Sources: []v1.VolumeProjection{{ConfigMap: &source}}}
	case v.DownwardAPI != nil:
		source := v1.DownwardAPIProjection{Items: v.DownwardAPI.Items}
		return v1.ProjectedVolumeSource{DefaultMode: v.DownwardAPI.DefaultMode, Sources: []v1.VolumeProjection{{DownwardAPI: &source}}}
	}
	return v1.ProjectedVolumeSource{}
}

// mounts is where a container has its volumes. All but emptyDirs are read-only, whatever the pod says.
func (p *pod) mounts(c v1.Container, variables map[string]string) ([]container.Mount, error) {
	var mounts []container.Mount
	for _, m := range c.VolumeMounts {
		for _, v := range p.volumes {
			if v.spec.Name != m.Name {
				continue
			}
			source, err := subPath(v.dir, m, variables)
			if err != nil {
				return nil, err
			}
			mounts = append(mounts, container.Mount{Source: source, Target: m.MountPath, ReadOnly: m.ReadOnly || v.spec.EmptyDir == nil})
		}
	}
	return mounts, nil
}

// subPath is the part of a volume that is mounted. A mount follows links, so the part of a Secret stays as it was when the container
// started. A folder that is not there is made.
func subPath(dir string, m v1.VolumeMount, variables map[string]string) (string, error) {
	sub := m.SubPath
	if m.SubPathExpr != "" {
		sub = expand([]string{m.SubPathExpr}, variables)[0]
	}
	if sub == "" {
		return dir, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	if err := mkdirAll(root, sub); err != nil {
		return "", fmt.Errorf("subPath %q of volume %q: %w", sub, m.Name, err)
	}
	return filepath.Join(dir, sub), nil
}

func mkdirAll(root *os.Root, path string) error {
	if _, err := root.Stat(path); err == nil {
		return nil
	}
	if parent := filepath.Dir(path); parent != "." {
		if err := mkdirAll(root, parent); err != nil {
			return err
		}
	}
	return root.Mkdir(path, 0o750)
}

// mode is the first that is given.
func mode(given ...*int32) fs.FileMode {
	for _, m := range given {
		if m != nil {
			return fs.FileMode(*m)
		}
	}
	return 0o644
}
