package e2e

import (
	_ "github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	_ "github.com/nats-io/nats.go"
	_ "github.com/vishvananda/netlink"
	_ "golang.org/x/sys/unix"
	_ "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	_ "k8s.io/apimachinery/pkg/api/errors"
	_ "k8s.io/client-go/dynamic"
	_ "k8s.io/client-go/kubernetes"
	_ "sigs.k8s.io/yaml"
)
