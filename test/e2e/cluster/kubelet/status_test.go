package kubelet

import (
	"testing"

	v1 "k8s.io/api/core/v1"
)

func TestRestartPolicy(t *testing.T) {
	for _, test := range []struct {
		policy v1.RestartPolicy
		init   bool
		code   int
		want   bool
	}{
		{v1.RestartPolicyAlways, false, 0, true},
		{v1.RestartPolicyAlways, false, 1, true},
		{v1.RestartPolicyAlways, true, 0, false},
		{v1.RestartPolicyAlways, true, 1, true},
		{v1.RestartPolicyOnFailure, false, 0, false},
		{v1.RestartPolicyOnFailure, false, 1, true},
		{v1.RestartPolicyOnFailure, true, 0, false},
		{v1.RestartPolicyNever, false, 0, false},
		{v1.RestartPolicyNever, false, 1, false},
	} {
		u := &unit{p: &pod{current: &v1.Pod{Spec: v1.PodSpec{RestartPolicy: test.policy}}}, init: test.init}
		if got := u.again(test.code); got != test.want {
			t.Errorf("%+v: got %t", test, got)
		}
	}
}

func TestPhase(t *testing.T) {
	ran := func(code int32) v1.ContainerState {
		return v1.ContainerState{Terminated: &v1.ContainerStateTerminated{ExitCode: code}}
	}
	runs := v1.ContainerState{Running: &v1.ContainerStateRunning{}}
	waits := waiting("any", "")
	unitIn := func(init bool, state, last v1.ContainerState) *unit {
		return &unit{init: init, state: state, last: last}
	}
	none := v1.ContainerState{}
	for _, test := range []struct {
		name   string
		policy v1.RestartPolicy
		ended  bool
		units  []*unit
		want   v1.PodPhase
	}{
		{"not begun", v1.RestartPolicyAlways, false, []*unit{unitIn(false, waits, none)}, v1.PodPending},
		{"running", v1.RestartPolicyNever, false, []*unit{unitIn(false, runs, none)}, v1.PodRunning},
		{"one runs, one waits", v1.RestartPolicyNever, false, []*unit{unitIn(false, runs, none), unitIn(false, waits, none)}, v1.PodPending},
		{"one runs, one is done", v1.RestartPolicyNever, false, []*unit{unitIn(false, runs, none), unitIn(false, ran(1), none)}, v1.PodRunning},
		{"done", v1.RestartPolicyOnFailure, false, []*unit{unitIn(false, ran(0), none)}, v1.PodSucceeded},
		{"done, and starts again", v1.RestartPolicyAlways, false, []*unit{unitIn(false, ran(0), none)}, v1.PodRunning},
		{"failed", v1.RestartPolicyNever, false, []*unit{unitIn(false, ran(0), none), unitIn(false, ran(1), none)}, v1.PodFailed},
		{"failed, and starts again", v1.RestartPolicyOnFailure, false, []*unit{unitIn(false, ran(1), none)}, v1.PodRunning},
		{"crash loop", v1.RestartPolicyOnFailure, false, []*unit{unitIn(false, waits, ran(1))}, v1.PodRunning},
		{"init runs", v1.RestartPolicyNever, false, []*unit{unitIn(true, runs, none), unitIn(false, waits, none)}, v1.PodPending},
		{"init failed", v1.RestartPolicyNever, false, []*unit{unitIn(true, ran(1), none), unitIn(false, waits, none)}, v1.PodFailed},
		{"init failed, and starts again", v1.RestartPolicyAlways, false, []*unit{unitIn(true, ran(1), none), unitIn(false, waits, none)}, v1.PodPending},
		{"init done", v1.RestartPolicyNever, false, []*unit{unitIn(true, ran(0), none), unitIn(false, runs, none)}, v1.PodRunning},
		{"ended before it began", v1.RestartPolicyAlways, true, []*unit{unitIn(false, waits, none)}, v1.PodFailed},
		{"ended in its init container", v1.RestartPolicyAlways, true, []*unit{unitIn(true, waits, none), unitIn(false, waits, none)}, v1.PodFailed},
		{"ended well", v1.RestartPolicyAlways, true, []*unit{unitIn(false, ran(0), none)}, v1.PodSucceeded},
		{"ended badly", v1.RestartPolicyAlways, true, []*unit{unitIn(false, ran(0), none), unitIn(false, ran(143), none)}, v1.PodFailed},
	} {
		p := &pod{units: test.units, ended: test.ended, current: &v1.Pod{Spec: v1.PodSpec{RestartPolicy: test.policy}}}
		if got := p.phase(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}
