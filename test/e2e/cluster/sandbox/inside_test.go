package sandbox

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestNetwork(t *testing.T) {
	interfaces, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range interfaces {
		got = append(got, i.Name)
		addresses, err := i.Addrs()
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range addresses {
			if ip := address.(*net.IPNet).IP; ip.To4() != nil {
				got = append(got, address.String())
			}
		}
	}
	want := []string{"lo", "127.0.0.1/8", "10.96.0.1/32", "pods", "10.244.0.1/16"}
	if !slices.Equal(got, want) {
		t.Errorf("interfaces and addresses %q, want %q", got, want)
	}
	for _, ip := range []string{"127.0.0.1", NodeIP, KubernetesIP} {
		listener, err := net.Listen("tcp", net.JoinHostPort(ip, "443"))
		if err != nil {
			t.Fatal(err)
		}
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Error(err)
		} else {
			connection.Close()
		}
		listener.Close()
	}
	if _, err := net.DialTimeout("tcp", "198.51.100.1:443", time.Second); err == nil || !strings.Contains(err.Error(), "network is unreachable") {
		t.Errorf("an address outside: %v, want no way there", err)
	}
}

func TestProcessesAreTheRunsOwn(t *testing.T) {
	exe, err := os.Readlink("/proc/1/exe")
	if err != nil {
		t.Fatal(err)
	}
	if own, _ := os.Executable(); exe != own {
		t.Errorf("process 1 is %q, want %q", exe, own)
	}
	if os.Getppid() != 1 {
		t.Errorf("the parent of the tests is %d, want process 1", os.Getppid())
	}
	if name, _ := os.Hostname(); name != "e2e" {
		t.Errorf("host name %q", name)
	}
}

func TestMountsAreTheRunsOwn(t *testing.T) {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mounts)) {
		if strings.Contains(line, " shared:") || strings.Contains(line, " master:") {
			t.Errorf("shows outside, or from outside: %s", line)
		}
	}
}

func TestOrphansAreReaped(t *testing.T) {
	out, err := exec.Command("sh", "-c", "sleep 0.01 >/dev/null & echo $!").Output()
	if err != nil {
		t.Fatal(err)
	}
	stat := filepath.Join("/proc", strings.TrimSpace(string(out)), "stat")
	eventually(t, "the orphan is gone", func() bool {
		_, err := os.Stat(stat)
		return os.IsNotExist(err)
	})
}

func TestWorkDirectory(t *testing.T) {
	info, err := os.Stat(Dir())
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 || info.Sys().(*syscall.Stat_t).Uid != 0 {
		t.Errorf("%s is for others too: %v", Dir(), info.Mode())
	}
	if temporary := t.TempDir(); !strings.HasPrefix(temporary, Dir()+"/") {
		t.Errorf("temporary files are in %s, which an interrupt would leave", temporary)
	}
	if fmt.Sprint(os.Getenv(levelEnv), os.Getenv(dirEnv)) != "" {
		t.Error("processes that the tests start would take themselves for part of this run")
	}
}
