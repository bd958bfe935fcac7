package main

// The time zones of filters: a browser has no files with them.
import _ "time/tzdata"
