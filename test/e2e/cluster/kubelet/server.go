package kubelet

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet/internal/logs"

	v1 "k8s.io/api/core/v1"
)

// port is where the API server asks for logs.
const port = 10250

func (k *Kubelet) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", k.serveLogs)
	return mux
}

func (k *Kubelet) serveLogs(w http.ResponseWriter, r *http.Request) {
	namespace, name, containerName := r.PathValue("namespace"), r.PathValue("pod"), r.PathValue("container")
	options, previous, err := logOptions(r.URL.Query(), time.Now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p := k.pod(namespace, name)
	if p == nil {
		http.Error(w, fmt.Sprintf("pod %q does not exist", name), http.StatusNotFound)
		return
	}
	log, err := p.logOf(containerName, previous)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	if err := log.Write(r.Context(), w, options); err != nil {
		k.log.Warn("logs", "pod", p, "container", containerName, "error", err)
	}
}

// logOptions reads what the API server passes on.
func logOptions(query url.Values, now time.Time) (options logs.Options, previous bool, err error) {
	number := func(key string) (*int64, error) {
		if query.Get(key) == "" {
			return nil, nil
		}
		n, err := strconv.ParseInt(query.Get(key), 10, 64)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%s is %q: allowed: a number that is not negative", key, query.Get(key))
		}
		return &n, nil
	}
	options.Follow = query.Get("follow") == "true"
	options.Timestamps = query.Get("timestamps") == "true"
	if options.Tail, err = number("tailLines"); err != nil {
		return options, false, err
	}
	if options.Limit, err = number("limitBytes"); err != nil {
		return options, false, err
	}
	seconds, err := number("sinceSeconds")
	if err != nil {
		return options, false, err
	}
	if seconds != nil {
		options.Since = now.Add(-time.Duration(*seconds) * time.Second)
	}
	if text := query.Get("sinceTime"); text != "" {
		if options.Since, err = time.Parse(time.RFC3339, text); err != nil {
			return options, false, fmt.Errorf("sinceTime: %w", err)
		}
	}
	return options, query.Get("previous") == "true", nil
}

// logOf is the log of the process that runs or has ended, or of the one before it.
func (p *pod) logOf(containerName string, previous bool) (*logs.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, u := range p.units {
		if u.spec.Name != containerName {
			continue
		}
		log := u.log
		// While it waits to start again, the process that ended last is the one before.
		if previous && u.state.Waiting == nil {
			log = u.before
		}
		switch {
		case log != nil && (!previous || u.last.Terminated != nil):
			return log, nil
		case previous:
			return nil, fmt.Errorf("previous terminated container %q in pod %q not found", containerName, p.name)
		}
		return nil, fmt.Errorf("container %q in pod %q is waiting to start: %s", containerName, p.name, waitingWords(u.state))
	}
	return nil, fmt.Errorf("container %q in pod %q is not available", containerName, p.name)
}

func waitingWords(state v1.ContainerState) string {
	if state.Waiting == nil {
		return "no logs yet"
	}
	switch state.Waiting.Reason {
	case errImagePull:
		return "image can't be pulled"
	case imagePullBackOff:
		return "trying and failing to pull image"
	}
	return state.Waiting.Reason
}

// selfSigned is a certificate as a kubelet makes one for itself; the API server does not ask who signed it.
func selfSigned(address netip.Addr) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{address.AsSlice()},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{certificate}, PrivateKey: key}, err
}
