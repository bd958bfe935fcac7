package prometheus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

type fields = map[string]any

// writeConfig does what the operator does, for the fields of PodMonitor that the loop uses: anything else is an error.
func writeConfig(o Options, objects string) error {
	jobs := []any{
		fields{"job_name": "kube-state-metrics", "honor_labels": true, "static_configs": []any{fields{"targets": []string{objects}}}},
		fields{
			// Its metrics are megabytes.
			"scrape_interval": "5s", "scrape_timeout": "5s",
			"job_name": "apiserver", "scheme": "https", "static_configs": []any{fields{"targets": []string{o.APIServer}}},
			"authorization": fields{"credentials": o.Token}, "tls_config": fields{"ca": o.CA},
		},
	}
	for _, monitor := range o.Monitors {
		job, err := scrape(monitor, o.Kubeconfig)
		if err != nil {
			return fmt.Errorf("PodMonitor %s: %w", monitor.GetName(), err)
		}
		jobs = append(jobs, job)
	}
	var rules []string
	for _, rule := range o.Rules {
		name := rule.GetNamespace() + "-" + rule.GetName() + ".rules"
		if err := write(filepath.Join(o.Dir, name), rule.Object["spec"]); err != nil {
			return err
		}
		rules = append(rules, name)
	}
	return write(filepath.Join(o.Dir, "prometheus.yaml"), fields{
		"global":     fields{"scrape_interval": Step.String(), "scrape_timeout": Step.String(), "evaluation_interval": Step.String()},
		"rule_files": rules, "scrape_configs": jobs,
	})
}

func write(path string, content any) error {
	text, err := yaml.Marshal(content)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// monitor is the part of a PodMonitor that the loop uses.
type monitor struct {
	Selector struct {
		MatchLabels      map[string]string
		MatchExpressions []struct {
			Key, Operator string
			Values        []string
		}
	}
	PodMetricsEndpoints []struct {
		Port, Path  string
		Relabelings []struct {
			SourceLabels                     []string
			Action, TargetLabel, Replacement string
		}
	}
}

func scrape(object unstructured.Unstructured, kubeconfig string) (fields, error) {
	text, err := yaml.Marshal(object.Object["spec"])
	if err != nil {
		return nil, err
	}
	var spec monitor
	if err := yaml.UnmarshalStrict(text, &spec); err != nil {
		return nil, err
	}
	if len(spec.PodMetricsEndpoints) != 1 {
		return nil, fmt.Errorf("%d endpoints, want 1", len(spec.PodMetricsEndpoints))
	}
	endpoint := spec.PodMetricsEndpoints[0]
	keep := func(meta, pattern string) fields {
		return fields{"action": "keep", "source_labels": []string{"__meta_kubernetes_pod_" + meta}, "regex": pattern}
	}
	copied := func(meta, label string) fields {
		return fields{"source_labels": []string{"__meta_kubernetes_" + meta}, "target_label": label}
	}
	relabel := []any{
		keep("phase", "Pending|Running|Unknown"),
		keep("container_port_name", endpoint.Port),
		copied("namespace", "namespace"), copied("pod_container_name", "container"), copied("pod_name", "pod"),
	}
	for key, value := range spec.Selector.MatchLabels {
		relabel = append(relabel, keep("label_"+sanitized(key), value))
	}
	for _, match := range spec.Selector.MatchExpressions {
		if match.Operator != "In" {
			return nil, fmt.Errorf("operator %q, want In", match.Operator)
		}
		relabel = append(relabel, keep("label_"+sanitized(match.Key), strings.Join(match.Values, "|")))
	}
	for _, one := range endpoint.Relabelings {
		step := fields{"action": one.Action, "target_label": one.TargetLabel}
		if one.SourceLabels != nil {
			step["source_labels"] = one.SourceLabels
		}
		if one.Replacement != "" {
			step["replacement"] = one.Replacement
		}
		relabel = append(relabel, step)
	}
	return fields{
		"job_name":     object.GetNamespace() + "/" + object.GetName(),
		"metrics_path": endpoint.Path,
		"kubernetes_sd_configs": []any{fields{
			"role": "pod", "kubeconfig_file": kubeconfig, "namespaces": fields{"names": []string{object.GetNamespace()}},
		}},
		"relabel_configs": relabel,
	}, nil
}

// sanitized is a name of a label as the discovery of Prometheus writes it.
func sanitized(key string) string {
	return strings.NewReplacer("-", "_", ".", "_", "/", "_").Replace(key)
}
