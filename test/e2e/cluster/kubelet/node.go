package kubelet

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"golang.org/x/sys/unix"
)

// mostPods is more than the 110 of a real node, for it is the only one.
const mostPods = 1000

func (k *Kubelet) register(ctx context.Context) error {
	nodes := k.client.CoreV1().Nodes()
	node, err := nodes.Create(ctx, &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: k.node, Labels: k.nodeLabels()}}, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		node, err = nodes.Get(ctx, k.node, metav1.GetOptions{})
	}
	if err != nil {
		return fmt.Errorf("register node %q: %w", k.node, err)
	}
	// The API server gives each new node the taint "not ready", for a controller to take away.
	if len(node.Spec.Taints) > 0 {
		node.Spec.Taints = nil
		if node, err = nodes.Update(ctx, node, metav1.UpdateOptions{}); err != nil {
			return fmt.Errorf("taints of node %q: %w", k.node, err)
		}
	}
	if node.Status, err = k.nodeStatus(); err != nil {
		return err
	}
	if _, err := nodes.UpdateStatus(ctx, node, metav1.UpdateOptions{}); err != nil {
		return fmt.Errorf("status of node %q: %w", k.node, err)
	}
	return nil
}

func (k *Kubelet) nodeLabels() map[string]string {
	return map[string]string{v1.LabelHostname: k.node, v1.LabelOSStable: runtime.GOOS, v1.LabelArchStable: runtime.GOARCH}
}

func (k *Kubelet) nodeStatus() (v1.NodeStatus, error) {
	var memory unix.Sysinfo_t
	if err := unix.Sysinfo(&memory); err != nil {
		return v1.NodeStatus{}, err
	}
	var system unix.Utsname
	if err := unix.Uname(&system); err != nil {
		return v1.NodeStatus{}, err
	}
	machine, _ := os.ReadFile("/etc/machine-id") // not every machine has one
	capacity := v1.ResourceList{
		v1.ResourceCPU:              *resource.NewQuantity(int64(runtime.NumCPU()), resource.DecimalSI),
		v1.ResourceMemory:           *resource.NewQuantity(int64(memory.Totalram)*int64(memory.Unit), resource.BinarySI),
		v1.ResourceEphemeralStorage: resource.MustParse("10Gi"),
		v1.ResourcePods:             *resource.NewQuantity(mostPods, resource.DecimalSI),
	}
	return v1.NodeStatus{
		Capacity:    capacity,
		Allocatable: capacity,
		Addresses:   []v1.NodeAddress{{Type: v1.NodeInternalIP, Address: k.nodeIP.String()}},
		Conditions: []v1.NodeCondition{{
			Type: v1.NodeReady, Status: v1.ConditionTrue, Reason: "KubeletReady", Message: "kubelet is posting ready status",
			LastHeartbeatTime: metav1.Now(), LastTransitionTime: metav1.Now(),
		}},
		DaemonEndpoints: v1.NodeDaemonEndpoints{KubeletEndpoint: v1.DaemonEndpoint{Port: port}},
		NodeInfo: v1.NodeSystemInfo{
			MachineID: strings.TrimSpace(string(machine)), SystemUUID: k.node, BootID: fmt.Sprint(time.Now().UnixNano()),
			KernelVersion: unix.ByteSliceToString(system.Release[:]), OSImage: "stand-in", ContainerRuntimeVersion: "process://1",
			KubeletVersion: "v1.33.13-stand-in", OperatingSystem: runtime.GOOS, Architecture: runtime.GOARCH,
		},
	}, nil
}
