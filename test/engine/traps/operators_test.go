package traps

import (
	"strings"
	"testing"
)

// pkg/sensors/dependencies/filter.go. One operator joins all data filters of a dependency, one all its expressions, and one the
// kinds of filters.

const (
	isCreated = `{path: body.action, type: string, value: ["^created$"]}`
	isEdited  = `{path: body.action, type: string, value: ["^edited$"]}`
	isMissing = `{path: body.missing, type: string, value: [x]}`
	isOpen    = `{expr: state == "open", fields: [{name: state, path: body.issue.state}]}`
	isClosed  = `{expr: state == "closed", fields: [{name: state, path: body.issue.state}]}`
	isNowhere = `{expr: state == "open", fields: [{name: state, path: body.missing}]}`
)

// With `or`, a value that is missing refuses its own filter only. With any other operator the first filter that does not pass
// refuses the event.
func TestAnyOf(t *testing.T) {
	const missing = `path 'body.missing' does not exist`
	for filters, want := range map[string]string{
		`{data: [` + isCreated + `, ` + isEdited + `]}`:                                dropped,
		`{data: [` + isCreated + `, ` + isEdited + `], dataLogicalOperator: and}`:      dropped,
		`{data: [` + isCreated + `, ` + isEdited + `], dataLogicalOperator: ""}`:       dropped,
		`{data: [` + isCreated + `, ` + isEdited + `], dataLogicalOperator: or}`:       passed,
		`{data: [` + isEdited + `, ` + isCreated + `], dataLogicalOperator: or}`:       passed,
		`{data: [` + isMissing + `, ` + isCreated + `], dataLogicalOperator: or}`:      passed,
		`{data: [` + isMissing + `, ` + isCreated + `]}`:                               "dropped: data filter error (" + missing + ")",
		`{data: [` + isMissing + `, ` + isEdited + `], dataLogicalOperator: or}`:       "dropped: data filter errors [" + missing + "]",
		`{data: [` + isEdited + `], dataLogicalOperator: or}`:                          dropped,
		`{exprs: [` + isOpen + `, ` + isClosed + `]}`:                                  dropped,
		`{exprs: [` + isClosed + `, ` + isOpen + `], exprLogicalOperator: or}`:         passed,
		`{exprs: [` + isNowhere + `, ` + isOpen + `], exprLogicalOperator: or}`:        passed,
		`{exprs: [` + isNowhere + `, ` + isClosed + `], exprLogicalOperator: or}`:      "dropped: expr filter errors [" + missing + "]",
		`{data: [` + isEdited + `], exprs: [` + isOpen + `], exprLogicalOperator: or}`: dropped, // the kinds are joined by and
	} {
		expect(t, filters, filtered(t, filters, event(t, "")), want)
	}
}

func TestFiltersLogicalOperator(t *testing.T) {
	const missing = `path 'body.missing' does not exist`
	judge := func(operator, filters string) string {
		return judgement(t, given(t, `dependency: {filtersLogicalOperator: "`+operator+`", filters: `+filters+`}`), event(t, ""))
	}
	for _, test := range []struct{ operator, filters, want string }{
		{"", `{data: [` + isCreated + `], exprs: [` + isClosed + `]}`, dropped},
		{"and", `{data: [` + isCreated + `], exprs: [` + isClosed + `]}`, dropped},
		{"or", `{data: [` + isCreated + `], exprs: [` + isClosed + `]}`, passed},
		{"or", `{data: [` + isEdited + `], exprs: [` + isOpen + `]}`, passed},
		{"or", `{data: [` + isEdited + `], exprs: [` + isClosed + `]}`, dropped},
		// A kind of which there is no filter does not count, though alone it would pass.
		{"or", `{data: [` + isEdited + `]}`, dropped},
		{"or", `{data: [` + isEdited + `], context: {source: github}}`, passed},
		{"or", `{data: [` + isEdited + `], script: "return true"}`, passed},
		{"or", `{data: [` + isEdited + `], time: {start: "00:00:00", stop: "23:59:59"}}`, passed},
		// Within a kind the other operators hold.
		{"or", `{data: [` + isCreated + `, ` + isEdited + `], exprs: [` + isClosed + `]}`, dropped},
		// A kind that cannot be judged refuses the event, although another one passes: filterEvent lets it, Filter does not.
		{"or", `{data: [` + isMissing + `], exprs: [` + isOpen + `]}`, "dropped: data filter error (" + missing + ")"},
		{"or", `{data: [` + isCreated + `], exprs: [` + isNowhere + `]}`, "dropped: expr filter error (" + missing + ")"},
		{"or", `{data: [` + isMissing + `, ` + isEdited + `], dataLogicalOperator: or, exprs: [` + isOpen + `]}`, "dropped: data filter errors [" + missing + "]"},
		// A value that a filter of `anyOf` misses does no harm as long as another of them passes.
		{"or", `{data: [` + isMissing + `, ` + isCreated + `], dataLogicalOperator: or, exprs: [` + isClosed + `]}`, passed},
		// Another word counts as and; the validation does not let it come to that.
		{"OR", `{data: [` + isCreated + `], exprs: [` + isClosed + `]}`, dropped},
		{"OR", `{data: [` + isCreated + `], exprs: [` + isOpen + `]}`, passed},
	} {
		expect(t, test.operator+" "+test.filters, judge(test.operator, test.filters), test.want)
	}
	for difference, want := range map[string]string{
		`filters: {data: [` + isCreated + `]}, filtersLogicalOperator: OR`:  "logical operator OR not supported",
		`filters: {data: [` + isCreated + `], dataLogicalOperator: OR}`:     "logical operator OR not supported",
		`filters: {exprs: [` + isOpen + `], exprLogicalOperator: xor}`:      "logical operator xor not supported",
		`filters: {data: [` + isCreated + `]}, filtersLogicalOperator: and`: accepted,
	} {
		expect(t, difference, validation(given(t, `dependency: {`+difference+`}`)), want)
	}
}

// The template of a data filter makes a text of the value at the path, and that text is compared, whatever the type.
func TestFilterTemplate(t *testing.T) {
	filter := func(path, kind, value, template string) string {
		return `{data: [{path: ` + path + `, type: ` + kind + `, value: ['` + value + `'], template: '` + template + `'}]}`
	}
	const noValue = "evaluated to empty string or no value)"
	for _, test := range []struct{ path, kind, value, template, want string }{
		{"body.issue.state", "string", "^OPEN$", "{{ upper .Input }}", passed},
		{"body.issue.state", "string", "^open$", "{{ upper .Input }}", dropped},
		{"body.issue.number", "number", "14", "{{ mul 2 .Input }}", passed},
		{"body.issue.number", "bool", "true", "{{ eq .Input \"7\" }}", passed},
		// The value is a text: an object is its JSON, and has no fields.
		{"body.comment.user", "string", `^\{"login"`, "{{ .Input }}", passed},
		{"body.comment.user", "string", "Tess", "{{ (fromJson .Input).login }}", passed},
		{"body.comment.user", "string", "Tess", "{{ .Input.login }}",
			`dropped: data filter error (template: param:1:9: executing "param" at <.Input.login>: can't evaluate field login in type interface {})`},
		// Nothing else of the event is there.
		{"body.issue.state", "string", ".", "{{ .body.action }}", "dropped: data filter error (template '{{ .body.action }}' " + noValue},
		{"body.issue.state", "string", ".", "{{ if false }}x{{ end }}", "dropped: data filter error (template '{{ if false }}x{{ end }}' " + noValue},
		{"body.issue.state", "string", ".", "{{ .Input", "dropped: data filter error (template: param:1: unclosed action)"},
		{"body.missing", "string", ".", "{{ .Input | default \"x\" }}", "dropped: data filter error (path 'body.missing' does not exist)"},
	} {
		sensor := given(t, "dependency: {filters: "+filter(test.path, test.kind, test.value, test.template)+"}")
		expect(t, "validation", validation(sensor), accepted)
		expect(t, test.path+" "+test.template, judgement(t, sensor, event(t, "")), test.want)
	}
}

// What a template gives is quoted as Go has it and read as JSON has it. The two differ in control characters, and the text ends
// before the first one: a pattern with $ passes what has more behind it.
func TestFilterTemplateIsCut(t *testing.T) {
	const anchored = `{data: [{path: body.comment.body, type: string, value: ["^fine$"], template: "{{ .Input }}"}]}`
	for text, want := range map[string]string{
		`fine`:            passed,
		`fine, not`:       dropped,
		"fine\\u0007 not": passed,
		"fine\\u007f not": passed,
		"fine\\n not":     dropped,
		"fine\\u200b not": dropped,
		`"fine"`:          dropped,
		`🔴 fine`:          dropped,
	} {
		expect(t, text, filtered(t, anchored, eventOf(t, `{"body": {"comment": {"body": "`+strings.ReplaceAll(text, `"`, `\"`)+`"}}}`)), want)
	}
	const plain = `{data: [{path: body.comment.body, type: string, value: ["^fine$"]}]}`
	expect(t, "without a template", filtered(t, plain, eventOf(t, `{"body": {"comment": {"body": "fine\u0007 not"}}}`)), dropped)
}
