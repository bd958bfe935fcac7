package bench

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// growth posts one comment more on tasks that have had ever more of them, to the limit of what a message on the bus may hold.
func (r *rig) growth() {
	for _, handled := range []int{10, 100, 500, 600, 700, 800, 900, 1000, 1500} {
		p := r.Pull(r.loop)
		state, bytes := r.grown(p, handled)
		r.put(state)
		time.Sleep(time.Second)
		c := &sample{pull: p, Comment: r.Comment(p)}
		outcome := "has its CodeRun"
		if err := r.try(15*time.Second, c); err != nil {
			outcome = "has no CodeRun"
		}
		r.sizes.row(fmt.Sprintf("%d KiB", bytes>>10), handled, outcome)
	}
}

// try is through, and tells when nothing comes of it.
func (r *rig) try(limit time.Duration, c *sample) error {
	from := len(r.History.Record().Versions)
	r.Hooks[c.Repository].Send(r.b.Context(), c.Comment, true)
	return suite.Eventually(r.b.Context(), limit, func() error {
		if r.follow(from, []*sample{c}); c.made.IsZero() {
			return fmt.Errorf("comment %d has no CodeRun", c.ID)
		}
		return nil
	})
}

// grown is the state of a task that has had so many comments, all of them handled.
func (r *rig) grown(p suite.Pull, handled int) (*corev1.ConfigMap, int) {
	type entry struct {
		At        string `json:"at"`
		Author    string `json:"author"`
		ID        string `json:"id"`
		Iteration int    `json:"iteration"`
		PR        string `json:"pr"`
		Repo      string `json:"repo"`
	}
	most := strconv.Itoa(handled + 10)
	data := map[string]string{
		vocabulary.StatusKey:           vocabulary.ActiveStatus,
		vocabulary.MaxIterationsKey:    most,
		vocabulary.CurrentIterationKey: strconv.Itoa(handled),
		vocabulary.StartTimeKey:        "2026-01-02T03:04:05Z",
	}
	var history []entry
	for n := 1; n <= handled; n++ {
		id := strconv.FormatInt(2_000_000_000+int64(n), 10)
		e := entry{"2026-01-02T03:04:05Z", "5DLabs-Tess[bot]", id, n, strconv.Itoa(p.Number), r.loop.Repository}
		history = append(history, e)
		data[vocabulary.CommentPrefix+id] = fmt.Sprintf(`{"at":%q,"author":%q,"pr":%s,"repo":%q}`, e.At, e.Author, e.PR, e.Repo)
		data[vocabulary.IterationPrefix+id], data[vocabulary.MaxPrefix+id], data[vocabulary.HandledPrefix+id] = strconv.Itoa(n), most, strconv.Itoa(n)
		data[vocabulary.LastCommentKey] = id
	}
	recent, err := json.Marshal(history[max(0, len(history)-50):])
	if err != nil {
		r.b.Fatal(err)
	}
	data[vocabulary.FeedbackHistoryKey] = string(recent)
	bytes := 0
	for key, value := range data {
		bytes += len(key) + len(value)
	}
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.loop.State(p.Task), Namespace: r.loop.AgentNamespace,
			Labels: map[string]string{"app": r.loop.Name.App(), vocabulary.TaskLabel: strconv.Itoa(p.Task)},
		},
		Data: data,
	}, bytes
}

// states compares comments on a cluster with few states and with a thousand more, which policies look at and event sources list.
func (r *rig) states() {
	const more, number = 1000, 20
	r.drained()
	row := func(name string) {
		one := r.oneByOne(number)
		r.costs.row(name, ms(one.run, 50), ms(one.run, 99))
	}
	row("few")
	for range more {
		state, _ := r.grown(r.Pull(r.loop), 10)
		r.put(state)
	}
	r.drained()
	row(fmt.Sprintf("%d more", more))
}
