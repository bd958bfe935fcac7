package prometheus

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Alert is one whose expression is true: it is pending, or firing.
type Alert struct {
	Labels, Annotations map[string]string
	State               string
}

// Alerts are those of a loop by their names.
func (p *Prometheus) Alerts(ctx context.Context, loop string) (map[string][]Alert, error) {
	var found struct{ Alerts []Alert }
	if err := p.get(ctx, "/api/v1/alerts", nil, &found); err != nil {
		return nil, err
	}
	alerts := map[string][]Alert{}
	for _, alert := range found.Alerts {
		if alert.Labels["loop"] == loop {
			name := alert.Labels["alertname"]
			alerts[name] = append(alerts[name], alert)
		}
	}
	return alerts, nil
}

// Rules says what is wrong with rules that could not be evaluated, by the names of their alerts.
func (p *Prometheus) Rules(ctx context.Context) (map[string]string, error) {
	var found struct {
		Groups []struct {
			Rules []struct{ Name, Health, LastError string }
		}
	}
	if err := p.get(ctx, "/api/v1/rules", nil, &found); err != nil {
		return nil, err
	}
	health := map[string]string{}
	for _, group := range found.Groups {
		for _, rule := range group.Rules {
			if rule.Health != "ok" {
				health[rule.Name] = rule.Health + " " + rule.LastError
			}
		}
	}
	return health, nil
}

// Series is how many series an expression has had since then, that had a number at least once.
func (p *Prometheus) Series(ctx context.Context, expr string, since time.Time) (int, error) {
	var found struct {
		Result []struct{ Values [][2]any }
	}
	query := url.Values{
		"query": {expr}, "step": {Step.String()},
		"start": {strconv.FormatInt(since.Unix(), 10)}, "end": {strconv.FormatInt(time.Now().Unix(), 10)},
	}
	if err := p.get(ctx, "/api/v1/query_range", query, &found); err != nil {
		return 0, err
	}
	count := 0
	for _, series := range found.Result {
		for _, value := range series.Values {
			if text, _ := value[1].(string); text != "NaN" {
				count++
				break
			}
		}
	}
	return count, nil
}

func (p *Prometheus) get(ctx context.Context, path string, query url.Values, data any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer := struct {
		Error string
		Data  any
	}{Data: data}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if answer.Error != "" {
		return fmt.Errorf("%s: %s", path, answer.Error)
	}
	return nil
}
