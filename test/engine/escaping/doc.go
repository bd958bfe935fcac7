// Package escaping reads what our TypeScript functions write, paths, patterns, templates, literals and documents, with the libraries
// that the engine and Kubernetes read them with. cases.json is made by test/properties.
package escaping
