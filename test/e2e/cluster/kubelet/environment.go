package kubelet

import (
	"context"
	"maps"
	"slices"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	podresource "k8s.io/kubernetes/pkg/api/v1/resource"
	"k8s.io/kubernetes/pkg/fieldpath"
	"k8s.io/kubernetes/pkg/kubelet/envvars"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
)

// runtimeVariables are those that a container runtime adds where a pod does not say otherwise. Commands cannot refer to them.
func runtimeVariables(object *v1.Pod, uid int) map[string]string {
	home := "/"
	if uid == 0 {
		home = "/root"
	}
	return map[string]string{
		"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME": hostname(object), "HOME": home,
	}
}

// environment is the variables of a container. Those of its env may refer to those above them, to those of its envFrom and to those of
// Services, and override them.
func (p *pod) environment(ctx context.Context, c v1.Container) (map[string]string, error) {
	services := p.serviceVariables()
	own := map[string]string{}
	if err := p.addEnvFrom(ctx, c, own); err != nil {
		return nil, err
	}
	mapping := expansion.MappingFuncFor(own, services)
	for _, env := range c.Env {
		value := env.Value
		if value != "" {
			value = expansion.Expand(value, mapping)
		} else if env.ValueFrom != nil {
			found, err := p.valueFrom(ctx, c, *env.ValueFrom)
			if err != nil {
				return nil, err
			}
			if found == nil {
				continue
			}
			value = *found
		}
		own[env.Name] = value
	}
	maps.Copy(services, own)
	return services, nil
}

func (p *pod) addEnvFrom(ctx context.Context, c v1.Container, to map[string]string) error {
	for _, from := range c.EnvFrom {
		var source reference
		var optional *bool
		if from.SecretRef != nil {
			source, optional = reference{secret, p.namespace, from.SecretRef.Name}, from.SecretRef.Optional
		} else {
			source, optional = reference{configMap, p.namespace, from.ConfigMapRef.Name}, from.ConfigMapRef.Optional
		}
		data, err := p.k.readOptional(ctx, source, optional)
		if err != nil {
			return err
		}
		for key, value := range data {
			to[from.Prefix+key] = string(value)
		}
	}
	return nil
}

// valueFrom is nil for a variable that is not to be set.
func (p *pod) valueFrom(ctx context.Context, c v1.Container, from v1.EnvVarSource) (*string, error) {
	switch {
	case from.FieldRef != nil:
		value, err := p.field(*from.FieldRef)
		return &value, err
	case from.ResourceFieldRef != nil:
		value, err := p.resourceField(c.Name, *from.ResourceFieldRef)
		return &value, err
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		return p.valueOfKey(ctx, reference{secret, p.namespace, ref.Name}, ref.Key, ref.Optional)
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		return p.valueOfKey(ctx, reference{configMap, p.namespace, ref.Name}, ref.Key, ref.Optional)
	}
	return nil, nil
}

func (p *pod) valueOfKey(ctx context.Context, from reference, key string, optional *bool) (*string, error) {
	data, err := p.k.readOptional(ctx, from, optional)
	if err != nil {
		return nil, err
	}
	if value, ok := data[key]; ok {
		text := string(value)
		return &text, nil
	}
	if optional != nil && *optional {
		return nil, nil
	}
	return nil, errNoKey(from, key)
}

// field is what a pod says of itself.
func (p *pod) field(ref v1.ObjectFieldSelector) (string, error) {
	object := p.object()
	switch ref.FieldPath {
	case "spec.nodeName":
		return object.Spec.NodeName, nil
	case "spec.serviceAccountName":
		return object.Spec.ServiceAccountName, nil
	case "status.hostIP", "status.hostIPs":
		return p.k.nodeIP.String(), nil
	case "status.podIP", "status.podIPs":
		return p.address.Addr().String(), nil
	}
	return fieldpath.ExtractFieldPathAsString(object, ref.FieldPath)
}

// resourceField is a limit or a request of a container. The limit of one that has none is what the node has.
func (p *pod) resourceField(containerName string, ref v1.ResourceFieldSelector) (string, error) {
	if ref.ContainerName != "" {
		containerName = ref.ContainerName
	}
	node, err := p.k.nodeStatus()
	if err != nil {
		return "", err
	}
	return podresource.ExtractResourceValueByContainerNameAndNodeAllocatable(&ref, p.object(), containerName, node.Allocatable)
}

// serviceVariables are those of the Services of the pod's namespace, if it wants them, and always those of the API server.
func (p *pod) serviceVariables() map[string]string {
	links := p.object().Spec.EnableServiceLinks
	chosen := map[string]*v1.Service{}
	for _, service := range p.k.serviceList() {
		if service.Namespace == metav1.NamespaceDefault && service.Name == apiService.Name {
			chosen[service.Name] = service
		} else if service.Namespace == p.namespace && (links == nil || *links) && chosen[service.Name] == nil {
			chosen[service.Name] = service
		}
	}
	variables := map[string]string{}
	for _, variable := range envvars.FromServices(slices.Collect(maps.Values(chosen))) {
		variables[variable.Name] = variable.Value
	}
	return variables
}

// pairs is an environment as a process has it.
func pairs(variables map[string]string) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		list = append(list, name+"="+variables[name])
	}
	return list
}

// expand replaces $(VARIABLE) in a command.
func expand(texts []string, variables map[string]string) []string {
	mapping := expansion.MappingFuncFor(variables)
	var expanded []string
	for _, text := range texts {
		expanded = append(expanded, expansion.Expand(text, mapping))
	}
	return expanded
}
