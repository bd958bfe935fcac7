package kubelet

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// workload is where containers have this program, which is the image of the tests.
const workload = "/workload"

// work is what a container does. Steps are done one after another; each is a word and what it is to be done to.
func work(steps []string) int {
	for ; len(steps) > 1; steps = steps[2:] {
		if err := step(steps[0], steps[1]); err != nil {
			fmt.Fprintf(os.Stderr, "%s %s: %v\n", steps[0], steps[1], err)
			return 1
		}
	}
	return 0
}

func step(word, of string) error {
	switch word {
	case "say":
		fmt.Println(of)
	case "complain":
		fmt.Fprintln(os.Stderr, of)
	case "show": // files, by a pattern
		return show(of)
	case "variable":
		fmt.Printf("%s=%s\n", of, os.Getenv(of))
	case "identity":
		return identity()
	case "write":
		return os.WriteFile(of, []byte("written\n"), 0o644)
	case "get":
		return get(of)
	case "wait": // for a file
		for {
			if _, err := os.Stat(of); err == nil {
				return nil
			}
			time.Sleep(10 * time.Millisecond)
		}
	case "gone": // waits until a name is
		for {
			if _, err := os.Lstat(of); os.IsNotExist(err) {
				return nil
			}
			time.Sleep(10 * time.Millisecond)
		}
	case "expect": // in a file
		path, text, _ := strings.Cut(of, " ")
		for {
			if content, err := os.ReadFile(path); err != nil || strings.Contains(string(content), text) {
				return err
			}
			time.Sleep(10 * time.Millisecond)
		}
	case "serve":
		return serve(of)
	case "ignore": // a signal
		signal.Ignore(syscall.SIGTERM)
	case "sleep":
		d, err := time.ParseDuration(of)
		if err != nil {
			return err
		}
		time.Sleep(d)
	case "forever": // a line, until it is killed, or asked to end with an exit code
		return forever(of)
	case "exit":
		code, err := strconv.Atoi(of)
		if err != nil {
			return err
		}
		os.Exit(code)
	case "burn": // processor time
		d, err := time.ParseDuration(of)
		if err != nil {
			return err
		}
		for start := time.Now(); time.Since(start) < d; {
		}
	default:
		return fmt.Errorf("unknown step")
	}
	return nil
}

func show(pattern string) error {
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		return fmt.Errorf("nothing there: %w", err)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.IsDir() {
			fmt.Printf("%s %s\n", path, info.Mode())
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		owner := info.Sys().(*syscall.Stat_t)
		fmt.Printf("%s %s %d:%d %s\n", path, info.Mode(), owner.Uid, owner.Gid, strings.TrimSpace(string(content)))
	}
	return nil
}

// identity tells what the process is and may.
func identity() error {
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	groups, err := os.Getgroups()
	if err != nil {
		return err
	}
	fmt.Printf("host %s, pid %d, user %d:%d, groups %v, in %s\n", host, os.Getpid(), os.Getuid(), os.Getgid(), groups, folder)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(status)) {
		for _, name := range []string{"CapEff:", "CapBnd:", "NoNewPrivs:"} {
			if strings.HasPrefix(line, name) {
				fmt.Println(strings.Join(strings.Fields(line), " "))
			}
		}
	}
	open, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return err
	}
	for _, file := range open {
		// Those of the runtime are its own.
		if target, err := os.Readlink(file); err == nil && !strings.HasPrefix(target, "anon_inode:") {
			fmt.Printf("open %s %s\n", filepath.Base(file), strings.Split(target, ":")[0])
		}
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range interfaces {
		fmt.Printf("interface %s %s\n", i.Name, i.Flags&net.FlagUp)
	}
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(mounts)) {
		fmt.Println("mount " + strings.Fields(line)[1])
	}
	return nil
}

func get(url string) error {
	client := &http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Printf("%d %s\n", response.StatusCode, body)
	return err
}

// serve answers with the text, until it is asked to end. /fail makes /health fail, /mend makes it well again.
func serve(text string) error {
	var failing atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) })
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if failing.Load() {
			http.Error(w, "not well", http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("/fail", func(http.ResponseWriter, *http.Request) { failing.Store(true) })
	mux.HandleFunc("/mend", func(http.ResponseWriter, *http.Request) { failing.Store(false) })
	server := &http.Server{Addr: ":8080", Handler: mux}
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	go func() {
		<-asked
		server.Close()
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

func forever(line string) error {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	for {
		fmt.Println(line)
		select {
		case <-asked:
			fmt.Println("asked to end")
			os.Exit(3)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
