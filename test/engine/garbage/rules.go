package garbage

import (
	"fmt"
	"regexp"
	"strings"

	engine "github.com/cdk8s-argo-events/test/engine"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation"
)

const (
	task    = `[1-9][0-9]{0,17}`
	comment = `[1-9][0-9]{0,14}`
)

var (
	namespace = "agent-platform"
	stateName = regexp.MustCompile(`^task-` + task + `-remediation-state$`)
	runName   = regexp.MustCompile(`^remediation-rex-t` + task + `-c` + comment + `$`)
	jobName   = regexp.MustCompile(`^remediation-cancel-t` + task + `-c` + comment + `-$`)
	eventName = regexp.MustCompile(`^remediation-(failure|triggered|exhausted)-$`)
	selector  = regexp.MustCompile(`^task-id=` + task + `,agent-type in \(cleo,tess\),status=running$`)
	message   = regexp.MustCompile(`^[A-Za-z0-9 :_-]{1,300}$`)
	digits    = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})$`)
	labelsURL = regexp.MustCompile(`^https://api\.github\.com/repos/5dlabs/cto/issues/[1-9][0-9]{0,8}/labels(/[A-Za-z0-9%._-]+)?$`)
	labelName = regexp.MustCompile(`^(remediation-[a-z-]+|iteration-[1-9][0-9]{0,14})$`)

	// writable are the keys of the state that each trigger may write. Each key has one writer.
	writable = map[string]*regexp.Regexp{
		"check-iteration-state": regexp.MustCompile(`^(comment-` + comment + `|last_comment_id)$`),
		"reconcile-state":       regexp.MustCompile(`^(status|max_iterations|current_iteration|start_time|feedback_history|(iteration|max)-` + comment + `)$`),
		"record-iteration":      regexp.MustCompile(`^handled-` + comment + `$`),
	}
)

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
		if strings.HasPrefix(key, "iteration-") || strings.HasPrefix(key, "max") || strings.HasPrefix(key, "handled-") || key == "current_iteration" {
			r.matches(digits, trigger+": "+key, value)
		}
	}
}

func (r *rules) run(trigger string, object unstructured.Unstructured) {
	r.matches(runName, trigger+": name of the CodeRun", object.GetName())
	labels := object.GetLabels()
	name := fmt.Sprintf("remediation-rex-t%s-c%s", labels["task-id"], labels["comment-id"])
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
		r.want(owner.Name == "task-"+labels["task-id"]+"-remediation-state", "%s: owner %q of %s", trigger, owner.Name, object.GetName())
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
