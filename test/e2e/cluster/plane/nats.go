package plane

import (
	"fmt"

	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
)

const natsMonitor = "127.0.0.1:8222"

func (p *Plane) nats() *Process {
	return p.process(NATS, p.bin.NATS, answers("http://"+natsMonitor+"/healthz?js-enabled-only=true", nil), "--config="+p.path("nats.conf"))
}

// natsConfig has TLS, without which the engine does not talk to JetStream.
func (p *Plane) natsConfig() string {
	return fmt.Sprintf(`server_name: e2e
listen: "%s:4222"
http: "%s"
tls { cert_file: %q, key_file: %q }
jetstream { store_dir: %q, max_memory_store: 256MB, max_file_store: 4GB }
`, sandbox.NodeIP, natsMonitor, p.path("pki", NATS+".crt"), p.path("pki", NATS+".key"), p.path("jetstream"))
}
