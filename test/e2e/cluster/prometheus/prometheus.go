// Package prometheus runs the real Prometheus on the cluster of a test, with the PodMonitors and the rules that are rendered. The operator,
// which would make a configuration of them, stands in (config.go); so do kube-state-metrics and the kubelet's metrics, which are made of
// the objects that the API server has (objects.go).
package prometheus

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/kubernetes"
)

// Options of a Prometheus.
type Options struct {
	Dir        string
	Program    string
	Client     kubernetes.Interface
	Kubeconfig string // of an administrator
	APIServer  string // address and port
	Token, CA  string // for its metrics
	Monitors   []unstructured.Unstructured
	Rules      []unstructured.Unstructured
}

// Prometheus is one that runs.
type Prometheus struct {
	url     string
	cmd     *exec.Cmd
	objects *http.Server
	away    atomic.Bool // whether the series of objects cannot be scraped
}

// Step is between two scrapes, and between two evaluations of the rules.
const Step = 2 * time.Second

// Start returns when it is ready. It does not wait for the first scrape.
func Start(ctx context.Context, o Options) (*Prometheus, error) {
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Prometheus{}
	p.objects = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.away.Load() {
			http.Error(w, "away", http.StatusServiceUnavailable)
			return
		}
		objects(o.Client)(w, r)
	})}
	go p.objects.Serve(listener)
	if err := writeConfig(o, listener.Addr().String()); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	p.url = "http://" + port
	log, err := os.Create(filepath.Join(o.Dir, "prometheus.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.cmd = exec.Command(o.Program, "--config.file=prometheus.yaml", "--storage.tsdb.path=data", "--web.listen-address="+port)
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = o.Dir, log, log
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		answer, err := http.Get(p.url + "/-/ready")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return p, nil
			}
			err = fmt.Errorf("it answers %s", answer.Status)
		}
		if ctx.Err() != nil || time.Now().After(end) {
			p.Stop()
			return nil, fmt.Errorf("Prometheus is not ready: %w; see %s", err, log.Name())
		}
	}
}

// ServeObjects says whether the series of objects can be scraped, as if kube-state-metrics were there or away.
func (p *Prometheus) ServeObjects(serve bool) { p.away.Store(!serve) }

// Stop ends it. Its data stay.
func (p *Prometheus) Stop() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
	p.objects.Close()
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
