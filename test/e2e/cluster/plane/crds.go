package plane

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"
)

// applyCRDs returns when the API server serves the new kinds.
func (p *Plane) applyCRDs(ctx context.Context, paths []string) error {
	client, err := dynamic.NewForConfig(p.REST())
	if err != nil {
		return err
	}
	var kinds []crd
	for _, path := range paths {
		found, err := readCRDs(path)
		if err != nil {
			return fmt.Errorf("CRDs of %q: %w", path, err)
		}
		kinds = append(kinds, found...)
	}
	for _, kind := range kinds {
		crds := client.Resource(apiextensions.SchemeGroupVersion.WithResource("customresourcedefinitions"))
		// Not applied: a field manager of our own would conflict with that of whoever applies the same file on the server's side.
		_, err := crds.Create(ctx, kind.object, metav1.CreateOptions{})
		if err != nil && !apierrors.IsAlreadyExists(err) {
			return err
		}
	}
	return p.serves(ctx, kinds)
}

func (p *Plane) serves(ctx context.Context, kinds []crd) error {
	client, err := discovery.NewDiscoveryClientForConfig(p.REST())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for _, kind := range kinds {
		for _, resource := range kind.resources {
			for !offers(client, resource) {
				select {
				case <-ctx.Done():
					return fmt.Errorf("the API server does not offer %s after it was defined: %w", resource, ctx.Err())
				case <-time.After(20 * time.Millisecond):
				}
			}
		}
	}
	return nil
}

func offers(client discovery.DiscoveryInterface, resource schema.GroupVersionResource) bool {
	list, err := client.ServerResourcesForGroupVersion(resource.GroupVersion().String())
	return err == nil && slices.ContainsFunc(list.APIResources, func(r metav1.APIResource) bool { return r.Name == resource.Resource })
}

// crd is a definition as it is written, and what it defines.
type crd struct {
	object    *unstructured.Unstructured
	resources []schema.GroupVersionResource
}

// readCRDs reads a file, or all YAML files of a folder. Other kinds in them are left out.
func readCRDs(path string) ([]crd, error) {
	var found []crd
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if file != path && !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(file)) {
			return nil
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		more, err := parseCRDs(content)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		found = append(found, more...)
		return nil
	})
	if err == nil && len(found) == 0 {
		err = errors.New("there is no CustomResourceDefinition")
	}
	return found, err
}

func parseCRDs(content []byte) ([]crd, error) {
	var found []crd
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		object := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(document, &object.Object); err != nil {
			return nil, err
		}
		if object.GetKind() != "CustomResourceDefinition" {
			continue
		}
		var typed apiextensions.CustomResourceDefinition
		if err := yaml.Unmarshal(document, &typed); err != nil {
			return nil, err
		}
		one := crd{object: object}
		for _, version := range typed.Spec.Versions {
			if version.Served {
				one.resources = append(one.resources, schema.GroupVersionResource{
					Group: typed.Spec.Group, Version: version.Name, Resource: strings.ToLower(typed.Spec.Names.Plural),
				})
			}
		}
		found = append(found, one)
	}
}
