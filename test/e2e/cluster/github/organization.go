package github

import (
	"encoding/json"
	"net/http"
)

// AddOrganizationHook adds a webhook to an organization: it sends what its repositories send.
func (a *API) AddOrganizationHook(organization string, o HookOptions) *Hook {
	o.Organization = organization
	return a.AddHook(o)
}

// OrganizationHooks are the webhooks of an organization, those that were made by the API too.
func (a *API) OrganizationHooks(organization string) []*Hook { return a.hooksOf(fold(organization)) }

// See https://docs.github.com/rest/orgs/webhooks.
func (a *API) routeOrganizationHooks() {
	const hooks = "/orgs/{org}/hooks"
	a.mux.HandleFunc("POST "+hooks, func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Events []string `json:"events"`
			Config struct {
				URL         string `json:"url"`
				Secret      string `json:"secret"`
				ContentType string `json:"content_type"`
			} `json:"config"`
		}
		// A form is what GitHub sends unless it is told otherwise, and no receiver here reads one.
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Config.URL == "" || asked.Config.ContentType != "json" {
			fail(w, http.StatusUnprocessableEntity, "Validation Failed", []fieldError{{Resource: "Hook", Field: "config", Code: "custom"}})
			return
		}
		made := a.AddOrganizationHook(r.PathValue("org"), HookOptions{URL: asked.Config.URL, Secret: asked.Config.Secret, Events: asked.Events})
		reply(w, http.StatusCreated, made.shown())
	})
}
