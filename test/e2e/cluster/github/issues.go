package github

import (
	"net/http"
	"slices"
	"strconv"
)

type issueKey struct {
	repository string // lower case
	number     int
}

type issue struct {
	labels  []label
	deleted bool
}

// AddIssue names an issue or pull request, with its labels. One that is there already gets these labels instead of its own.
func (a *API) AddIssue(repository string, number int, labels ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	added := &issue{}
	for _, name := range labels {
		a.put(repository, added, name)
	}
	a.issues[issueKey{fold(repository), number}] = added
}

// DeleteIssue makes an issue one that was deleted: 410 from now on.
func (a *API) DeleteIssue(repository string, number int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.issues[issueKey{fold(repository), number}] = &issue{deleted: true}
}

// Labels returns the names of an issue's labels, in the order in which they were added; none for an issue that nobody has asked for.
func (a *API) Labels(repository string, number int) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var names []string
	if found := a.issues[issueKey{fold(repository), number}]; found != nil {
		for _, label := range found.labels {
			names = append(names, label.Name)
		}
	}
	return names
}

// withIssue finds the issue of a route and runs act on it, alone, or answers why it cannot.
func (a *API) withIssue(w http.ResponseWriter, r *http.Request, act func(repository string, found *issue)) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number < 1 {
		notFound(w)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	key := issueKey{repositoryOf(r), number}
	found := a.issues[key]
	switch {
	case found == nil && a.strict:
		notFound(w)
		return
	case found == nil:
		found = &issue{}
		a.issues[key] = found
	case found.deleted:
		fail(w, http.StatusGone, "This issue was deleted", nil)
		return
	}
	act(r.PathValue("owner")+"/"+r.PathValue("repo"), found)
}

// put adds a label, which makes it when the repository does not have it. Case does not count.
func (a *API) put(repository string, to *issue, name string) {
	if to.index(name) < 0 {
		a.labelID++
		to.labels = append(to.labels, newLabel(repository, name, a.labelID))
	}
}

func (i *issue) index(name string) int {
	return slices.IndexFunc(i.labels, func(l label) bool { return fold(l.Name) == fold(name) })
}
