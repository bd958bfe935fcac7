// Package argocd runs what is rendered for Argo CD: the health checks, in the engine for Lua that Argo CD uses, on objects that
// the controllers of Argo Events wrote.
package argocd
