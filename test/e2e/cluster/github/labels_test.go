package github

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	client "github.com/google/go-github/v84/github"
)

const labelsPath = "/repos/5dlabs/cto/issues/42/labels"

func TestLabels(t *testing.T) {
	long := strings.Repeat("é", 50)
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		answer             string // part of the body
		labels             []string
	}{
		"list":                          {"GET", labelsPath, "", 200, `"name":"ready-for-qa"`, []string{"ready-for-qa", "a b/c"}},
		"add":                           {"POST", labelsPath, `{"labels":["iteration-1"]}`, 200, `"name":"ready-for-qa"`, []string{"ready-for-qa", "a b/c", "iteration-1"}},
		"add a bare list":               {"POST", labelsPath, `["iteration-1"]`, 200, `"name":"iteration-1"`, []string{"ready-for-qa", "a b/c", "iteration-1"}},
		"add objects":                   {"POST", labelsPath, `{"labels":[{"name":"x"}]}`, 200, `"name":"x"`, []string{"ready-for-qa", "a b/c", "x"}},
		"add what is there":             {"POST", labelsPath, `{"labels":["READY-for-qa"]}`, 200, `"name":"ready-for-qa"`, []string{"ready-for-qa", "a b/c"}},
		"add one twice":                 {"POST", labelsPath, `{"labels":["x","x"]}`, 200, `"name":"x"`, []string{"ready-for-qa", "a b/c", "x"}},
		"add one of 50 characters":      {"POST", labelsPath, `["` + long + `"]`, 200, long, []string{"ready-for-qa", "a b/c", long}},
		"add one of 51 characters":      {"POST", labelsPath, `["x","` + long + `é"]`, 422, "maximum is 50 characters", []string{"ready-for-qa", "a b/c"}},
		"add one without a name":        {"POST", labelsPath, `[""]`, 422, "missing_field", []string{"ready-for-qa", "a b/c"}},
		"add a number":                  {"POST", labelsPath, `[7]`, 422, "7 is not a string", []string{"ready-for-qa", "a b/c"}},
		"add nothing that is a list":    {"POST", labelsPath, `{"label":"x"}`, 422, "Invalid request", []string{"ready-for-qa", "a b/c"}},
		"add no JSON":                   {"POST", labelsPath, `{`, 400, "Problems parsing JSON", []string{"ready-for-qa", "a b/c"}},
		"set":                           {"PUT", labelsPath, `{"labels":["x","a b/c"]}`, 200, `"name":"x"`, []string{"a b/c", "x"}},
		"set none":                      {"PUT", labelsPath, `{"labels":[]}`, 200, `[]`, nil},
		"remove":                        {"DELETE", labelsPath + "/ready-for-qa", "", 200, `"name":"a b/c"`, []string{"a b/c"}},
		"remove in another case":        {"DELETE", labelsPath + "/Ready-For-QA", "", 200, `"name":"a b/c"`, []string{"a b/c"}},
		"remove one with odd letters":   {"DELETE", labelsPath + "/a%20b%2Fc", "", 200, `"name":"ready-for-qa"`, []string{"ready-for-qa"}},
		"remove one that is not there":  {"DELETE", labelsPath + "/iteration-0", "", 404, `"message":"Label does not exist"`, []string{"ready-for-qa", "a b/c"}},
		"remove all":                    {"DELETE", labelsPath, "", 204, "", nil},
		"an issue that nobody has seen": {"GET", "/repos/5dlabs/cto/issues/43/labels", "", 200, "[]", []string{"ready-for-qa", "a b/c"}},
		"no number":                     {"GET", "/repos/5dlabs/cto/issues/x/labels", "", 404, "Not Found", []string{"ready-for-qa", "a b/c"}},
		"no route":                      {"PATCH", labelsPath, "", 404, "Not Found", []string{"ready-for-qa", "a b/c"}},
		"another case of the names":     {"DELETE", "/repos/5DLabs/CTO/issues/42/labels/ready-for-qa", "", 200, "", []string{"a b/c"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, server := serve(t, Options{})
			a.AddIssue(repository, 42, "ready-for-qa", "a b/c")
			status, body := call(t, server, test.method, test.path, test.body)
			if status != test.status || !strings.Contains(body, test.answer) {
				t.Errorf("answer %d %s, want %d with %q", status, body, test.status, test.answer)
			}
			if got := a.Labels(repository, 42); !slices.Equal(got, test.labels) {
				t.Errorf("labels are %q, want %q", got, test.labels)
			}
		})
	}
}

func TestLabelsOfUnknownIssues(t *testing.T) {
	a, server := serve(t, Options{Strict: true})
	a.AddIssue(repository, 42)
	a.DeleteIssue(repository, 43)
	for path, want := range map[string]int{
		labelsPath:                             200,
		"/repos/5dlabs/cto/issues/43/labels":   410,
		"/repos/5dlabs/cto/issues/44/labels":   404,
		"/repos/5dlabs/other/issues/42/labels": 404,
	} {
		if got, body := call(t, server, "POST", path, `["x"]`); got != want {
			t.Errorf("%s: %d %s, want %d", path, got, body, want)
		}
	}
}

func TestLabelsAsTheLibraryReadsThem(t *testing.T) {
	a, server := serve(t, Options{})
	github := octokit(t, server, token).Issues
	added, _, err := github.AddLabelsToIssue(t.Context(), "5dlabs", "cto", 42, numbered(45, "label"))
	if err != nil || len(added) != 45 || added[44].GetName() != "label-44" {
		t.Fatalf("added %v: %v", added, err)
	}
	var listed []*client.Label
	options := &client.ListOptions{}
	for {
		page, response, err := github.ListLabelsByIssue(t.Context(), "5dlabs", "cto", 42, options)
		if err != nil {
			t.Fatal(err)
		}
		listed = append(listed, page...)
		if response.NextPage == 0 {
			break
		}
		options.Page = response.NextPage
	}
	if len(listed) != 45 || len(listed) == len(added) && listed[30].GetName() != "label-30" {
		t.Errorf("listed %d labels, want 45", len(listed))
	}
	if _, _, err := github.AddLabelsToIssue(t.Context(), "5dlabs", "cto", 43, append(numbered(60, "a"), numbered(60, "b")...)); err != nil {
		t.Fatal(err)
	}
	page, response, err := github.ListLabelsByIssue(t.Context(), "5dlabs", "cto", 43, &client.ListOptions{PerPage: 1000})
	if err != nil || len(page) != 100 || response.NextPage != 2 {
		t.Errorf("a page of at most 100 has %d, the next one is %d, %v", len(page), response.NextPage, err)
	}
	if _, err := github.RemoveLabelForIssue(t.Context(), "5dlabs", "cto", 42, "label-0"); err != nil {
		t.Error(err)
	}
	response, err = github.RemoveLabelForIssue(t.Context(), "5dlabs", "cto", 42, "label-0")
	if err == nil || response.StatusCode != http.StatusNotFound || !strings.Contains(err.Error(), "Label does not exist") {
		t.Errorf("removed twice: %v", err)
	}
	if _, err := github.RemoveLabelsForIssue(t.Context(), "5dlabs", "cto", 42); err != nil || a.Labels(repository, 42) != nil {
		t.Errorf("remove all: %v, left %v", err, a.Labels(repository, 42))
	}
}

func numbered(count int, name string) []string {
	var names []string
	for i := range count {
		names = append(names, fmt.Sprintf("%s-%d", name, i))
	}
	return names
}
