package traps

import (
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
)

// What a filter compares a value with, in pkg/sensors/dependencies/filter.go: values of one type, and of others.
func TestComparisons(t *testing.T) {
	data := func(path, kind, value string) string {
		return `{data: [{path: ` + path + `, type: ` + kind + `, value: ["` + value + `"]}]}`
	}
	expression := func(expr, path string) string {
		return `{exprs: [{expr: '` + expr + `', fields: [{name: x, path: ` + path + `}]}]}`
	}
	failed := func(reason string) string { return "dropped: expr filter error (" + reason + ")" }
	for _, test := range []struct{ filters, event, want string }{
		// An object or a list is never true, and is the number 0. So is a text that is none.
		{data("body.issue", "bool", "true"), ``, dropped},
		{data("body.issue.labels", "bool", "true"), ``, dropped},
		{data("body.issue", "number", "0"), ``, passed},
		{data("body.action", "number", "0"), ``, passed},
		{data("body.action", "bool", "true"), ``, dropped},
		{data("body.action", "number", "3"), `body: {action: "3"}`, passed},
		{data("body.issue.number", "bool", "true"), ``, passed},
		// A number is compared as a text, which a pattern finds anywhere.
		{data("body.issue.number", "string", "7"), `body: {issue: {number: 178}}`, passed},
		{data("body.issue.number", "string", "^7$"), `body: {issue: {number: 178}}`, dropped},
		// In an expression, == compares as a whole, and =~ is a pattern.
		{expression(`x == "create"`, "body.action"), ``, dropped},
		{expression(`x =~ "create"`, "body.action"), ``, passed},
		{expression(`x == 7`, "body.issue.number"), ``, passed},
		{expression(`x == "7"`, "body.issue.number"), ``, dropped},
		{expression(`x != "7"`, "body.issue.number"), ``, passed},
		{expression(`x > "6"`, "body.issue.number"), ``, failed("Value '7' cannot be used with the comparator '>', it is not a number")},
		{expression(`x =~ "7"`, "body.issue.number"), ``, failed("Value '7' cannot be used with the comparator '=~', it is not a number")},
		{expression(`x == true`, "body.issue"), ``, dropped},
		// A text that looks like a time is one, which is a number.
		{expression(`x == "2024-05-01"`, "body.day"), `body: {day: "2024-05-01"}`, dropped},
		{expression(`x > "2024-05-01"`, "body.day"), `body: {day: "2024-06-01"}`, failed("Value '2024-06-01' cannot be used with the comparator '>', it is not a number")},
		{expression(`x > "2024-05-01"`, "body.day"), `body: {day: 1717200000}`, passed},
		{expression(`x =~ "2024-05-01"`, "body.day"), `body: {day: "2024-05-01"}`, failed("Value '1.7145216e+09' cannot be used with the comparator '=~', it is not a number")},
	} {
		expect(t, test.filters+" "+test.event, filtered(t, test.filters, event(t, test.event)), test.want)
	}
}

// A text that is JSON has no keys, until gjson or a transform parses it. Headers have one spelling.
func TestTextsInside(t *testing.T) {
	const data = `{"body": {"Message": "{\"id\": 7}"}, "values": {"order": "{\"id\": 7}"}, "headers": {"Content-Type": ["json"]},
		"object": {"metadata": {"labels": {"app.kubernetes.io/name": "shop"}}}}`
	missing := func(path string) string { return "dropped: data filter error (path '" + path + "' does not exist)" }
	for path, want := range map[string]string{
		`body.Message.id`:                                 missing("body.Message.id"),
		`body.Message.@fromstr.id`:                        passed,
		`values.order.id`:                                 missing("values.order.id"),
		`values.order.@fromstr.id`:                        passed,
		`headers.content-type.0`:                          missing("headers.content-type.0"),
		`headers.Content-Type.0`:                          passed,
		`object.metadata.labels.app.kubernetes.io/name`:   missing("object.metadata.labels.app.kubernetes.io/name"),
		`object.metadata.labels.app\.kubernetes\.io/name`: passed,
	} {
		expect(t, path, filtered(t, `{data: [{path: '`+path+`', type: string, value: ["."]}]}`, eventOf(t, data)), want)
	}
	sensor := given(t, `dependency: {transform: {jq: '.body.Message |= fromjson'}, filters: {data: [{path: body.Message.id, type: number, value: ["7"]}]}}`)
	expect(t, "a transform", judgement(t, sensor, eventOf(t, data)), passed)
	// The body of a kind that has no jsonBody.
	sensor = given(t, `dependency: {transform: {jq: '.body |= (@base64d | fromjson)'}, filters: {data: [{path: body.id, type: number, value: ["7"]}]}}`)
	expect(t, "base64", judgement(t, sensor, eventOf(t, `{"body": "eyJpZCI6IDd9"}`)), passed)
	// Templates.
	for template, want := range map[string]string{
		`{{ (.Input.body.Message | fromJson).id }}`:     "7",
		`{{ (index .Input.headers "Content-Type" 0) }}`: "json",
		`{{ .Input.body.nothing }}`:                     "",
	} {
		src := &v1alpha1.TriggerParameterSource{DependencyName: "comment", DataTemplate: template}
		value, _, err := triggers.ResolveParamValue(src, from(eventOf(t, data)))
		if want == "" {
			if err == nil {
				t.Errorf("%s: no error", template)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		expect(t, template, *value, want)
	}
}
