package github

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

const (
	documentation = "https://docs.github.com/rest"
	limitsPage    = documentation + "/using-the-rest-api/rate-limits-for-the-rest-api"
)

// reply writes a JSON body. Every answer is written by it, so that the status is always known.
func reply(w http.ResponseWriter, status int, body any) {
	content, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("answer of %d: %v", status, err))
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-GitHub-Media-Type", "github.v3; format=json")
	w.WriteHeader(status)
	w.Write(content)
}

// fieldError is one entry of the errors of a 422.
type fieldError struct {
	Value    any    `json:"value,omitempty"`
	Resource string `json:"resource"`
	Field    string `json:"field"`
	Code     string `json:"code"`
	Message  string `json:"message,omitempty"`
}

func fail(w http.ResponseWriter, status int, message string, errors []fieldError) {
	failWith(w, status, message, documentation, errors)
}

func failWith(w http.ResponseWriter, status int, message, page string, errors []fieldError) {
	reply(w, status, struct {
		Message          string       `json:"message"`
		Errors           []fieldError `json:"errors,omitempty"`
		DocumentationURL string       `json:"documentation_url"`
		Status           string       `json:"status"`
	}{message, errors, page, strconv.Itoa(status)})
}

func notFound(w http.ResponseWriter) { fail(w, http.StatusNotFound, "Not Found", nil) }

// perPage reads the size of a page: 30 unless told, 100 at most.
func perPage(query url.Values) int {
	size, err := strconv.Atoi(query.Get("per_page"))
	if err != nil || size < 1 {
		return 30
	}
	return min(size, 100)
}

// link names another page in the Link header.
func link(w http.ResponseWriter, r *http.Request, relation, key, value string) {
	query := r.URL.Query()
	query.Set(key, value)
	target := url.URL{Scheme: "https", Host: r.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: query.Encode()}
	entry := fmt.Sprintf("<%s>; rel=%q", target.String(), relation)
	if before := w.Header().Get("Link"); before != "" {
		entry = before + ", " + entry
	}
	w.Header().Set("Link", entry)
}
