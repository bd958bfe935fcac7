package kubelet

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	distribution "github.com/distribution/reference"
)

// readImages takes images by the full names of their repositories, and their files by where they are really.
func readImages(given map[string]Image) (map[string]Image, error) {
	images := map[string]Image{}
	for name, image := range given {
		named, err := distribution.ParseNormalizedNamed(name)
		if err != nil {
			return nil, fmt.Errorf("image %q: %w", name, err)
		}
		files := map[string]string{}
		for target, source := range image.Files {
			if files[target], err = filepath.EvalSymlinks(source); err != nil {
				return nil, fmt.Errorf("image %q: %w", name, err)
			}
			if files[target], err = filepath.Abs(files[target]); err != nil {
				return nil, fmt.Errorf("image %q: %w", name, err)
			}
		}
		images[named.Name()] = Image{image.Entrypoint, files}
	}
	return images, nil
}

// Why a container has no image.
const (
	invalidImageName = "InvalidImageName"
	errImagePull     = "ErrImagePull"
	imagePullBackOff = "ImagePullBackOff"
)

// image finds an image as a node finds one: "python:3" is docker.io/library/python, whatever the tag.
func (k *Kubelet) image(name string) (image Image, id string, err error) {
	named, err := distribution.ParseNormalizedNamed(name)
	if err != nil {
		return Image{}, "", waitingError{invalidImageName, fmt.Sprintf("Failed to apply default image tag %q: couldn't parse image name %q: %v", name, name, err)}
	}
	image, ok := k.images[named.Name()]
	if !ok {
		known := slices.Sorted(maps.Keys(k.images))
		return Image{}, "", waitingError{errImagePull, fmt.Sprintf("failed to pull and unpack image %q: not found; this node has %q", distribution.TagNameOnly(named), known)}
	}
	if digested, ok := named.(distribution.Digested); ok {
		return image, named.Name() + "@" + digested.Digest().String(), nil
	}
	return image, fmt.Sprintf("%s@sha256:%x", named.Name(), sha256.Sum256([]byte(named.String()))), nil
}
