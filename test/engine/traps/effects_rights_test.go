package traps

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
)

// What the API server would say to the account of the first trigger of the samples, by the Roles that they have.
var rightsEffects = map[string]effect{
	"default-account": {onPodAccount, "the pods run as 'default'", "the pods run as 'remediation'"},
	"missing-rights":  {onRights, "create configmaps: 403", "create configmaps: allowed"},
	"wide-rights":     {onMore, "delete secrets: allowed", "delete secrets: 403"},
}

// onPodAccount is the account of the pods, which Kubernetes sets to default if it is empty.
func onPodAccount(t *testing.T, s *sample) string {
	account := deployed(t, s.sensor()).Spec.Template.Spec.ServiceAccountName
	if account == "" {
		account = "default"
	}
	return fmt.Sprintf("the pods run as '%s'", account)
}

var verbs = map[string]string{http.MethodPost: "create", http.MethodGet: "get", http.MethodPatch: "patch", http.MethodPut: "update", http.MethodDelete: "delete"}

// onRights is what becomes of each request of the action.
func onRights(t *testing.T, s *sample) string {
	cluster := newCluster(t)
	expect(t, "the action", acted(s, from(event(t, "")), clients(t, cluster, nil)), "")
	var answers []string
	for _, call := range cluster.Calls {
		// /api/v1/namespaces/<namespace>/<resource>
		resource := strings.Split(call.Path, "/")[5]
		answers = append(answers, authorized(s.Roles, verbs[call.Method], resource))
	}
	return strings.Join(answers, ", ")
}

// onMore is what the Roles say to what the action does not do.
func onMore(t *testing.T, s *sample) string {
	expect(t, "what the action does", onRights(t, s), "create configmaps: allowed")
	return authorized(s.Roles, "delete", "secrets")
}

// authorized is what the API server says to a verb on a resource of the core group without a name.
func authorized(roles []*rbacv1.Role, verb, resource string) string {
	has := func(list []string, value string) bool {
		return slices.Contains(list, value) || slices.Contains(list, "*")
	}
	for _, role := range roles {
		for _, rule := range role.Rules {
			if has(rule.APIGroups, "") && has(rule.Resources, resource) && has(rule.Verbs, verb) && len(rule.ResourceNames) == 0 {
				return fmt.Sprintf("%s %s: allowed", verb, resource)
			}
		}
	}
	return fmt.Sprintf("%s %s: 403", verb, resource)
}
