package github

import (
	"net/http"
	"slices"
	"sync"
	"testing"
)

func TestAuthorization(t *testing.T) {
	a, server := serve(t, Options{})
	status := func(authorization string) int {
		_, response, _ := octokit(t, server, authorization).Issues.ListLabelsByIssue(t.Context(), "5dlabs", "cto", 42, nil)
		return response.StatusCode
	}
	for authorization, want := range map[string]int{token: 200, "": 401, "right": 401, "bearer right": 401} {
		if got := status(authorization); got != want {
			t.Errorf("with %q: %d, want %d", authorization, got, want)
		}
	}
	a.SetAuthorization(token, "Bearer new")
	if old, now := status(token), status("Bearer new"); old != 200 || now != 200 {
		t.Errorf("while the token is rotated: %d with the old one, %d with the new one", old, now)
	}
	a.SetAuthorization("Bearer new")
	if old, now := status(token), status("Bearer new"); old != 401 || now != 200 {
		t.Errorf("after that: %d with the old one, %d with the new one", old, now)
	}
}

func TestEnterpriseServer(t *testing.T) {
	a, server := serve(t, Options{})
	a.enterprise = server.Listener.Addr().String()
	for path, want := range map[string]int{"/api/v3" + labelsPath: 200, labelsPath: 404, "/api/v3": 404, "/api/v3x" + labelsPath: 404} {
		if status, body := call(t, server, http.MethodPost, path, `{"labels":["x"]}`); status != want {
			t.Errorf("%s: %d %s, want %d", path, status, body, want)
		}
	}
	// It is kept as if it had gone to api.github.com.
	if calls := a.Calls(); len(calls) != 1 || calls[0].Path != labelsPath {
		t.Errorf("calls are %+v", calls)
	}
}

func TestCalls(t *testing.T) {
	a, server := serve(t, Options{})
	call(t, server, "POST", labelsPath, `{"labels":["x"]}`)
	call(t, server, "DELETE", labelsPath+"/a%2Fb", "")
	octokit(t, server, "").Issues.ListLabelsByIssue(t.Context(), "5dlabs", "cto", 42, nil)
	octokit(t, server, "wrong").Issues.ListLabelsByIssue(t.Context(), "5dlabs", "cto", 42, nil)
	got := a.Calls()
	want := []Call{
		{Method: "POST", Path: labelsPath, Body: `{"labels":["x"]}`, AuthPresent: true, Authorized: true, Status: 200},
		{Method: "DELETE", Path: labelsPath + "/a%2Fb", AuthPresent: true, Authorized: true, Status: 404},
		{Method: "GET", Path: labelsPath, Status: 401},
		{Method: "GET", Path: labelsPath, AuthPresent: true, Status: 401},
	}
	for i := range got {
		if got[i].Time.IsZero() {
			t.Errorf("call %d has no time", i)
		}
		got[i].Time = want[min(i, len(want)-1)].Time
	}
	if !slices.Equal(got, want) {
		t.Errorf("calls are\n%+v\nwant\n%+v", got, want)
	}
	a.Calls()[0].Method = "changed"
	if a.Calls()[0].Method != "POST" {
		t.Error("the copy is none")
	}
}

func TestManyCallsAtOnce(t *testing.T) {
	a, server := serve(t, Options{})
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if status, body := call(t, server, http.MethodPost, labelsPath, `["x"]`); status != 200 {
				t.Errorf("%d %s", status, body)
			}
		})
	}
	group.Wait()
	if got := len(a.Calls()); got != 50 {
		t.Errorf("%d calls were kept, want 50", got)
	}
	if got := a.Labels(repository, 42); !slices.Equal(got, []string{"x"}) {
		t.Errorf("labels are %q", got)
	}
}
