// Package garbage puts what a person or an attacker may type into every event of the remediation loop, and checks that the rendered
// sensors stay in their lane: no transform fails, for a failing one drops its event in silence, and nothing unchecked reaches a name,
// a label, a selector or a URL.
package garbage
