// Package binaries builds the programs of the control plane from the tools that go.mod names, and keeps them for the next run.
package binaries

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Set is what a run needs: paths of programs, and the folders of the modules of Argo Events, of the Prometheus operator and of the
// External Secrets Operator, which have manifests and CRDs.
type Set struct {
	Etcd, APIServer, ControllerManager, Kubectl, NATS, ArgoEvents, Prometheus string
	ArgoEventsModule, PrometheusOperatorModule, ExternalSecretsModule         string
}

// handedOn holds the set as JSON. A sandbox has no way to the module proxy, so the process outside builds and hands the set on.
const handedOn = "E2E_BINARIES"

// otherArgoEvents is the variable that names a version of Argo Events to run in place of that of go.mod: `npm run test:e2e -- --argo-events
// v1.9.6` sets it. The suite itself stays at the version of go.mod.
const otherArgoEvents = "E2E_ARGO_EVENTS"

// useArgoEvents puts another version of Argo Events into a set. It is built as it was released: with the modules that its own go.mod names.
func (m module) useArgoEvents(ctx context.Context, version string, set *Set) error {
	dir, err := m.download(ctx, pinned{path: argoEvents + "@" + version})
	if err != nil {
		return err
	}
	other := module{dir: dir, environment: m.environment, flags: m.flags, tools: []Tool{{"./cmd", "argo-events"}}}
	built, err := other.ensure(ctx)
	if err != nil {
		return err
	}
	set.ArgoEventsModule, set.ArgoEvents = dir, filepath.Join(built, "argo-events")
	return nil
}

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
	dir, err := m.ensure(ctx)
	if err != nil {
		return Set{}, err
	}
	set := inDir(dir)
	if set.ArgoEventsModule, err = m.download(ctx, pinned{path: argoEvents}); err != nil {
		return Set{}, err
	}
	if version, ok := os.LookupEnv(otherArgoEvents); ok {
		if err := m.useArgoEvents(ctx, version, &set); err != nil {
			return Set{}, err
		}
	}
	if set.PrometheusOperatorModule, err = m.download(ctx, prometheusOperator); err != nil {
		return Set{}, err
	}
	if set.ExternalSecretsModule, err = m.download(ctx, externalSecrets); err != nil {
		return Set{}, err
	}
	other, err := m.prometheus(ctx)
	if err != nil {
		return Set{}, err
	}
	if dir, err = other.ensure(ctx); err != nil {
		return Set{}, err
	}
	set.Prometheus = filepath.Join(dir, "prometheus")
	return set, nil
}

// ensure gives the folder of the module's tools, and builds those that are missing.
func (m module) ensure(ctx context.Context) (string, error) {
	key, err := m.key()
	if err != nil {
		return "", err
	}
	root, err := cacheRoot()
	if err != nil {
		return "", err
	}
	cache := Cache{Root: root, Build: m.build, Say: func(line string) { fmt.Fprintln(os.Stderr, line) }}
	return cache.Ensure(ctx, key, m.tools)
}
