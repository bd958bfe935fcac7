package history

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// line is one of an audit log. The fields are in the order in which an API server writes them.
func line(rest string) string {
	return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","stage":"ResponseComplete",` + rest + `}`
}

func wrote(verb, user, revision string) string {
	return line(fmt.Sprintf(`"requestURI":"/api/v1/namespaces/here/configmaps/x","verb":%q,"user":{"username":%q,`+
		`"extra":{"authentication.kubernetes.io/pod-name":["the-pod"]}},"objectRef":{"resource":"configmaps","namespace":"here","name":"x"},`+
		`"responseStatus":{"code":200},"requestObject":{"data":{"a":"1"}},"responseObject":{"kind":"ConfigMap","metadata":{"name":"x","uid":"u","resourceVersion":%q}},`+
		`"requestReceivedTimestamp":"2026-01-02T03:04:05.000006Z","stageTimestamp":"2026-01-02T03:04:05.500000Z"`, verb, user, revision))
}

func auditLog(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit.log")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadAudit(t *testing.T) {
	path := auditLog(t, strings.Join([]string{
		strings.Replace(wrote("create", "a", "1"), "ResponseComplete", "RequestReceived", 1),
		wrote("patch", "b", "2"),
		line(`"verb":"get","user":{"username":"admin"},"impersonatedUser":{"username":"someone"},"objectRef":{"resource":"pods","subresource":"log","namespace":"here","name":"p"},"responseStatus":{"code":403,"message":"no"}`),
		line(`"verb":"create","user":{"username":"c"},"requestURI":"/apis/batch/v1/namespaces/here/jobs?dryRun=All","objectRef":{"resource":"jobs","apiGroup":"batch","namespace":"here"},"responseStatus":{"code":201},"responseObject":{"kind":"Job","metadata":{"name":"made-x"}}`),
		strings.Replace(line(`"verb":"get","user":{"username":"admin"},"requestURI":"/healthz"`), "ResponseComplete", "Panic", 1),
		"",
	}, "\n"))
	audit, err := ReadAudit(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(audit.Calls) != 4 || audit.Torn != 0 {
		t.Fatalf("%d calls, %d torn: %+v", len(audit.Calls), audit.Torn, audit.Calls)
	}
	patch := audit.Calls[0]
	if patch.User != "b" || patch.Pod != "the-pod" || patch.Verb != "patch" || patch.object() != "configmaps here/x" || !patch.Writes() || !patch.Accepted() ||
		string(patch.Request) != `{"data":{"a":"1"}}` || patch.Result.Revision != "2" || patch.Result.UID != "u" || patch.Answered.Sub(patch.Time).Microseconds() != 499_994 {
		t.Errorf("patch: %+v", patch)
	}
	if get := audit.Calls[1]; get.User != "someone" || get.Writes() || get.Accepted() || get.Code != 403 || get.Message != "no" || get.Subresource != "log" {
		t.Errorf("get: %+v", get)
	}
	if create := audit.Calls[2]; create.Name != "made-x" || create.Resource != jobs || !create.DryRun() {
		t.Errorf("create: %+v", create)
	}
	if got := audit.By("someone"); len(got) != 1 || got[0].Verb != "get" {
		t.Errorf("calls of someone: %+v", got)
	}
}

func TestReadAuditOfKilledServers(t *testing.T) {
	whole := wrote("patch", "b", "2")
	for name, test := range map[string]struct {
		content     string
		calls, torn int
		err         string
	}{
		"torn, and another one behind it": {whole + "\n" + whole[:200] + whole + "\n" + whole + "\n", 3, 1, ""},
		"torn at the end":                 {whole + "\n" + whole[:200], 1, 1, ""},
		"whole without an end of line":    {whole + "\n" + whole, 2, 0, ""},
		"empty":                           {"", 0, 0, ""},
		"something else":                  {whole + "\nhello\n", 0, 0, "audit.log, line 2: no event of audit.k8s.io/v1"},
	} {
		t.Run(name, func(t *testing.T) {
			audit, err := ReadAudit(auditLog(t, test.content))
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want %s", err, test.err)
				}
				return
			}
			if err != nil || len(audit.Calls) != test.calls || audit.Torn != test.torn {
				t.Errorf("%+v, %v; want %d calls and %d torn", audit, err, test.calls, test.torn)
			}
		})
	}
	if _, err := ReadAudit("none.log"); err == nil {
		t.Error("a log that is not there was read")
	}
}

// An API server moves a log aside when it has grown to 100 MB.
func TestReadAuditThatWasRotated(t *testing.T) {
	path := auditLog(t, wrote("patch", "c", "3")+"\n")
	for name, user := range map[string]string{"audit-2026-01-02T03-04-05.000.log": "a", "audit-2026-01-02T03-05-05.000.log": "b", "other-2026.log": "x"} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(wrote("patch", user, "1")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	audit, err := ReadAudit(path)
	if err != nil {
		t.Fatal(err)
	}
	var users []string
	for _, call := range audit.Calls {
		users = append(users, call.User)
	}
	if !slices.Equal(users, []string{"a", "b", "c"}) {
		t.Errorf("calls of %v, want a, b, c", users)
	}
}

func TestAuthors(t *testing.T) {
	deletion := func(uid string) string {
		return line(`"verb":"delete","user":{"username":"d"},"objectRef":{"resource":"configmaps","namespace":"here","name":"x"},"responseStatus":{"code":200},"responseObject":{"kind":"Status","details":{"uid":"` + uid + `"}}`)
	}
	several := line(`"verb":"deletecollection","user":{"username":"e"},"objectRef":{"resource":"configmaps","namespace":"here"},"responseStatus":{"code":200},"responseObject":{"kind":"ConfigMapList","items":[{"metadata":{"uid":"v"}}]}`)
	audit, err := ReadAudit(auditLog(t, strings.Join([]string{
		wrote("create", "a", "1"), wrote("patch", "b", "2"), wrote("patch", "changes-nothing", "2"),
		strings.Replace(wrote("patch", "refused", "3"), `"code":200`, `"code":409`, 1), deletion("u"), several,
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	version := func(kind watch.EventType, uid, revision string) Version {
		object := &unstructured.Unstructured{Object: map[string]any{"metadata": map[string]any{"namespace": "here", "name": "x", "uid": uid, "resourceVersion": revision}}}
		return Version{Resource: configMaps, Type: kind, Object: object}
	}
	for _, test := range []struct {
		version Version
		want    []string
	}{
		{version(watch.Added, "u", "1"), []string{"a"}},
		{version(watch.Modified, "u", "2"), []string{"b"}},
		{version(watch.Modified, "u", "3"), nil},
		{version(watch.Deleted, "u", "4"), []string{"d"}},
		{version(watch.Deleted, "v", "5"), []string{"e"}},
		{version(watch.Deleted, "", "6"), nil},
	} {
		if got := audit.authorsOf(test.version); !slices.Equal(got, test.want) {
			t.Errorf("%s of %s: by %v, want %v", test.version.Type, test.version.Object.GetResourceVersion(), got, test.want)
		}
	}
}
