// Package traffic tells who connects to whom: each TCP connection and each UDP packet that passes an interface of this network.
package traffic

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Flow is who connects to whom.
type Flow struct {
	Protocol string // TCP or UDP
	From     netip.Addr
	To       netip.AddrPort
}

func (f Flow) String() string { return fmt.Sprintf("%s from %s to %s", f.Protocol, f.From, f.To) }

// Recorder keeps each flow once.
type Recorder struct {
	fd   int
	done chan struct{}

	mu    sync.Mutex
	flows map[Flow]bool
}

// first passes the packets that begin a TCP connection, and all of UDP. It sees them from the IP header on, as a socket of the type
// SOCK_DGRAM does.
var first = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: 9}, // protocol
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.IPPROTO_UDP, Jt: 7},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.IPPROTO_TCP, Jf: 7},
	{Code: unix.BPF_LD | unix.BPF_H | unix.BPF_ABS, K: 6}, // place of the fragment
	{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, K: 0x1fff, Jt: 5},
	{Code: unix.BPF_LDX | unix.BPF_B | unix.BPF_MSH, K: 0},
	{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_IND, K: 13}, // flags
	{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: synAck},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: syn, Jf: 1},
	{Code: unix.BPF_RET | unix.BPF_K, K: snapshot},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0},
}

const (
	syn      = 0x02
	synAck   = 0x12
	snapshot = 128 // of a packet: the longest headers of IP and TCP
)

// Record records until Stop is called. It needs the right to open raw sockets.
func Record() (*Recorder, error) {
	// Without a protocol it hears nothing until it is bound, and then only what the filter passes.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("raw socket: %w", err)
	}
	r := &Recorder{fd: fd, done: make(chan struct{}), flows: map[Flow]bool{}}
	program := unix.SockFprog{Len: uint16(len(first)), Filter: &first[0]}
	// A read that waits for ever would never hear of Stop.
	timeout := unix.NsecToTimeval(int64(100 * time.Millisecond))
	err = errors.Join(
		unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &program),
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 8<<20),
		unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &timeout),
		unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: bigEndian(unix.ETH_P_IP)}),
	)
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("raw socket: %w", err)
	}
	go r.read()
	return r, nil
}

func bigEndian(number uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, number))
}

func (r *Recorder) read() {
	packet := make([]byte, snapshot)
	for {
		n, _, err := unix.Recvfrom(r.fd, packet, 0)
		select {
		case <-r.done:
			unix.Close(r.fd)
			return
		default:
		}
		if err != nil {
			continue
		}
		if flow, ok := parse(packet[:n]); ok {
			r.mu.Lock()
			r.flows[flow] = true
			r.mu.Unlock()
		}
	}
}

func parse(packet []byte) (Flow, bool) {
	const shortest = 20
	if len(packet) < shortest {
		return Flow{}, false
	}
	header := int(packet[0]&0x0f) * 4
	if len(packet) < header+4 {
		return Flow{}, false
	}
	from, _ := netip.AddrFromSlice(packet[12:16])
	to, _ := netip.AddrFromSlice(packet[16:20])
	protocol := map[byte]string{unix.IPPROTO_TCP: "TCP", unix.IPPROTO_UDP: "UDP"}[packet[9]]
	port := binary.BigEndian.Uint16(packet[header+2:])
	return Flow{protocol, from, netip.AddrPortFrom(to, port)}, protocol != ""
}

// Flows are those so far, in no order.
func (r *Recorder) Flows() []Flow {
	r.mu.Lock()
	defer r.mu.Unlock()
	flows := make([]Flow, 0, len(r.flows))
	for flow := range r.flows {
		flows = append(flows, flow)
	}
	return flows
}

// Stop ends the recording.
func (r *Recorder) Stop() { close(r.done) }
