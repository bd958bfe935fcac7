package github

import (
	"net/http"
	"testing"

	client "github.com/google/go-github/v84/github"
)

func TestOrganizationHooks(t *testing.T) {
	api, server := serve(t, Options{})
	organizations := octokit(t, server, token).Organizations
	if hooks, _, err := organizations.ListHooks(t.Context(), "Octo-Org", nil); err != nil || len(hooks) != 0 {
		t.Fatalf("before: %v, %v", hooks, err)
	}
	if status, _ := call(t, server, http.MethodPost, "/orgs/octo-org/hooks", `{"config":{"url":"http://x/webhook","content_type":"form"}}`); status != http.StatusUnprocessableEntity {
		t.Errorf("a form: %d", status)
	}
	wanted := &client.Hook{Events: []string{"issue_comment"}, Config: &client.HookConfig{
		URL: client.Ptr("http://x/webhook"), ContentType: client.Ptr("json"), Secret: client.Ptr("s"),
	}}
	made, _, err := organizations.CreateHook(t.Context(), "octo-org", wanted)
	if err != nil || made.GetID() == 0 {
		t.Fatalf("made: %v, %v", made, err)
	}
	hooks, _, err := organizations.ListHooks(t.Context(), "Octo-Org", nil)
	if err != nil || len(hooks) != 1 || hooks[0].GetID() != made.GetID() || hooks[0].GetConfig().GetURL() != "http://x/webhook" {
		t.Errorf("after: %v, %v", hooks, err)
	}
	if own := api.OrganizationHooks("OCTO-ORG"); len(own) != 1 || own[0].URL() != "http://x/webhook" {
		t.Errorf("the hooks are %v", own)
	}
}
