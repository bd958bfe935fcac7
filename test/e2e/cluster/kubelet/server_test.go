package kubelet

import (
	"net/url"
	"testing"
	"time"
)

func TestLogOptions(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	query := func(text string) url.Values {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
	options, previous, err := logOptions(query("follow=true&timestamps=true&previous=true&tailLines=3&limitBytes=4&sinceSeconds=5"), now)
	if err != nil || !options.Follow || !options.Timestamps || !previous || *options.Tail != 3 || *options.Limit != 4 || !options.Since.Equal(now.Add(-5*time.Second)) {
		t.Errorf("%+v, %t, %v", options, previous, err)
	}
	options, previous, err = logOptions(query(""), now)
	if err != nil || options.Follow || options.Timestamps || previous || options.Tail != nil || options.Limit != nil || !options.Since.IsZero() {
		t.Errorf("%+v, %t, %v", options, previous, err)
	}
	for _, text := range []string{"tailLines=x", "tailLines=-1", "limitBytes=x", "sinceSeconds=x", "sinceTime=yesterday"} {
		if _, _, err := logOptions(query(text), now); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}
