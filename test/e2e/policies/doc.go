// Package policies tests the admission policies of the rendered loops on a real API server.
package policies
