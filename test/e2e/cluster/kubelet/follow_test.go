package kubelet

import (
	"context"
	"slices"
	"syscall"
	"testing"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// What changes while the API server is away is told when it is back, once.
func TestFollow(t *testing.T) {
	config := func(name, uid, version string) v1.ConfigMap {
		return v1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, UID: types.UID(uid), ResourceVersion: version}}
	}
	lists := [][]v1.ConfigMap{
		{config("stays", "1", "1"), config("changes", "2", "1"), config("goes", "3", "1"), config("again", "4", "1")},
		nil, // the server does not answer
		{config("stays", "1", "1"), config("changes", "2", "2"), config("again", "5", "1"), config("new", "6", "1")},
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var told []string
	watches := 0
	follow(ctx, collection[v1.ConfigMap]{
		func(context.Context, metav1.ListOptions) ([]v1.ConfigMap, string, error) {
			list := lists[0]
			lists = lists[1:]
			if list == nil {
				return nil, "", syscall.ECONNREFUSED
			}
			return list, "7", nil
		},
		func(_ context.Context, o metav1.ListOptions) (watch.Interface, error) {
			if o.ResourceVersion != "7" {
				t.Errorf("watched from %q", o.ResourceVersion)
			}
			told = append(told, "watch")
			fake := watch.NewFakeWithChanSize(9, false)
			if watches++; watches == 1 {
				created, changed, deleted := config("seen", "8", "8"), config("seen", "8", "9"), config("seen", "8", "10")
				fake.Add(&created)
				fake.Modify(&changed)
				fake.Delete(&deleted)
				fake.Error(&metav1.Status{})
			} else {
				cancel()
			}
			fake.Stop()
			return fake, nil
		},
	}, func(c *v1.ConfigMap, gone bool) {
		line := c.Name + " " + string(c.UID) + " " + c.ResourceVersion
		if gone {
			line += " gone"
		}
		told = append(told, line)
	}, func() { told = append(told, "synced") })
	for start := 0; start < len(told); { // the order within a list is any
		end := start
		for end < len(told) && told[end] != "watch" && told[end] != "synced" {
			end++
		}
		slices.Sort(told[start:end])
		start = end + 1
	}
	want := []string{
		"again 4 1", "changes 2 1", "goes 3 1", "stays 1 1", "synced", "watch",
		"again 4 1 gone", "again 5 1", "changes 2 2", "goes 3 1 gone", "new 6 1", "seen 8 10 gone", "seen 8 8", "seen 8 9", "watch",
	}
	if !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}
