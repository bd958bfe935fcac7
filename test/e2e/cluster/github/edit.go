package github

import (
	"fmt"
	"strconv"
	"strings"
)

// edit changes the field at a path such as comment.user.login or issue.labels.0.name. Only the last part may be new, so that a path
// that was mistyped is noticed. With remove, the field goes.
func edit(root map[string]any, path string, value any, remove bool) error {
	parts := strings.Split(path, ".")
	last := len(parts) - 1
	var at any = root
	for i, part := range parts {
		where := strings.Join(parts[:i], ".")
		switch typed := at.(type) {
		case map[string]any:
			next, found := typed[part]
			switch {
			case i < last && !found:
				return fmt.Errorf("edit %q: there is no %q in %q", path, part, where)
			case i < last:
				at = next
			case remove && !found:
				return fmt.Errorf("edit %q: there is nothing to remove", path)
			case remove:
				delete(typed, part)
			default:
				typed[part] = value
			}
		case []any:
			index, err := strconv.Atoi(part)
			if err != nil || index < 0 || index >= len(typed) {
				return fmt.Errorf("edit %q: %q is not an index of %q, allowed: 0 to %d", path, part, where, len(typed)-1)
			}
			switch {
			case i < last:
				at = typed[index]
			case remove:
				return fmt.Errorf("edit %q: an entry of a list cannot be removed, allowed: set the list", path)
			default:
				typed[index] = value
			}
		default:
			return fmt.Errorf("edit %q: %q is %v, which has no fields", path, where, at)
		}
	}
	return nil
}
