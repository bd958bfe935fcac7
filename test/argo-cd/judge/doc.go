// Package judge asks Argo CD's own code about a loop that is deployed: its diff, its project, its health checks in its Lua, its
// patterns for files. The suite on the control plane runs it, see judged in test/e2e/argocd_test.go.
package judge
