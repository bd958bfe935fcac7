package kubelet

import (
	"context"
	"fmt"
	"io/fs"
	"maps"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/atomicdir"

	v1 "k8s.io/api/core/v1"
)

// collect gives what is to be in a volume now.
func (p *pod) collect(ctx context.Context, v *volume) (atomicdir.Set, error) {
	spec := projection(v.spec)
	content := atomicdir.Set{}
	for i, source := range spec.Sources {
		var part atomicdir.Set
		var err error
		switch {
		case source.Secret != nil:
			s := source.Secret
			part, err = p.keys(ctx, reference{secret, p.namespace, s.Name}, s.Items, spec.DefaultMode, s.Optional)
		case source.ConfigMap != nil:
			s := source.ConfigMap
			part, err = p.keys(ctx, reference{configMap, p.namespace, s.Name}, s.Items, spec.DefaultMode, s.Optional)
		case source.DownwardAPI != nil:
			part, err = p.fields(source.DownwardAPI.Items, spec.DefaultMode)
		case source.ServiceAccountToken != nil:
			if v.tokens[i] == nil {
				v.tokens[i] = &token{spec: *source.ServiceAccountToken}
			}
			part, err = p.tokenFile(ctx, v.tokens[i], spec.DefaultMode)
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(content, part)
	}
	return content, nil
}

// keys are files for the keys of a Secret or ConfigMap: for all, or for those that items name.
func (p *pod) keys(ctx context.Context, from reference, items []v1.KeyToPath, defaultMode *int32, optional *bool) (atomicdir.Set, error) {
	data, err := p.k.readOptional(ctx, from, optional)
	if err != nil {
		return nil, err
	}
	files := atomicdir.Set{}
	if len(items) == 0 {
		for key, value := range data {
			files[key] = atomicdir.File{Data: value, Mode: mode(defaultMode)}
		}
	}
	for _, item := range items {
		value, ok := data[item.Key]
		if !ok && optional != nil && *optional {
			continue
		}
		if !ok {
			kind := from.kind
			if kind == configMap {
				kind = "config" // as kubelets say it
			}
			return nil, fmt.Errorf("references non-existent %s key: %s", kind, item.Key)
		}
		files[item.Path] = atomicdir.File{Data: value, Mode: mode(item.Mode, defaultMode)}
	}
	return files, nil
}

// fields are files for what a pod says of itself.
func (p *pod) fields(items []v1.DownwardAPIVolumeFile, defaultMode *int32) (atomicdir.Set, error) {
	files := atomicdir.Set{}
	for _, item := range items {
		var value string
		var err error
		if item.FieldRef != nil {
			value, err = p.field(*item.FieldRef)
		} else {
			value, err = p.resourceField("", *item.ResourceFieldRef)
		}
		if err != nil {
			return nil, err
		}
		files[item.Path] = atomicdir.File{Data: []byte(value), Mode: mode(item.Mode, defaultMode)}
	}
	return files, nil
}

// tokenFile is readable for all, unless it is known who is to read it: the one user of all containers, or the group of the volumes.
func (p *pod) tokenFile(ctx context.Context, t *token, defaultMode *int32) (atomicdir.Set, error) {
	if err := p.renew(ctx, t); err != nil {
		return nil, err
	}
	file := atomicdir.File{Data: []byte(t.value), Mode: mode(defaultMode)}
	user := commonUser(p.object())
	if user != nil {
		file.Owner = *user
	}
	if user != nil || fsGroup(p.object()) != nil {
		file.Mode = fs.FileMode(0o600)
	}
	return atomicdir.Set{t.spec.Path: file}, nil
}
