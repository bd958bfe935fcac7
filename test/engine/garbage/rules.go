package garbage

import (
	"fmt"
	"regexp"
	"strings"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation"
)

// remediation is the name of the loop in dist/.
const remediation = vocabulary.LoopName("remediation")

const (
	task    = vocabulary.TaskPattern
	comment = vocabulary.CommentPattern
)

var (
	namespace = "agent-platform"
	stateName = whole(remediation.State(task))
	runName   = whole(remediation.Run(task, comment))
	jobName   = whole(remediation.CancelJob(task, comment))
	eventName = whole(`remediation-(failure|triggered|exhausted)-`)
	selector  = whole(vocabulary.TaskLabel + `=` + task + `,agent-type in \(cleo,tess\),status=running`)
	message   = whole(`[A-Za-z0-9 :_-]{1,300}`)
	digits    = whole(vocabulary.MaximumPattern)
	labelsURL = whole(`https://api\.github\.com/repos/5dlabs/cto/issues/` + vocabulary.PullRequestPattern + `/labels(/[A-Za-z0-9%._-]+)?`)
	labelName = whole(`remediation-[a-z-]+|iteration-` + vocabulary.IterationPattern)

	// writable are the keys of the state that each trigger may write. Each key has one writer. The admission policies
	// (src/remediation/policies/states.ts) and test/e2e/history have rules about the same keys. Their words are shared; the rules are written
	// separately, on purpose, so that a mistake in one of them shows. Do not merge them.
	writable = map[string]*regexp.Regexp{
		"check-iteration-state": whole(vocabulary.CommentPrefix + comment + `|` + vocabulary.LastCommentKey),
		"reconcile-state": whole(`(` + vocabulary.IterationPrefix + `|` + vocabulary.MaxPrefix + `)` + comment + `|` +
			strings.Join(vocabulary.DerivedKeys, `|`)),
		"acknowledge-iteration": whole(vocabulary.HandledPrefix + comment),
		"store-pull-request":    whole(`(` + vocabulary.ClosedPrefix + `|` + vocabulary.ReopenedPrefix + `)` + vocabulary.PullRequestPattern + `-` + vocabulary.SecondsPattern),
	}

	// numeric are the keys of the state that have a number.
	numeric = whole(`(` + vocabulary.IterationPrefix + `|` + vocabulary.MaxPrefix + `|` + vocabulary.HandledPrefix + `).*|` +
		vocabulary.MaxIterationsKey + `|` + vocabulary.CurrentIterationKey)
)

// whole is a pattern for a whole text.
func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }

// Broken lists the rules that the actions break, whatever the event was.
func Broken(actions []Action) []string {
	var found rules
	for _, action := range actions {
		for _, write := range action.Writes {
			found.write(action.Trigger, write)
		}
		for _, request := range action.Requests {
			found.request(action.Trigger, request)
		}
	}
	return found
}

type rules []string

func (r *rules) want(holds bool, format string, values ...any) {
	if !holds {
		*r = append(*r, fmt.Sprintf(format, values...))
	}
}

func (r *rules) matches(pattern *regexp.Regexp, what string, value any) {
	text, ok := value.(string)
	r.want(ok && pattern.MatchString(text), "%s is %q, wanted %s", what, value, pattern)
}

func (r *rules) write(trigger string, write engine.Write) {
	object := unstructured.Unstructured{Object: write.Object}
	r.want(write.Namespace == namespace, "%s writes to namespace %q", trigger, write.Namespace)
	r.want(write.Verb == "patch" || write.Verb == "create", "%s does a %s", trigger, write.Verb)
	for key, value := range object.GetLabels() {
		if strings.HasPrefix(key, "events.argoproj.io/") {
			continue // the engine's own; the recorder has put words in place of the time
		}
		errors := validation.IsValidLabelValue(value)
		r.want(len(errors) == 0, "%s: label %s is %q: %v", trigger, key, value, errors)
	}
	switch object.GetKind() {
	case "ConfigMap":
		r.state(trigger, object)
	case "CodeRun":
		r.run(trigger, object)
	case "Job":
		r.matches(jobName, trigger+": name of the Job", object.GetGenerateName())
		containers, _, _ := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "containers")
		r.want(len(containers) == 1, "%s: %d containers", trigger, len(containers))
		for _, container := range containers {
			args, _, _ := unstructured.NestedStringSlice(container.(map[string]any), "args")
			r.want(len(args) == 8, "%s: arguments %q", trigger, args)
			if len(args) == 8 {
				r.matches(selector, trigger+": selector", args[5])
			}
		}
	case "Event":
		about, _, _ := unstructured.NestedString(object.Object, "involvedObject", "name")
		r.matches(stateName, trigger+": name of the object of the Event", about)
		r.matches(eventName, trigger+": name of the Event", object.GetGenerateName())
		r.matches(message, trigger+": message", object.Object["message"])
	default:
		r.want(false, "%s writes a %s", trigger, object.GetKind())
	}
}

func (r *rules) state(trigger string, object unstructured.Unstructured) {
	r.matches(stateName, trigger+": name of the state", object.GetName())
	keys := writable[trigger]
	if keys == nil {
		r.want(false, "%s writes a state", trigger)
		return
	}
	data, _, err := unstructured.NestedStringMap(object.Object, "data")
	r.want(err == nil && len(data) > 0, "%s: data of the state: %v", trigger, err)
	for key, value := range data {
		r.matches(keys, trigger+": key of the state", key)
		if numeric.MatchString(key) {
			r.matches(digits, trigger+": "+key, value)
		}
	}
}

func (r *rules) run(trigger string, object unstructured.Unstructured) {
	r.matches(runName, trigger+": name of the CodeRun", object.GetName())
	ofTask, ofComment := object.GetLabels()[vocabulary.TaskLabel], object.GetLabels()[vocabulary.CommentLabel]
	name := remediation.Run(ofTask, ofComment)
	r.want(object.GetName() == name, "%s: CodeRun %s has the labels of %s", trigger, object.GetName(), name)
	for _, field := range []string{"pr_number", "pr_comment_id"} {
		value, found, err := unstructured.NestedInt64(object.Object, "spec", field)
		r.want(found && err == nil && value > 0, "%s: spec.%s: %v", trigger, field, err)
	}
	for _, field := range []string{"ITERATION_COUNT", "MAX_ITERATIONS", "FEEDBACK_COMMENT_ID"} {
		value, _, _ := unstructured.NestedString(object.Object, "spec", "env", field)
		r.matches(digits, trigger+": "+field, value)
	}
	owners := object.GetOwnerReferences()
	r.want(len(owners) == 1, "%s: %d owners", trigger, len(owners))
	for _, owner := range owners {
		r.want(owner.Name == remediation.State(ofTask), "%s: owner %q of %s", trigger, owner.Name, object.GetName())
	}
}

func (r *rules) request(trigger string, request engine.Request) {
	r.matches(labelsURL, trigger+": URL", request.URL)
	r.want(request.Method == "POST" || request.Method == "DELETE", "%s: method %s", trigger, request.Method)
	if request.Method != "POST" {
		return
	}
	body, _ := request.Body.(map[string]any)
	list, _ := body["labels"].([]any)
	r.want(len(body) == 1 && len(list) > 0, "%s sends %v", trigger, request.Body)
	for _, label := range list {
		r.matches(labelName, trigger+": label", label)
	}
}
