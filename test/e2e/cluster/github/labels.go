package github

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"
)

// label is one of an issue, as the API shows it.
type label struct {
	ID          int64   `json:"id"`
	NodeID      string  `json:"node_id"`
	URL         string  `json:"url"`
	Name        string  `json:"name"`
	Color       string  `json:"color"`
	Default     bool    `json:"default"`
	Description *string `json:"description"`
}

func newLabel(repository, name string, id int64) label {
	return label{
		ID: id, NodeID: fmt.Sprintf("LA_%08d", id), Name: name, Color: "ededed",
		URL: fmt.Sprintf("https://api.github.com/repos/%s/labels/%s", repository, url.PathEscape(name)),
	}
}

// longestLabel is what GitHub allows, in characters.
const longestLabel = 50

// See https://docs.github.com/rest/issues/labels.
func (a *API) routeLabels() {
	const all = "/repos/{owner}/{repo}/issues/{number}/labels"
	a.mux.HandleFunc("GET "+all, a.listLabels)
	a.mux.HandleFunc("POST "+all, a.changeLabels(false))
	a.mux.HandleFunc("PUT "+all, a.changeLabels(true))
	a.mux.HandleFunc("DELETE "+all, func(w http.ResponseWriter, r *http.Request) {
		a.withIssue(w, r, func(_ string, found *issue) {
			found.labels = nil
			w.WriteHeader(http.StatusNoContent)
		})
	})
	// The name may contain slashes, escaped or not.
	a.mux.HandleFunc("DELETE "+all+"/{name...}", func(w http.ResponseWriter, r *http.Request) {
		a.withIssue(w, r, func(_ string, found *issue) {
			at := found.index(r.PathValue("name"))
			if at < 0 {
				fail(w, http.StatusNotFound, "Label does not exist", nil)
				return
			}
			found.labels = slices.Delete(found.labels, at, at+1)
			replyLabels(w, found.labels)
		})
	})
}

func (a *API) listLabels(w http.ResponseWriter, r *http.Request) {
	a.withIssue(w, r, func(_ string, found *issue) {
		size := perPage(r.URL.Query())
		page, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil || page < 1 {
			page = 1
		}
		from := min((page-1)*size, len(found.labels))
		to := min(from+size, len(found.labels))
		if to < len(found.labels) {
			link(w, r, "next", "page", strconv.Itoa(page+1))
		}
		replyLabels(w, found.labels[from:to])
	})
}

// changeLabels adds labels, or puts them in place of those that are there.
func (a *API) changeLabels(replace bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a.withIssue(w, r, func(repository string, found *issue) {
			names, ok := readLabels(w, r)
			if !ok {
				return
			}
			if replace {
				found.labels = slices.DeleteFunc(found.labels, func(l label) bool {
					return !slices.ContainsFunc(names, func(name string) bool { return fold(name) == fold(l.Name) })
				})
			}
			for _, name := range names {
				a.put(repository, found, name)
			}
			replyLabels(w, found.labels)
		})
	}
}

func replyLabels(w http.ResponseWriter, labels []label) {
	if labels == nil {
		labels = []label{} // not null
	}
	reply(w, http.StatusOK, labels)
}

// readLabels reads {"labels": […]} or […], of names or of objects with a name, and answers what is wrong with them.
func readLabels(w http.ResponseWriter, r *http.Request) ([]string, bool) {
	var body any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		fail(w, http.StatusBadRequest, "Problems parsing JSON", nil)
		return nil, false
	}
	if object, ok := body.(map[string]any); ok {
		body = object["labels"]
	}
	list, ok := body.([]any)
	if !ok {
		fail(w, http.StatusUnprocessableEntity, "Invalid request.\n\nNo subschema in \"oneOf\" matched.", nil)
		return nil, false
	}
	names := []string{}
	var wrong []fieldError
	for _, entry := range list {
		if object, ok := entry.(map[string]any); ok {
			entry = object["name"]
		}
		name, ok := entry.(string)
		switch {
		case !ok:
			fail(w, http.StatusUnprocessableEntity, fmt.Sprintf("Invalid request.\n\nFor 'items', %v is not a string.", entry), nil)
			return nil, false
		case name == "":
			wrong = append(wrong, fieldError{Resource: "Label", Field: "name", Code: "missing_field"})
		case utf8.RuneCountInString(name) > longestLabel:
			wrong = append(wrong, fieldError{name, "Label", "name", "custom", "name is too long (maximum is 50 characters)"})
		default:
			names = append(names, name)
		}
	}
	if wrong != nil {
		fail(w, http.StatusUnprocessableEntity, "Validation Failed", wrong)
		return nil, false
	}
	return names, true
}
