package plane

// etcdURL is for the API server alone.
const etcdURL = "http://127.0.0.1:2379"

func (p *Plane) etcd() *Process {
	const peers = "http://127.0.0.1:2380"
	return p.process(Etcd, p.bin.Etcd, answers(etcdURL+"/health", nil),
		"--name=e2e",
		"--data-dir="+p.path("etcd"),
		"--listen-client-urls="+etcdURL,
		"--advertise-client-urls="+etcdURL,
		"--listen-peer-urls="+peers,
		"--initial-advertise-peer-urls="+peers,
		"--initial-cluster=e2e="+peers,
		// A process that is killed has handed its writes to the kernel. Only a machine that fails would lose them.
		"--unsafe-no-fsync",
		"--log-level=warn",
	)
}
