// Package container makes processes into containers: with a root file system, processes and a host name of their own, in the network of
// their pod, and with no more privileges than they are given.
//
// A container is started as another process of this program (start.go), which the kernel puts into new namespaces. It furnishes them
// from inside (init.go, rootfs.go, privileges.go), where all that it mounts is its own and goes with it, and then becomes the
// program that the container is to run.
package container

// Spec is all that makes a container. Paths outside hold no symbolic links: they are looked up where links would lead elsewhere.
type Spec struct {
	Root     string // a folder outside, empty, where the root file system is put together
	Hostname string
	PodFiles string // a folder outside, with the file "hosts"; what is in it may be replaced at any time
	CAs      string // a file outside: the certificates that programs trust
	Files    map[string]string
	Mounts   []Mount

	Args       []string
	Env        []string
	WorkingDir string

	User            User
	Capabilities    []string // without "CAP_"; others cannot be had, not even by root
	NoNewPrivileges bool
	ReadOnlyRoot    bool
}

// Mount puts a file or folder from outside at a path inside.
type Mount struct {
	Source, Target string
	ReadOnly       bool
}

// User is who the program runs as.
type User struct {
	UID, GID int
	Groups   []int
}
