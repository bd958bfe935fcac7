package container

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// capabilities by name.
var capabilities = map[string]uintptr{
	"AUDIT_CONTROL": unix.CAP_AUDIT_CONTROL, "AUDIT_READ": unix.CAP_AUDIT_READ, "AUDIT_WRITE": unix.CAP_AUDIT_WRITE,
	"BLOCK_SUSPEND": unix.CAP_BLOCK_SUSPEND, "BPF": unix.CAP_BPF, "CHECKPOINT_RESTORE": unix.CAP_CHECKPOINT_RESTORE,
	"CHOWN": unix.CAP_CHOWN, "DAC_OVERRIDE": unix.CAP_DAC_OVERRIDE, "DAC_READ_SEARCH": unix.CAP_DAC_READ_SEARCH,
	"FOWNER": unix.CAP_FOWNER, "FSETID": unix.CAP_FSETID, "IPC_LOCK": unix.CAP_IPC_LOCK, "IPC_OWNER": unix.CAP_IPC_OWNER,
	"KILL": unix.CAP_KILL, "LEASE": unix.CAP_LEASE, "LINUX_IMMUTABLE": unix.CAP_LINUX_IMMUTABLE, "MAC_ADMIN": unix.CAP_MAC_ADMIN,
	"MAC_OVERRIDE": unix.CAP_MAC_OVERRIDE, "MKNOD": unix.CAP_MKNOD, "NET_ADMIN": unix.CAP_NET_ADMIN,
	"NET_BIND_SERVICE": unix.CAP_NET_BIND_SERVICE, "NET_BROADCAST": unix.CAP_NET_BROADCAST, "NET_RAW": unix.CAP_NET_RAW,
	"PERFMON": unix.CAP_PERFMON, "SETFCAP": unix.CAP_SETFCAP, "SETGID": unix.CAP_SETGID, "SETPCAP": unix.CAP_SETPCAP,
	"SETUID": unix.CAP_SETUID, "SYSLOG": unix.CAP_SYSLOG, "SYS_ADMIN": unix.CAP_SYS_ADMIN, "SYS_BOOT": unix.CAP_SYS_BOOT,
	"SYS_CHROOT": unix.CAP_SYS_CHROOT, "SYS_MODULE": unix.CAP_SYS_MODULE, "SYS_NICE": unix.CAP_SYS_NICE,
	"SYS_PACCT": unix.CAP_SYS_PACCT, "SYS_PTRACE": unix.CAP_SYS_PTRACE, "SYS_RAWIO": unix.CAP_SYS_RAWIO,
	"SYS_RESOURCE": unix.CAP_SYS_RESOURCE, "SYS_TIME": unix.CAP_SYS_TIME, "SYS_TTY_CONFIG": unix.CAP_SYS_TTY_CONFIG,
	"WAKE_ALARM": unix.CAP_WAKE_ALARM,
}

// defaultCapabilities are those that container runtimes leave to root.
var defaultCapabilities = []string{
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID",
	"SETPCAP", "SETUID", "SYS_CHROOT",
}

// all stands for every capability.
const all = "ALL"

// Capabilities are the default ones, with some added and others dropped. What is dropped by name is dropped though "ALL" are added, and
// the other way round.
func Capabilities(add, drop []string) ([]string, error) {
	set := map[string]bool{}
	give := func(names []string, given bool) {
		for _, name := range names {
			set[name] = given
		}
	}
	add, err := capabilityNames(add)
	if err != nil {
		return nil, err
	}
	drop, err = capabilityNames(drop)
	if err != nil {
		return nil, err
	}
	give(defaultCapabilities, true)
	if slices.Contains(add, all) {
		give(slices.Collect(maps.Keys(capabilities)), true)
	}
	if slices.Contains(drop, all) {
		clear(set)
	}
	give(add, true)
	give(drop, false)
	delete(set, all)
	maps.DeleteFunc(set, func(_ string, given bool) bool { return !given })
	return slices.Sorted(maps.Keys(set)), nil
}

func capabilityNames(given []string) ([]string, error) {
	var names []string
	for _, name := range given {
		plain := strings.TrimPrefix(strings.ToUpper(name), "CAP_")
		if _, known := capabilities[plain]; !known && plain != all {
			return nil, fmt.Errorf("unknown capability %q", name)
		}
		names = append(names, plain)
	}
	return names, nil
}

// limit takes from this thread what no program that it starts can have any more: capabilities that are out of the bounding set are not
// given to root either.
func limit(spec Spec) error {
	for name, number := range capabilities {
		if slices.Contains(spec.Capabilities, name) {
			continue
		}
		// EINVAL: a capability that this kernel does not have.
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, number, 0, 0, 0); err != nil && err != unix.EINVAL {
			return fmt.Errorf("drop capability %s: %w", name, err)
		}
	}
	if !spec.NoNewPrivileges {
		return nil
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no new privileges: %w", err)
	}
	return nil
}

func setUser(user User) error {
	if err := syscall.Setgroups(user.Groups); err != nil {
		return fmt.Errorf("groups %v: %w", user.Groups, err)
	}
	if err := syscall.Setgid(user.GID); err != nil {
		return fmt.Errorf("group %d: %w", user.GID, err)
	}
	if err := syscall.Setuid(user.UID); err != nil {
		return fmt.Errorf("user %d: %w", user.UID, err)
	}
	return nil
}
