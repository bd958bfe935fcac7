package kubelet

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// inventory is what a node has taken of the machine.
type inventory struct {
	links, addresses, given, mounts, namespaces, processes, folders, workers []string
}

func takeInventory(t *testing.T, w world) inventory {
	t.Helper()
	var found inventory
	check := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	links, err := net.Interfaces()
	check(err)
	for _, link := range links {
		found.links = append(found.links, link.Name)
	}
	addresses, err := net.InterfaceAddrs()
	check(err)
	for _, address := range addresses {
		if !strings.Contains(address.String(), ":") { // IPv6 addresses come and go by themselves
			found.addresses = append(found.addresses, address.String())
		}
	}
	w.kubelet.pool.mu.Lock()
	for address := range w.kubelet.pool.used {
		found.given = append(found.given, address.String())
	}
	w.kubelet.pool.mu.Unlock()
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	check(err)
	for line := range strings.Lines(string(mounts)) {
		found.mounts = append(found.mounts, strings.Fields(line)[4])
	}
	own, err := os.Readlink("/proc/self/ns/net")
	check(err)
	files, err := filepath.Glob("/proc/self/fd/*")
	check(err)
	for _, file := range files {
		if target, err := os.Readlink(file); err == nil && strings.HasPrefix(target, "net:") && target != own {
			found.namespaces = append(found.namespaces, target)
		}
	}
	ownPID, err := os.Readlink("/proc/self/ns/pid")
	check(err)
	processes, err := filepath.Glob("/proc/[0-9]*/ns/pid")
	check(err)
	for _, process := range processes {
		if namespace, err := os.Readlink(process); err == nil && namespace != ownPID {
			found.processes = append(found.processes, process)
		}
	}
	found.folders, err = filepath.Glob(filepath.Join(w.kubelet.dir, "pods", "*"))
	check(err)
	stacks := make([]byte, 64<<20)
	for goroutine := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		if strings.Contains(goroutine, "kubelet.(*pod)") || strings.Contains(goroutine, "kubelet.(*unit)") {
			found.workers = append(found.workers, goroutine)
		}
	}
	for _, part := range []*[]string{&found.links, &found.addresses, &found.given, &found.mounts} {
		slices.Sort(*part)
	}
	return found
}

type inventoryPart struct {
	what        string
	now, before []string
}

func (i inventory) parts(before inventory) []inventoryPart {
	return []inventoryPart{
		{"network interfaces", i.links, before.links}, {"addresses", i.addresses, before.addresses},
		{"addresses given out", i.given, before.given}, {"mounts", i.mounts, before.mounts},
		{"network namespaces", i.namespaces, before.namespaces}, {"processes in containers", i.processes, before.processes},
		{"folders of pods", i.folders, before.folders}, {"goroutines", i.workers, before.workers},
	}
}

func (i inventory) difference(before inventory) error {
	for _, part := range i.parts(before) {
		if !slices.Equal(part.now, part.before) {
			return fmt.Errorf("%s: %q, before: %q", part.what, part.now, part.before)
		}
	}
	return nil
}

func hasAddress(t *testing.T, address string) bool {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(addresses, func(a net.Addr) bool { return a.String() == address+"/32" })
}
