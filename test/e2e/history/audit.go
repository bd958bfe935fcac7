package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
)

// Audit is what the API server wrote down of the requests that it has answered.
type Audit struct {
	Calls []Call // in the order in which they were answered
	// Torn counts the lines that an API server was killed over. What they would have said is not known.
	Torn int

	authors  map[objectVersion]string
	deleters map[string][]string // by uid
}

// ReadAudit reads an audit log of JSON lines, and those that the API server has moved aside when they grew too large.
func ReadAudit(path string) (*Audit, error) {
	// An API server names a log that it moves aside name-2006-01-02T15-04-05.000.ext.
	extension := filepath.Ext(path)
	files, err := filepath.Glob(strings.TrimSuffix(path, extension) + "-*" + extension)
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var calls []Call
	torn := 0
	for _, file := range append(files, path) {
		more, broken, err := readLog(file)
		if err != nil {
			return nil, fmt.Errorf("audit log: %w", err)
		}
		calls = append(calls, more...)
		torn += broken
	}
	audit := NewAudit(calls)
	audit.Torn = torn
	return audit, nil
}

func readLog(path string) (calls []Call, torn int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 1<<20)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, 0, err
		}
		event, broken, wrong := readLine(bytes.TrimSpace(line))
		switch {
		case wrong != nil && err == nil:
			return nil, 0, fmt.Errorf("%s, line %d: %w", path, number, wrong)
		case wrong != nil: // the last line, which may be still in the making
			torn++
		case broken:
			torn++
		}
		if event != nil && (event.Stage == auditv1.StageResponseComplete || event.Stage == auditv1.StagePanic) {
			calls = append(calls, newCall(event))
		}
		if err != nil {
			return calls, torn, nil
		}
	}
}

// lineStart begins every line: the API server marshals the fields in their order.
var lineStart = []byte(`{"kind":"Event","apiVersion":"audit.k8s.io/`)

// readLine reads one event. An API server that is killed while it writes leaves a part of a line, and the next one goes on behind it.
func readLine(line []byte) (event *auditv1.Event, torn bool, err error) {
	if len(line) == 0 {
		return nil, false, nil
	}
	event = &auditv1.Event{}
	if err = json.Unmarshal(line, event); err == nil {
		return event, false, nil
	}
	if again := bytes.LastIndex(line, lineStart); again > 0 {
		event = &auditv1.Event{}
		if json.Unmarshal(line[again:], event) == nil {
			return event, true, nil
		}
	}
	return nil, false, fmt.Errorf("no event of audit.k8s.io/v1: %w", err)
}

// By returns the calls of a user.
func (a *Audit) By(user string) []Call {
	var calls []Call
	for _, call := range a.Calls {
		if call.User == user {
			calls = append(calls, call)
		}
	}
	return calls
}
