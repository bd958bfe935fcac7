package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"

	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
)

// SourceRoot is the folder of the engine's source, which the compiler has noted for every function.
func SourceRoot() (string, error) {
	validate := reflect.ValueOf(sensorcontroller.ValidateSensor).Pointer()
	file, _ := runtime.FuncForPC(validate).FileLine(validate)
	root, found := strings.CutSuffix(filepath.ToSlash(file), "/pkg/reconciler/sensor/validate.go")
	if !found || !filepath.IsAbs(root) {
		return "", fmt.Errorf("the engine's source is not at hand (%s): test without -trimpath", file)
	}
	return root, nil
}

// Source reads a file of the engine, for what cannot be linked into a test.
func Source(path string) ([]byte, error) {
	root, err := SourceRoot()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, path))
}
