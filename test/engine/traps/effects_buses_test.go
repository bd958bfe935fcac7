package traps

var busEffects = map[string]effect{}
