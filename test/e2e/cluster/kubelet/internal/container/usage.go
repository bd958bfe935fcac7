package container

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Usage is what the processes of a container have used that are there now.
type Usage struct {
	PeakRSS int64 // bytes: the sum of the most that each has had
	CPU     time.Duration
}

// ticksPerSecond is the unit of times in /proc, which Linux shows the same everywhere.
const ticksPerSecond = 100

// Usage counts from when the container became its program: what it took to set it up is not of it.
func (p *Process) Usage() (Usage, error) {
	own, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/pid", p.PID))
	if err != nil {
		return Usage{}, err
	}
	links, err := filepath.Glob("/proc/[0-9]*/ns/pid")
	if err != nil {
		return Usage{}, err
	}
	total := Usage{CPU: -p.setUp}
	for _, link := range links {
		// A process that ends meanwhile is none.
		if namespace, err := os.Readlink(link); err != nil || namespace != own {
			continue
		}
		pid, err := strconv.Atoi(strings.Split(link, "/")[2])
		if err != nil {
			return Usage{}, err
		}
		if use, err := readStat(pid); err == nil {
			total.CPU += use.cpu
			total.PeakRSS += use.peak
		}
	}
	return total, nil
}

type stat struct {
	cpu  time.Duration
	peak int64
}

func readStat(pid int) (stat, error) {
	times, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	// The second field is the name of the program, in parentheses, and may contain anything.
	fields := strings.Fields(string(times[bytes.LastIndexByte(times, ')')+1:]))
	const utime, fieldsBefore = 13, 2
	var ticks int64
	for _, field := range fields[utime-fieldsBefore : utime-fieldsBefore+4] { // utime, stime, and those of children that have ended
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return stat{}, err
		}
		ticks += n
	}
	found := stat{cpu: time.Duration(ticks) * time.Second / ticksPerSecond}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return stat{}, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			if err != nil {
				return stat{}, err
			}
			found.peak = kilobytes * 1024
		}
	}
	return found, nil
}
