package argocd

import (
	"encoding/json"
	"testing"

	lua "github.com/yuin/gopher-lua"
)

// health is what a health check says.
type health struct{ Status, Message string }

// check runs a health check as Argo CD runs one of argocd-cm (util/lua/lua.go): with the basic library and that for tables, and
// without those for strings, mathematics and files. The object is the global obj.
func check(t *testing.T, script string, object any) health {
	t.Helper()
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable} {
		state.Push(state.NewFunction(open))
		state.Push(lua.LString(name))
		state.Call(1, 0)
	}
	content, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(content, &plain); err != nil {
		t.Fatal(err)
	}
	state.SetGlobal("obj", valueOf(state, plain))
	if err := state.DoString(script); err != nil {
		t.Fatal(err)
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		t.Fatalf("it returns no table, but %s", state.Get(-1))
	}
	return health{table.RawGetString("status").String(), table.RawGetString("message").String()}
}

func valueOf(state *lua.LState, value any) lua.LValue {
	table := state.NewTable()
	switch value := value.(type) {
	case string:
		return lua.LString(value)
	case bool:
		return lua.LBool(value)
	case float64:
		return lua.LNumber(value)
	case []any:
		for _, item := range value {
			table.Append(valueOf(state, item))
		}
		return table
	case map[string]any:
		for key, field := range value {
			table.RawSetString(key, valueOf(state, field))
		}
		return table
	}
	return lua.LNil
}
