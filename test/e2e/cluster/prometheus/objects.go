package prometheus

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// objects serves series of the objects that the API server has now, under the names and labels of kube-state-metrics (docs/metrics in its
// repository: all of them are stable there) and, for containers, of the kubelet (cAdvisor). The former module cannot be had from the
// module proxy, and the node of the tests is no kubelet. The values of the objects are real. What a container uses is made up.
func objects(client kubernetes.Interface) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		all := metav1.ListOptions{}
		cronJobs, err := client.BatchV1().CronJobs("").List(r.Context(), all)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		quotas, err := client.CoreV1().ResourceQuotas("").List(r.Context(), all)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		pods, err := client.CoreV1().Pods("").List(r.Context(), all)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		for _, cronJob := range cronJobs.Items {
			fmt.Fprint(w, ofCronJob(cronJob))
		}
		for _, quota := range quotas.Items {
			fmt.Fprint(w, ofQuota(quota))
		}
		for _, pod := range pods.Items {
			fmt.Fprint(w, ofPod(pod))
		}
	}
}

func ofCronJob(cronJob batchv1.CronJob) string {
	var text strings.Builder
	of := fmt.Sprintf("namespace=%q,cronjob=%q", cronJob.Namespace, cronJob.Name)
	fmt.Fprintf(&text, "kube_cronjob_info{%s,schedule=%q,concurrency_policy=%q} 1\n", of, cronJob.Spec.Schedule, cronJob.Spec.ConcurrencyPolicy)
	at := func(metric string, when *metav1.Time) {
		if when != nil {
			fmt.Fprintf(&text, "%s{%s} %d\n", metric, of, when.Unix())
		}
	}
	at("kube_cronjob_status_last_schedule_time", cronJob.Status.LastScheduleTime)
	at("kube_cronjob_status_last_successful_time", cronJob.Status.LastSuccessfulTime)
	suspended := cronJob.Spec.Suspend != nil && *cronJob.Spec.Suspend
	if suspended {
		fmt.Fprintf(&text, "kube_cronjob_spec_suspend{%s} 1\n", of)
		return text.String()
	}
	// The real one parses the schedule. Here it is soon, which is never late.
	fmt.Fprintf(&text, "kube_cronjob_spec_suspend{%s} 0\nkube_cronjob_next_schedule_time{%s} %d\n", of, of, time.Now().Add(time.Minute).Unix())
	return text.String()
}

func ofQuota(quota corev1.ResourceQuota) string {
	var text strings.Builder
	for kind, list := range map[string]corev1.ResourceList{"hard": quota.Status.Hard, "used": quota.Status.Used} {
		for resource, amount := range list {
			fmt.Fprintf(&text, "kube_resourcequota{namespace=%q,resourcequota=%q,resource=%q,type=%q} %d\n", quota.Namespace, quota.Name, resource, kind, amount.Value())
		}
	}
	return text.String()
}

func ofPod(pod corev1.Pod) string {
	var text strings.Builder
	for _, container := range pod.Spec.Containers {
		of := fmt.Sprintf("namespace=%q,pod=%q,container=%q", pod.Namespace, pod.Name, container.Name)
		for resource, unit := range map[corev1.ResourceName]string{corev1.ResourceCPU: "core", corev1.ResourceMemory: "byte"} {
			if limit, ok := container.Resources.Limits[resource]; ok {
				fmt.Fprintf(&text, "kube_pod_container_resource_limits{%s,node=%q,resource=%q,unit=%q} %g\n", of, pod.Spec.NodeName, resource, unit, limit.AsApproximateFloat64())
			}
		}
		fmt.Fprintf(&text, "container_memory_working_set_bytes{%s} %d\n", of, 64<<20)
		fmt.Fprintf(&text, "container_cpu_usage_seconds_total{%s} %d\n", of, int(time.Since(pod.CreationTimestamp.Time).Seconds()/20))
	}
	return text.String()
}
