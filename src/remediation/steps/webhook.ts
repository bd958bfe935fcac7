import { type JqFragment, jq } from '../../argo-events/transform';
import { TASK_PATTERN } from '../state/keys';

/**
 * The beginning of a transform of GitHub's webhooks: `text` and `digits` read what is at a path, and `$task` is the task.
 *
 * Nothing in such a transform may fail, and every path that a filter reads must be there, whatever the payload: the engine
 * logs an event whose filter finds no value with all its text, as a warning (Filter in pkg/sensors/listener.go), and
 * anybody can comment. So what is missing or of another type becomes an empty text, which the filters refuse.
 *
 * @param of what has the labels
 */
export function readTask(of: 'issue' | 'pull_request'): JqFragment {
  return jq`
    # What is missing or of another type becomes an empty text: a filter on an absent path would log the event.
    def at($path): try getpath($path) catch null;
    def text($path): at($path) | if type == "string" then . else "" end;
    def digits($path; $pattern): at($path)
      | if type == "number" then tostring else "" end
      | if test($pattern) then . else "" end;
    # The task is the number in the last label task-N.
    (at(["body", ${of}, "labels"]) | if type == "array" then . else [] end
      | [ .[] | at(["name"]) | select(type == "string" and test(${`^task-${TASK_PATTERN}$`})) | ltrimstr("task-") ]
      | last // "") as $task`;
}
