package container

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	// outside is where the file system of the host is while the container's is put together.
	outside = "/.outside"

	// layers is where what the container writes into folders of the host goes instead.
	layers = "/.layers"

	// podFiles is where a container has the files that all containers of its pod share, hosts among them.
	podFiles = "/run/pod"
)

// hostFolders are those that programs come from. Many a host has some of them as links to others.
var hostFolders = []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"}

// hostFiles are those that programs from hostFolders need to run, where the host has them.
var hostFiles = []string{"/etc/alternatives", "/etc/ld.so.cache"}

// furnish puts the root file system together and makes it the root of this process. Everything is mounted from inside of it, so that a
// symbolic link leads to where it leads in the container.
func furnish(spec Spec) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make all mounts private: %w", err)
	}
	if err := enter(spec.Root); err != nil {
		return err
	}
	writable, err := mountHostFolders()
	if err != nil {
		return err
	}
	for _, step := range []func(Spec) error{makeFolders, makeDevices, mountProc, writeEtc, mountFiles, mountVolumes} {
		if err := step(spec); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(spec.WorkingDir, 0o755); err != nil {
		return err
	}
	for _, folder := range []string{layers, outside} {
		if err := leave(folder); err != nil {
			return err
		}
	}
	if !spec.ReadOnlyRoot {
		return nil
	}
	for _, mount := range append(writable, "/") {
		if err := remount(mount, unix.MS_RDONLY); err != nil {
			return err
		}
	}
	return nil
}

// enter makes an empty file system the root, and the one before it a folder of it.
func enter(root string) error {
	if err := mount("tmpfs", root, "tmpfs", 0, "mode=755"); err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(root, outside), 0o700); err != nil {
		return err
	}
	if err := unix.PivotRoot(root, filepath.Join(root, outside)); err != nil {
		return fmt.Errorf("make %q the root: %w", root, err)
	}
	return os.Chdir("/")
}

func leave(folder string) error {
	if err := unix.Unmount(folder, unix.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount %q: %w", folder, err)
	}
	return os.Remove(folder)
}

// mountHostFolders gives the container folders of the host that it may write into without a trace there, as into those of an image.
func mountHostFolders() (mounted []string, err error) {
	if err := os.Mkdir(layers, 0o700); err != nil {
		return nil, err
	}
	if err := mount("tmpfs", layers, "tmpfs", 0, "mode=700"); err != nil {
		return nil, err
	}
	for _, folder := range hostFolders {
		info, err := os.Lstat(outside + folder)
		switch {
		case os.IsNotExist(err):
		case err != nil:
			return nil, err
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(outside + folder)
			if err != nil {
				return nil, err
			}
			if err := os.Symlink(target, folder); err != nil {
				return nil, err
			}
		default:
			if err := mountLayered(folder); err != nil {
				return nil, err
			}
			mounted = append(mounted, folder)
		}
	}
	return mounted, nil
}

func mountLayered(folder string) error {
	upper, work := layers+folder+".upper", layers+folder+".work"
	for _, dir := range []string{upper, work, folder} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
	}
	return mount("overlay", folder, "overlay", 0, fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", outside+folder, upper, work))
}

func makeFolders(Spec) error {
	for _, folder := range []struct {
		path string
		mode fs.FileMode
	}{
		{"/dev", 0o755}, {"/etc", 0o755}, {"/home", 0o755}, {"/proc", 0o555}, {"/root", 0o700}, {"/run", 0o755}, {"/sys", 0o555},
		{"/tmp", 0o777 | fs.ModeSticky}, {"/var", 0o755}, {"/var/tmp", 0o777 | fs.ModeSticky},
	} {
		if err := os.Mkdir(folder.path, 0o755); err != nil {
			return err
		}
		if err := os.Chmod(folder.path, folder.mode); err != nil {
			return err
		}
	}
	return os.Symlink("/run", "/var/run")
}

func makeDevices(Spec) error {
	if err := mount("tmpfs", "/dev", "tmpfs", unix.MS_NOSUID, "mode=755"); err != nil {
		return err
	}
	for _, device := range []string{"full", "null", "random", "tty", "urandom", "zero"} {
		if err := bind(outside+"/dev/"+device, "/dev/"+device, 0); err != nil {
			return err
		}
	}
	for name, target := range map[string]string{"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"} {
		if err := os.Symlink("/proc/self/fd"+target, "/dev/"+name); err != nil {
			return err
		}
	}
	if err := os.Mkdir("/dev/shm", 0o755); err != nil {
		return err
	}
	return mount("tmpfs", "/dev/shm", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=1777")
}

func mountProc(Spec) error {
	return mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
}

func writeEtc(spec Spec) error {
	for name, content := range map[string]string{
		"passwd":        "root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n",
		"group":         "root:x:0:\nnobody:x:65534:\n",
		"hostname":      spec.Hostname + "\n",
		"nsswitch.conf": "hosts: files dns\n",
		// There is no DNS. What hosts does not have is refused at once rather than after a time.
		"resolv.conf": "nameserver 127.0.0.1\n",
	} {
		if err := os.WriteFile("/etc/"+name, []byte(content), 0o644); err != nil {
			return err
		}
	}
	if err := bind(outside+spec.PodFiles, podFiles, unix.MS_RDONLY); err != nil {
		return err
	}
	// Through a folder, so that the file can be replaced as a whole: a program never reads a half.
	if err := os.Symlink(podFiles+"/hosts", "/etc/hosts"); err != nil {
		return err
	}
	if err := bind(outside+spec.CAs, "/etc/ssl/certs/ca-certificates.crt", unix.MS_RDONLY); err != nil {
		return err
	}
	if err := os.Symlink("certs/ca-certificates.crt", "/etc/ssl/cert.pem"); err != nil {
		return err
	}
	for _, path := range hostFiles {
		if _, err := os.Stat(outside + path); err == nil {
			if err := bind(outside+path, path, unix.MS_RDONLY); err != nil {
				return err
			}
		}
	}
	return nil
}

// mountFiles puts the files of the image at their places, instead of what the host may have there.
func mountFiles(spec Spec) error {
	for _, target := range slices.Sorted(maps.Keys(spec.Files)) {
		if err := os.RemoveAll(target); err != nil {
			return err
		}
		if err := bind(outside+spec.Files[target], target, unix.MS_RDONLY); err != nil {
			return err
		}
	}
	return nil
}

// mountVolumes mounts the outer before the inner.
func mountVolumes(spec Spec) error {
	byDepth := slices.SortedStableFunc(slices.Values(spec.Mounts), func(a, b Mount) int {
		return cmp.Compare(strings.Count(filepath.Clean(a.Target), "/"), strings.Count(filepath.Clean(b.Target), "/"))
	})
	for _, m := range byDepth {
		var flags uintptr
		if m.ReadOnly {
			flags = unix.MS_RDONLY
		}
		if err := bind(outside+m.Source, m.Target, flags); err != nil {
			return err
		}
	}
	return nil
}

// bind makes what it binds to when it is not there.
func bind(source, target string, flags uintptr) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if err := makeTarget(target, info.IsDir()); err != nil {
		return err
	}
	if err := mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	if flags == 0 {
		return nil
	}
	return remount(target, flags)
}

func makeTarget(target string, folder bool) error {
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	if folder {
		return os.MkdirAll(target, 0o755)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	file, err := os.Create(target)
	if err != nil {
		return err
	}
	return file.Close()
}

func mount(source, target, kind string, flags uintptr, data string) error {
	if err := unix.Mount(source, target, kind, flags, data); err != nil {
		return fmt.Errorf("mount %q on %q: %w", source, target, err)
	}
	return nil
}

func remount(target string, flags uintptr) error {
	if err := unix.Mount("", target, "", unix.MS_REMOUNT|unix.MS_BIND|flags, ""); err != nil {
		return fmt.Errorf("mount %q anew: %w", target, err)
	}
	return nil
}
