// Package binaries builds the programs of the control plane from the tools that go.mod names, and keeps them for the next run.
package binaries

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
)

// Set is what a run needs: paths of programs, and the folder of the Argo Events module, which has the manifests to install it by.
type Set struct {
	Etcd, APIServer, ControllerManager, Kubectl, NATS, ArgoEvents string
	ArgoEventsModule                                              string
	ExternalSecretsModule                                         string // which has the CRDs of that operator
}

// handedOn holds the set as JSON. A sandbox has no way to the module proxy, so the process outside builds and hands the set on.
const handedOn = "E2E_BINARIES"

// Environ is the variable by which Ensure of another process knows the set without looking.
func (s Set) Environ() (string, error) {
	data, err := json.Marshal(s)
	return handedOn + "=" + string(data), err
}

// Ensure gives the set that was handed on by the environment or that an earlier run built, and builds what is missing. It works for
// the module that the current folder is in.
func Ensure(ctx context.Context) (Set, error) {
	if data, ok := os.LookupEnv(handedOn); ok {
		var set Set
		if err := json.Unmarshal([]byte(data), &set); err != nil {
			return Set{}, fmt.Errorf("%s is not a set of programs: %q: %w", handedOn, data, err)
		}
		return set, nil
	}
	m, err := readModule(ctx)
	if err != nil {
		return Set{}, err
	}
	key, err := m.key()
	if err != nil {
		return Set{}, err
	}
	root, err := cacheRoot()
	if err != nil {
		return Set{}, err
	}
	cache := Cache{Root: root, Build: m.build, Say: func(line string) { fmt.Fprintln(os.Stderr, line) }}
	dir, err := cache.Ensure(ctx, key, tools)
	if err != nil {
		return Set{}, err
	}
	argoEventsModule, err := m.download(ctx, pinned{path: argoEvents}) // by the version and the sum in go.mod and go.sum
	if err != nil {
		return Set{}, err
	}
	externalSecretsModule, err := m.download(ctx, externalSecrets)
	if err != nil {
		return Set{}, err
	}
	return inDir(dir, argoEventsModule, externalSecretsModule), nil
}
