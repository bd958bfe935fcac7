package sources

import (
	"crypto/ed25519"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// write makes files of this name in a folder, one after the other, until an event comes: nothing tells when a folder is watched.
func write(t *testing.T, file string, l *listener) string {
	t.Helper()
	eventually(t, func() bool {
		if len(l.published) > 0 {
			return true
		}
		_ = os.Remove(file)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
		return false
	})
	return l.next(t)
}

// pkg/eventsources/sources/file/start.go
func runFile(t *testing.T) (plain, jsonBody string) {
	folder := t.TempDir()
	file := filepath.Join(folder, "a.json")
	spec := `file: {event: {eventType: %s, polling: %t, watchPathConfig: {directory: "%s", %s}}}`
	// The name is the whole path, what happened is a number, and the metadata is there when there is none.
	whole := start(t, fmt.Sprintf(spec, "CREATE", false, folder+"/", "path: a.json"))
	event := write(t, file, whole)
	is(t, "published", event, fmt.Sprintf(`{"name":%q,"op":1,"metadata":null}`, file))
	removed := start(t, fmt.Sprintf(spec, "REMOVE", false, folder+"/", "path: a.json"))
	is(t, "removed", write(t, file, removed), fmt.Sprintf(`{"name":%q,"op":4,"metadata":null}`, file))
	// A folder without a slash at its end leaves one at the front of the path.
	slash := start(t, fmt.Sprintf(spec, "CREATE", false, folder, `pathRegexp: "^/a\\.json$"`))
	is(t, "without a slash", write(t, file, slash), fmt.Sprintf(`{"name":%q,"op":1,"metadata":null}`, file))
	// By polling, the name is that of the file alone. A file that is made anew between two looks is a change, so each has its own name.
	polled := start(t, fmt.Sprintf(spec, "CREATE", true, folder, `pathRegexp: "^b\\d+$"`))
	made := 0
	eventually(t, func() bool {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("b%d", made)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		made++
		time.Sleep(50 * time.Millisecond)
		return len(polled.published) > 0
	})
	if event := polled.next(t); !regexp.MustCompile(`^\{"name":"b\d+","op":1,"metadata":null\}$`).MatchString(event) {
		t.Errorf("polled: %s", event)
	}
	return formOf(event), ""
}

// serveSFTP serves the files of this machine to who knows the password.
func serveSFTP(t *testing.T) (address string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PasswordCallback: func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
		if string(password) != "password" {
			return nil, io.ErrUnexpectedEOF
		}
		return nil, nil
	}}
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go serveSSH(connection, config)
		}
	}()
	return listener.Addr().String()
}

func serveSSH(connection net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for asked := range channels {
		channel, requests, err := asked.Accept()
		if err != nil {
			return
		}
		go func() {
			for request := range requests {
				_ = request.Reply(request.Type == "subsystem", nil)
			}
		}()
		if server, err := sftp.NewServer(channel, sftp.ReadOnly()); err == nil {
			go func() { _ = server.Serve() }()
		}
	}
}

// pkg/eventsources/sources/sftp/start.go
func runSFTP(t *testing.T) (plain, jsonBody string) {
	folder := t.TempDir()
	// An interval is read the wrong way round: one that cannot be parsed, or none, is no interval at all; any other is ten seconds.
	spec := `sftp: {event: {eventType: CREATE, pollIntervalDuration: "%s", watchPathConfig: {directory: "` + folder + `", path: a.json},
		address: ` + secret(t, serveSFTP(t)) + `, username: ` + secret(t, "user") + `, password: ` + secret(t, "password") + `, metadata: {team: shop}}}`
	l := start(t, fmt.Sprintf(spec, ""))
	begin := time.Now()
	event := write(t, filepath.Join(folder, "a.json"), l)
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("without an interval it takes %s", took)
	}
	is(t, "published", event, `{"name":"a.json","op":1,"metadata":{"team":"shop"}}`)
	return formOf(event), ""
}
