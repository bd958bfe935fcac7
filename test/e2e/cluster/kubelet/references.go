package kubelet

import (
	"context"
	"fmt"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Kinds of objects that pods refer to.
const (
	secret    = "secret"
	configMap = "configmap"
)

// reference is an object that a pod takes data from.
type reference struct{ kind, namespace, name string }

// references are all that a pod takes data from.
func references(object *v1.Pod) map[reference]bool {
	found := map[reference]bool{}
	add := func(kind, name string) { found[reference{kind, object.Namespace, name}] = true }
	for _, volume := range object.Spec.Volumes {
		for _, source := range projection(volume).Sources {
			if source.Secret != nil {
				add(secret, source.Secret.Name)
			}
			if source.ConfigMap != nil {
				add(configMap, source.ConfigMap.Name)
			}
		}
	}
	for _, c := range allContainers(object) {
		for _, from := range c.EnvFrom {
			if from.SecretRef != nil {
				add(secret, from.SecretRef.Name)
			}
			if from.ConfigMapRef != nil {
				add(configMap, from.ConfigMapRef.Name)
			}
		}
		for _, env := range c.Env {
			switch from := env.ValueFrom; {
			case from == nil:
			case from.SecretKeyRef != nil:
				add(secret, from.SecretKeyRef.Name)
			case from.ConfigMapKeyRef != nil:
				add(configMap, from.ConfigMapKeyRef.Name)
			}
		}
	}
	return found
}

func allContainers(object *v1.Pod) []v1.Container {
	return append(object.Spec.InitContainers[:len(object.Spec.InitContainers):len(object.Spec.InitContainers)], object.Spec.Containers...)
}

func (k *Kubelet) referenceChanged(changed reference) {
	for _, p := range k.snapshot() {
		if p.references[changed] {
			p.data.tell()
		}
	}
}

// read gives the data of a Secret or ConfigMap as the API server has it now. A kubelet's error says "secret", not "secrets".
func (k *Kubelet) read(ctx context.Context, from reference) (map[string][]byte, error) {
	if from.kind == secret {
		object, err := k.client.CoreV1().Secrets(from.namespace).Get(ctx, from.name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return nil, apierrors.NewNotFound(v1.Resource(secret), from.name)
		}
		if err != nil {
			return nil, err
		}
		return object.Data, nil
	}
	object, err := k.client.CoreV1().ConfigMaps(from.namespace).Get(ctx, from.name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, apierrors.NewNotFound(v1.Resource(configMap), from.name)
	}
	if err != nil {
		return nil, err
	}
	data := map[string][]byte{}
	for key, value := range object.BinaryData {
		data[key] = value
	}
	for key, value := range object.Data {
		data[key] = []byte(value)
	}
	return data, nil
}

// readOptional gives nothing where an object is missing that may be.
func (k *Kubelet) readOptional(ctx context.Context, from reference, optional *bool) (map[string][]byte, error) {
	data, err := k.read(ctx, from)
	if apierrors.IsNotFound(err) && optional != nil && *optional {
		return nil, nil
	}
	return data, err
}

// errNoKey is the error for a key that an environment variable needs.
func errNoKey(from reference, key string) error {
	kind := "Secret"
	if from.kind == configMap {
		kind = "ConfigMap"
	}
	return fmt.Errorf("couldn't find key %v in %s %v/%v", key, kind, from.namespace, from.name)
}
