package kubelet

import (
	"context"
	"fmt"
	"time"

	authentication "k8s.io/api/authentication/v1"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// token is one of a pod's service account. It is good as long as the pod is there, at most.
type token struct {
	spec  v1.ServiceAccountTokenProjection
	value string
	ends  time.Time
	renew time.Time
}

// renew asks for a token when there is none, or when four fifths of the time of the one there is are over. It keeps one that is still
// good when the API server cannot be asked.
func (p *pod) renew(ctx context.Context, t *token) error {
	if t.value != "" && time.Now().Before(t.renew) {
		return nil
	}
	request := &authentication.TokenRequest{Spec: authentication.TokenRequestSpec{
		ExpirationSeconds: t.spec.ExpirationSeconds,
		BoundObjectRef:    &authentication.BoundObjectReference{APIVersion: "v1", Kind: "Pod", Name: p.name, UID: p.uid},
	}}
	if t.spec.Audience != "" {
		request.Spec.Audiences = []string{t.spec.Audience}
	}
	account := p.object().Spec.ServiceAccountName
	given, err := p.k.client.CoreV1().ServiceAccounts(p.namespace).CreateToken(ctx, account, request, metav1.CreateOptions{})
	if err != nil {
		if time.Now().Before(t.ends) {
			t.renew = time.Now().Add(time.Second)
			return nil
		}
		return fmt.Errorf("failed to fetch token: %w", err)
	}
	t.value, t.ends = given.Status.Token, given.Status.ExpirationTimestamp.Time
	t.renew = time.Now().Add(time.Until(t.ends) * 4 / 5)
	return nil
}
