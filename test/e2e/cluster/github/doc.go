// Package github stands in for GitHub: the part of its REST API that the loop and its operators call, served over TLS, and the
// webhooks that GitHub would send.
//
// What the API answers is what https://docs.github.com/rest documents for labels of issues, for the deliveries of webhooks
// of repositories and organizations, and for rate limits. Every call is kept, and faults can be injected into any of them. Every webhook that is sent stands in a
// [Ledger], with what the loop ought to make of it.
package github
