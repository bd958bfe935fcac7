package sandbox

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

// The sandbox is seen from outside by making one more within it. What goes on inside that one is TestFixture, in one of these ways.
const fixtureEnv = "SANDBOX_FIXTURE"

var fixtures = map[string]func(t *testing.T){
	"":                             func(*testing.T) {},
	"pass":                         note,
	"fail":                         func(t *testing.T) { note(t); t.Fail() },
	"fail with nothing to look at": func(t *testing.T) { t.Fail() },
	"exit":                         func(*testing.T) { os.Exit(7) },
	"die":                          func(*testing.T) { syscall.Kill(os.Getpid(), syscall.SIGKILL) },
	"busy":                         busy,
	"arguments": func(*testing.T) {
		fmt.Println("arguments", strings.Join(os.Args[1:], " "))
	},
}

func TestFixture(t *testing.T) { fixtures[os.Getenv(fixtureEnv)](t) }

// note leaves something in the work directory.
func note(t *testing.T) {
	if err := os.WriteFile(filepath.Join(Dir(), "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// busy leaves something of each kind behind, says so, and does not end when it is asked to.
func busy(t *testing.T) {
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	note(t)
	at := filepath.Join(Dir(), "mount")
	if err := os.Mkdir(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, ""); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", NodeIP+":4222")
	if err != nil {
		t.Fatal(err)
	}
	// In a session of its own and deaf to what ends others, as a daemon is.
	daemon := exec.Command("sh", "-c", `trap "" INT TERM HUP QUIT; echo $1; exec sleep 1000`, "daemon", "ready "+Dir())
	daemon.Stdout = os.Stdout
	daemon.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	listener.Accept()
}

// run is a sandbox within this one.
type run struct {
	*exec.Cmd
	mark   string // in the environment of each of its processes
	lines  *bufio.Scanner
	stderr bytes.Buffer
	tmp    string
}

func start(t *testing.T, fixture string, args ...string) *run {
	t.Helper()
	return startCommand(t, fixture, exec.Command("/proc/self/exe", append([]string{"-test.run=^TestFixture$"}, args...)...))
}

func startCommand(t *testing.T, fixture string, cmd *exec.Cmd) *run {
	t.Helper()
	r := &run{Cmd: cmd, mark: "SANDBOX_MARK=" + t.Name() + strconv.FormatInt(time.Now().UnixNano(), 10), tmp: t.TempDir()}
	r.Env = append(os.Environ(), fixtureEnv+"="+fixture, r.mark, "TMPDIR="+r.tmp)
	r.Stderr = &r.stderr
	out, err := r.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.lines = bufio.NewScanner(out)
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Process.Kill() })
	return r
}

// until reads lines to one that begins so, and gives its rest.
func (r *run) until(t *testing.T, prefix string) string {
	t.Helper()
	for r.lines.Scan() {
		if rest, ok := strings.CutPrefix(r.lines.Text(), prefix+" "); ok {
			return rest
		}
	}
	t.Fatalf("it ended without a line that begins with %q: %s", prefix, r.stderr.String())
	return ""
}

// end waits and gives the exit code, as a shell does.
func (r *run) end(t *testing.T) int {
	t.Helper()
	for r.lines.Scan() {
	}
	r.Wait()
	return exitCode(r.ProcessState.Sys().(syscall.WaitStatus))
}

// processes are those of the run that are still there.
func (r *run) processes() []string {
	var found []string
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range environments {
		file, err := os.Open(path)
		if err != nil {
			continue
		}
		data, _ := io.ReadAll(file)
		file.Close()
		if bytes.Contains(data, []byte(r.mark)) {
			command, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
			found = append(found, strings.ReplaceAll(string(command), "\x00", " "))
		}
	}
	return found
}

// have waits until so many processes are there. A process that becomes another program has no environment for a moment.
func (r *run) have(t *testing.T, number int) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d processes", number), func() bool { return len(r.processes()) == number })
}

// left are the entries of the folder in which the run makes its work directory.
func (r *run) left(t *testing.T) []string {
	t.Helper()
	entries, err := filepath.Glob(filepath.Join(r.tmp, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after 30 seconds: %s", what)
		}
	}
}
