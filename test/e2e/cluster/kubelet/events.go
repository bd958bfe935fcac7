package kubelet

import (
	"github.com/go-logr/logr"
	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/scheme"
	typed "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/record"
	"k8s.io/klog/v2"
)

// Reasons of Events, as kubelets give them.
const (
	backOff                   = "BackOff"
	containerCreated          = "Created"
	containerFailed           = "Failed"
	containerStarted          = "Started"
	containerUnhealthy        = "Unhealthy"
	failedMount               = "FailedMount"
	failedCreatePodSandBox    = "FailedCreatePodSandBox"
	killing                   = "Killing"
	pulled                    = "Pulled"
	scheduled                 = "Scheduled"
	failedScheduling          = "FailedScheduling"
	podDeadlineExceededReason = "DeadlineExceeded"
)

// startEvents sends Events in the name of the kubelet and of the scheduler. What cannot be sent is in the node's log.
func (k *Kubelet) startEvents() {
	logger := logr.FromSlogHandler(k.log.Handler())
	k.events = record.NewBroadcaster(record.WithContext(klog.NewContext(k.ctx, logger)))
	k.events.StartRecordingToSink(&typed.EventSinkImpl{Interface: k.client.CoreV1().Events("")})
	k.recorder = k.events.NewRecorder(scheme.Scheme, v1.EventSource{Component: "kubelet", Host: k.node}).WithLogger(logger)
	k.scheduler = k.events.NewRecorder(scheme.Scheme, v1.EventSource{Component: v1.DefaultSchedulerName}).WithLogger(logger)
}

func (p *pod) normal(reason, format string, values ...any) {
	p.k.recorder.Eventf(p.object(), v1.EventTypeNormal, reason, format, values...)
}

func (p *pod) warn(reason, format string, values ...any) {
	p.k.recorder.Eventf(p.object(), v1.EventTypeWarning, reason, format, values...)
}
