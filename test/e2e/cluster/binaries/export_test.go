package binaries

import "context"

// Run runs the go command.
var Run = run

// Key is that of the module that the current folder is in.
func Key(ctx context.Context) (string, error) {
	m, err := readModule(ctx)
	if err != nil {
		return "", err
	}
	return m.key()
}
