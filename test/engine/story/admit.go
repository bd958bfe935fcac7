package story

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilvalidation "k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/client-go/kubernetes/scheme"
)

// isCustom says whether a resource is defined by a CRD: its group is not one of Kubernetes' own.
func isCustom(resource schema.GroupResource) bool {
	return !scheme.Scheme.IsGroupRegistered(resource.Group)
}

// admit does to an object what the API server does before it stores one: its own kinds go through their Go types, and names and
// labels must be such. Of the rest of validation it knows only what a sensor's data can break.
func admit(resource schema.GroupResource, namespace string, object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if object.GetNamespace() != "" && object.GetNamespace() != namespace {
		return nil, apierrors.NewBadRequest(fmt.Sprintf("the namespace %q of the object is not that of the request, %q", object.GetNamespace(), namespace))
	}
	object.SetNamespace(namespace)
	if err := check(object); err != nil {
		return nil, invalid(object, err)
	}
	if isCustom(resource) {
		return object, nil
	}
	typed, err := scheme.Scheme.New(object.GroupVersionKind())
	if err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, typed); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	if err := checkTyped(typed); err != nil {
		return nil, invalid(object, err)
	}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed)
	if err != nil {
		return nil, err
	}
	return &unstructured.Unstructured{Object: content}, nil
}

func invalid(object *unstructured.Unstructured, err error) error {
	problem := field.Invalid(field.NewPath("metadata", "name"), object.GetName(), err.Error())
	return apierrors.NewInvalid(object.GroupVersionKind().GroupKind(), object.GetName(), field.ErrorList{problem})
}

func check(object *unstructured.Unstructured) error {
	if problems := utilvalidation.IsDNS1123Subdomain(object.GetName()); len(problems) > 0 {
		return fmt.Errorf("no name: %s", problems)
	}
	return validation.ValidateLabels(object.GetLabels(), field.NewPath("metadata", "labels")).ToAggregate()
}

func checkTyped(object runtime.Object) error {
	switch typed := object.(type) {
	case *corev1.ConfigMap:
		for key := range typed.Data {
			if problems := utilvalidation.IsConfigMapKey(key); len(problems) > 0 {
				return fmt.Errorf("data key %q: %s", key, problems)
			}
		}
	case *corev1.Event:
		if typed.InvolvedObject.Namespace != typed.Namespace {
			return errors.New("involvedObject.namespace does not match the namespace of the event")
		}
	}
	return nil
}
