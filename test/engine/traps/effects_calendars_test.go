package traps

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventsourcecommon "github.com/argoproj/argo-events/pkg/eventsources/common"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/calendar"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// What the calendars of the samples do.
var calendarEffects = map[string]effect{
	"calendar-interval": {onClock("beat", false), "events without a pause", "waits"},
	// The interval has no effect.
	"calendar-ignored": {onClock("night", true), "waits for 03:00", "waits for 03:00"},
	"cron-schedule": {
		func(t *testing.T, s *sample) string {
			return onClock("late", true)(t, s) + "; " + onClock("leap", true)(t, s)
		},
		"failed to parse schedule 0 25 * * * from calendar event. Cause: end of range (25) above maximum (23): 25; events without a pause",
		"waits for 23:30; waits for 03:00",
	},
	"exclusion-date": {onExclusions, "0 of 1 day(s) off", "1 of 1 day(s) off"},
}

// manyEvents is more than a calendar whose times are seconds apart can send in a moment.
const manyEvents = 100

// onClock is why the event of this name of a calendar does not start, or what it does in its first moment. It can say until when it
// waits, as the engine's own log has it.
func onClock(name string, saysWhen bool) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		core, logs := observer.New(zapcore.InfoLevel)
		ctx, cancel := context.WithTimeout(logging.WithLogger(t.Context(), zap.New(core).Sugar()), 10*time.Second)
		defer cancel()
		source := calendar.EventListener{EventSourceName: "clock", EventName: name, CalendarEventSource: s.Sources[0].Spec.Calendar[name], Metrics: metrics.NewMetrics("events")}
		ended := make(chan error, 1)
		var sent atomic.Int32
		flooded := make(chan struct{})
		go func() {
			ended <- source.StartListening(ctx, func([]byte, ...eventsourcecommon.Option) error {
				if sent.Add(1) == manyEvents {
					close(flooded)
					select {} // it would go on for ever, and never look whether it has to end
				}
				return nil
			})
		}()
		const waiting = "expected next calendar event"
		for {
			select {
			case err := <-ended:
				return message(err)
			case <-flooded:
				return "events without a pause"
			case <-time.After(100 * time.Millisecond):
			}
			waits := logs.FilterMessage(waiting).All()
			if len(waits) == 0 {
				continue
			}
			// What would come without a pause has come by now, even if the first one had to be waited for.
			select {
			case <-flooded:
				return "events without a pause"
			case <-time.After(1200 * time.Millisecond):
			}
			if !saysWhen {
				return "waits"
			}
			at, err := time.Parse("2006-01-02 15:04:05 -0700 MST", waits[0].ContextMap()[logging.LabelTime].(string))
			if err != nil {
				t.Fatal(err)
			}
			return "waits for " + at.Format("15:04")
		}
	}
}

func onExclusions(t *testing.T, s *sample) string {
	written := s.Sources[0].Spec.Calendar["night"].ExclusionDates
	read, err := sharedutil.ParseExclusionDates(written)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d of %d day(s) off", len(read), len(written))
}

// What the rule says of schedules is what the engine's parser makes of them (resolveSchedule in
// pkg/eventsources/sources/calendar/start.go). The same list is in the test of the rule.
func TestSchedules(t *testing.T) {
	content, err := os.ReadFile("../../lint/schedules.json")
	if err != nil {
		t.Fatal(err)
	}
	var schedules map[string][]string
	if err := json.Unmarshal(content, &schedules); err != nil {
		t.Fatal(err)
	}
	for verdict, all := range schedules {
		for _, schedule := range all {
			expect(t, schedule, readSchedule(schedule), verdict)
		}
	}
}

func readSchedule(text string) string {
	schedule, err := resolveSchedule(&v1alpha1.CalendarEventSource{Schedule: text})
	switch {
	case err != nil:
		return "refused"
	case schedule.Next(time.Now()).IsZero():
		return "never"
	}
	return "read"
}

// A text that ParseExclusionDates does not take keeps the calendar from starting, as the rule exclusion-date says.
func TestExclusionDates(t *testing.T) {
	for _, date := range []string{"EXDATE:20261224", "EXDATE:2026-12-24", "EXDATE:20261224T000000Z, 20261225T000000Z", "EXDATE:20260230T000000Z"} {
		if _, err := sharedutil.ParseExclusionDates([]string{date}); err == nil {
			t.Errorf("%s is read", date)
		}
	}
	read, err := sharedutil.ParseExclusionDates([]string{"2026-12-25", "EXDATE;VALUE=DATE:20261225", "EXDATE:20261224T000000Z,20261225T120000Z"})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "days off", len(read), 2)
}
