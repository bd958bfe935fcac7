package install

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// gh stands in for the GitHub CLI: it knows the commands of the page and no other, and does them at the GitHub of the cluster.
type gh struct {
	person *person
	hook   *github.Hook // while webhooks are forwarded
	labels []string     // of the repository
}

// newGh puts the program into the folder of the programs.
func newGh(t *testing.T, p *person) *gh {
	g := &gh{person: p}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	script := fmt.Sprintf(`#!/bin/sh
exec node -e 'fetch(%q, { method: "POST", body: JSON.stringify(process.argv.slice(1)) }).then(async (answer) => {
  (answer.ok ? process.stdout : process.stderr).write(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
})' -- "$@"
`, server.URL)
	if err := os.WriteFile(filepath.Join(p.Dir, "bin/gh"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *gh) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var args []string
	if err := json.NewDecoder(r.Body).Decode(&args); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	out, err := g.do(r, args)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Fprint(w, out)
}

func (g *gh) do(r *http.Request, args []string) (string, error) {
	words, flags := parse(args)
	command := strings.Join(words[:min(2, len(words))], " ")
	known := map[string][]string{
		"auth token": nil, "label create": {"repo"}, "pr edit": {"add-label", "repo"}, "pr comment": {"body", "repo"}, "pr view": {"jq", "json", "repo"},
	}
	want, ok := known[command]
	if given := slices.Sorted(maps.Keys(flags)); !ok || !slices.Equal(given, want) {
		return "", fmt.Errorf("gh %q: not a command that this one knows", args)
	}
	repository := flags["repo"]
	switch command {
	case "auth token":
		return suite.GitHubToken + "\n", nil
	case "label create":
		g.labels = append(g.labels, words[2])
		return "", nil
	}
	number, err := strconv.Atoi(words[2])
	if err != nil {
		return "", err
	}
	labels := g.person.GitHub.Labels(repository, number)
	switch command {
	case "pr edit":
		if !slices.Contains(g.labels, flags["add-label"]) {
			return "", fmt.Errorf("'%s' not found", flags["add-label"])
		}
		g.person.GitHub.AddIssue(repository, number, append(labels, flags["add-label"])...)
	case "pr comment":
		comment := github.Comment{
			Repository: repository, Issue: number, Labels: labels, ID: g.person.IDs.Next(), Body: flags["body"], Author: g.person.variable("REVIEWER"),
		}
		if g.hook == nil {
			return "", fmt.Errorf("no webhook is forwarded")
		}
		if answer := g.hook.Send(r.Context(), comment, github.Passes); answer.Err != nil || answer.Status != 200 {
			return "", fmt.Errorf("the event source answers %d, %v", answer.Status, answer.Err)
		}
	case "pr view":
		if flags["json"] != "labels" || flags["jq"] != ".labels[].name" {
			return "", fmt.Errorf("gh pr view %v: only the names of the labels can be seen", flags)
		}
		return strings.Join(labels, "\n") + "\n", nil
	}
	return "", nil
}

// parse tells the words of a command from its flags, `--name value` or `--name=value`.
func parse(args []string) (words []string, flags map[string]string) {
	flags = map[string]string{}
	for i := 0; i < len(args); i++ {
		name, isFlag := strings.CutPrefix(args[i], "--")
		if !isFlag {
			words = append(words, args[i])
			continue
		}
		name, value, joined := strings.Cut(name, "=")
		if !joined && i+1 < len(args) {
			i++
			value = args[i]
		}
		flags[name] = value
	}
	return words, flags
}

// variable is one of the shell's.
func (p *person) variable(name string) string {
	for _, assignment := range slices.Backward(p.env) {
		if value, ok := strings.CutPrefix(assignment, name+"="); ok {
			return value
		}
	}
	return ""
}
