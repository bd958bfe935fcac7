// Package bench measures the loop of dist/ on a real control plane: how long a comment takes, how many it takes on, and what that costs.
package bench

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

var (
	shards  = flag.String("shards", "1,4", "the numbers of shards that are compared: 1, 2, 4, 8")
	samples = flag.Int("samples", 60, "how many comments are sent one at a time")
	many    = flag.Int("many", 200, "how many comments are sent at once, at most")
	grown   = flag.Int("grown", 0, "how many tasks a loop of one shard has had, whose pods alone are measured then")
)

func TestMain(m *testing.M) {
	kubelet.Init()
	sandbox.Main(m)
}

// BenchmarkLoop prints tables:
//
//	npm run bench:loop
func BenchmarkLoop(b *testing.B) {
	bin, err := binaries.Ensure(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	cluster, err := suite.Start(context.Background(), sandbox.Dir(), bin)
	b.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			b.Error(err)
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	r := &rig{Cluster: cluster, b: b, loop: suite.Remediation}
	if *grown > 0 {
		r.deploy("1")
		r.old(*grown)
		r.print()
		return
	}
	for _, number := range strings.Split(*shards, ",") {
		r.deploy(number)
		r.measure(number + " shards")
	}
	r.growth()
	r.states()
	r.print()
}

// measure sends comments in different ways.
func (r *rig) measure(name string) {
	one := r.oneByOne(*samples)
	r.latencies.row(name, one.sent, ms(one.stored, 50), ms(one.stored, 99), ms(one.run, 50), ms(one.run, 99))
	for _, load := range []struct{ comments, tasks int }{{10, 10}, {20, 20}, {*many, *many}, {10, 1}} {
		burst := r.burst(load.comments, load.tasks)
		r.bursts.row(name, fmt.Sprintf("%d on %d", load.comments, load.tasks), burst.lastStored, burst.lastRun,
			fmt.Sprintf("%.2f", float64(load.comments)/burst.lastRun.Seconds()), burst.oneMore, burst.calls, burst.messages)
		r.use.row(append([]any{name, fmt.Sprintf("%d on %d", load.comments, load.tasks)}, burst.use...)...)
	}
}

// table is text in columns.
type table struct {
	head []string
	rows [][]any
}

func (t *table) row(cells ...any) {
	t.rows = append(t.rows, cells)
	fmt.Println(cells...)
}

func (t *table) print() {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\n"+strings.Join(t.head, "\t"))
	for _, row := range t.rows {
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = text(cell)
		}
		fmt.Fprintln(w, strings.Join(texts, "\t"))
	}
	w.Flush()
}

func text(cell any) string {
	if d, ok := cell.(time.Duration); ok {
		return d.Round(10 * time.Millisecond).String()
	}
	return fmt.Sprint(cell)
}
