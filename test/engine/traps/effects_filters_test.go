package traps

// What becomes of events at the filters of the samples.
var filterEffects = map[string]effect{
	"bot-character-class": {
		onEvents(`body: {sender: {login: "5DLabs-Tess[bot]"}}`, `body: {sender: {login: 5DLabs-Tessb}}`),
		"dropped; passed", "passed; dropped",
	},
	"unknown-data": {
		onEvents(`body: {action: created}`), "dropped: data filter error (path 'action' does not exist)", passed,
	},
	// The suite's event is from "github", and called "issue_comment".
	"context-filter": {onEvents(``), dropped, passed},
	"data-path": {
		onEvents(`body: {labels: [{name: bug}]}`),
		"dropped: data filter error (path '$.body.labels[0].name' does not exist)", passed,
	},
	"exclusive-filters": {
		onEvents(`body: {action: created}`, `body: {action: edited}`, `body: {action: deleted}`),
		"dropped; dropped; dropped", "passed; passed; dropped",
	},
	"jq-syntax":   {onEvents(``), "dropped: unexpected EOF", passed},
	"lua-syntax":  {onEvents(``), "dropped: <string> at EOF:   syntax error\n", passed},
	"expr-syntax": {onEvents(``), "dropped: expr filter error (Unbalanced parenthesis)", passed},
	"expr-unused-field": {
		onEvents(`body: {action: edited}`, `body: {action: null}`),
		"passed; dropped: expr filter error (path 'body.action' does not exist)",
		"dropped; dropped: expr filter error (path 'body.action' does not exist)",
	},
	"expr-variable": {
		onEvents(``),
		"dropped: expr filter error (Unable to access unexported field 'state' in token 'issue.state')", passed,
	},
	"expr-operator": {onEvents(``), "dropped: expr filter error (Invalid token: '=')", passed},
	"expr-time": {
		onEvents(`body: {comment: {created_at: "2024-06-01"}}`),
		"dropped: expr filter error (Value '2024-06-01' cannot be used with the comparator '>', it is not a number)", passed,
	},
	// A value never differs from itself.
	"expr-same-path":    {onEvents(`body: {issue: {id: 1}}`), dropped, passed},
	"filter-comparator": {onEvents(`body: {action: created}`, `body: {action: edited}`), "dropped; dropped", "dropped; passed"},
	"filter-value": {
		onEvents(`body: {issue: {number: 13}}`), `dropped: data filter error (strconv.ParseFloat: parsing "abc": invalid syntax)`, passed,
	},
	"github-payload": {
		onEvents(`body: {comment: {user: {login: octocat}}}`),
		"dropped: data filter error (path 'body.comments.user.login' does not exist)", passed,
	},
	"glob-pattern": {
		onEvents(`body: {repository: {default_branch: release/1}}`, `body: {repository: {default_branch: my-releases}}`),
		"passed; passed", "passed; dropped",
	},
	"header-path": {
		// What an event source makes of the headers of a delivery, see TestHeaders.
		onEvents(`headers: {X-Github-Event: [issue_comment]}`),
		"dropped: data filter error (path 'headers.X-GitHub-Event' does not exist)", passed,
	},
	// The query of a GET as the event source publishes it, see runWebhook in the package sources.
	"list-value": {onEvents(`body: {who: [ann]}`), dropped, passed},
	"impossible-value": {
		// All actions of a comment on an issue.
		onEvents(`body: {action: created}`, `body: {action: edited}`, `body: {action: deleted}`, `body: {action: pinned}`, `body: {action: unpinned}`),
		"dropped; dropped; dropped; dropped; dropped", "passed; dropped; dropped; dropped; dropped",
	},
	"invalid-regex": {
		onEvents(`body: {comment: {body: (approved}}`),
		"dropped: data filter error (error parsing regexp: missing closing ): `(approved`)", passed,
	},
	"matches-every-text": {
		onEvents(`body: {repository: {default_branch: v1}}`, `body: {repository: {default_branch: main}}`, `body: {repository: {default_branch: ""}}`),
		"passed; passed; passed", "passed; dropped; dropped",
	},
	"misread-text": {onEvents(``), dropped, passed},
	"nested-message": {
		onEvents(`body: {Message: '{"order": {"id": "7"}}'}`),
		"dropped: data filter error (path 'body.Message.order.id' does not exist)", passed,
	},
	"negated-values": {
		onEvents(`body: {action: created}`, `body: {action: edited}`, `body: {action: deleted}`),
		"passed; passed; passed", "passed; dropped; dropped",
	},
	"unanchored-value": {
		onEvents(`body: {action: opened}`, `body: {action: reopened}`), "passed; passed", "passed; dropped",
	},
	"time-window": {rejected, "invalid event time filter: stop '08:00:00' is equal to start '08:00:00", accepted},
	"time-zone":   {rejected, "invalid timezone 'Europe/Berlln': unknown time zone Europe/Berlln", accepted},
}
