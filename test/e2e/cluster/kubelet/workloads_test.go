package kubelet

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const deployment = `
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: main
        image: workload
        args: [serve, first]
        readinessProbe: {periodSeconds: 1, httpGet: {path: /health, port: 8080}}`

// fetch gets what a server answers.
func fetch(url string) (string, error) {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func testDeployment(t *testing.T, w world) {
	ns := w.namespace(t)
	deployments := w.client.AppsV1().Deployments(ns)
	create(t, deployments, deployment)
	service := create(t, w.client.CoreV1().Services(ns), `{metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}}`)
	url := "http://" + service.Spec.ClusterIP + "/"
	w.eventually(t, "the Service answers", func() error {
		_, err := fetch(url)
		return err
	})
	for _, host := range []string{"web", "web." + ns, "web." + ns + ".svc", "web." + ns + ".svc.cluster.local", service.Spec.ClusterIP} {
		name := "get-" + fmt.Sprint(len(host)) + strings.ReplaceAll(host, ".", "-")
		contains(t, w.output(t, ns, name[:min(len(name), 40)], []string{"get", "http://" + host + "/"}), "200 first")
	}
	patch := `{"spec":{"template":{"spec":{"containers":[{"name":"main","args":["serve","second"]}]}}}}`
	if _, err := deployments.Patch(t.Context(), "web", types.StrategicMergePatchType, []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, "the Deployment has rolled", func() error {
		now, err := deployments.Get(t.Context(), "web", metav1.GetOptions{})
		if err != nil {
			return err
		}
		if s := now.Status; s.ObservedGeneration < now.Generation || s.UpdatedReplicas != 2 || s.Replicas != 2 || s.AvailableReplicas != 2 {
			return fmt.Errorf("%+v", s)
		}
		return nil
	})
	w.eventually(t, "only the second version answers", func() error {
		for range 10 {
			if said, err := fetch(url); err != nil || said != "second" {
				return fmt.Errorf("%q, %w", said, err)
			}
		}
		return nil
	})
	if _, err := deployments.Patch(t.Context(), "web", types.MergePatchType, []byte(`{"spec":{"replicas":0}}`), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, "no pod answers", func() error {
		if said, err := fetch(url); !errors.Is(err, syscall.ECONNREFUSED) {
			return fmt.Errorf("%q, %w", said, err)
		}
		return nil
	})
}

func testServiceWithoutEndpoints(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "knows", []string{"say", "here", "expect", "/etc/hosts \tweb." + ns + "\t"})
	w.says(t, ns, "knows", "here")
	service := create(t, w.client.CoreV1().Services(ns), `{metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}`)
	address := service.Spec.ClusterIP
	w.eventually(t, "the node has the address", func() error {
		if !hasAddress(t, address) {
			return errors.New("it does not")
		}
		return nil
	})
	w.phase(t, ns, "knows", v1.PodSucceeded)
	if _, err := net.Dial("tcp", address+":80"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Error(err)
	}
	if err := w.client.CoreV1().Services(ns).Delete(t.Context(), "web", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, "the node does not have the address any more", func() error {
		if hasAddress(t, address) {
			return errors.New("it does")
		}
		return nil
	})
}

func (w world) job(t *testing.T, namespace, name string, condition batchv1.JobConditionType) *batchv1.Job {
	t.Helper()
	var job *batchv1.Job
	w.eventually(t, fmt.Sprintf("Job %s: %s", name, condition), func() (err error) {
		if job, err = w.client.BatchV1().Jobs(namespace).Get(t.Context(), name, metav1.GetOptions{}); err != nil {
			return err
		}
		for _, c := range job.Status.Conditions {
			if c.Type == condition && c.Status == v1.ConditionTrue {
				return nil
			}
		}
		return fmt.Errorf("%+v", job.Status)
	})
	return job
}

func testJobs(t *testing.T, w world) {
	ns := w.namespace(t)
	jobs := w.client.BatchV1().Jobs(ns)
	create(t, jobs, `
metadata: {name: well}
spec: {completions: 3, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: main, image: workload, args: [say, done]}]}}}`)
	create(t, jobs, `
metadata: {name: badly}
spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: main, image: workload, args: [exit, "3"]}]}}}`)
	create(t, jobs, `
metadata: {name: badly-in-place}
spec: {backoffLimit: 1, template: {spec: {restartPolicy: OnFailure, containers: [{name: main, image: workload, args: [exit, "3"]}]}}}`)
	create(t, jobs, `
metadata: {name: too-long}
spec:
  activeDeadlineSeconds: 1
  template: {spec: {restartPolicy: Never, containers: [{name: main, image: workload, args: [forever, still here]}]}}`)
	if job := w.job(t, ns, "well", batchv1.JobComplete); job.Status.Succeeded != 3 {
		t.Errorf("%+v", job.Status)
	}
	job := w.job(t, ns, "badly", batchv1.JobFailed)
	if job.Status.Failed != 1 || job.Status.Conditions[0].Reason != batchv1.JobReasonBackoffLimitExceeded {
		t.Errorf("%+v", job.Status)
	}
	pods, err := w.client.CoreV1().Pods(ns).List(t.Context(), metav1.ListOptions{LabelSelector: "job-name=badly"})
	if err != nil || len(pods.Items) != 1 || pods.Items[0].Status.ContainerStatuses[0].State.Terminated.ExitCode != 3 {
		t.Errorf("%v %+v", err, pods)
	}
	w.job(t, ns, "badly-in-place", batchv1.JobFailed)
	job = w.job(t, ns, "too-long", batchv1.JobFailed)
	if job.Status.Conditions[0].Reason != batchv1.JobReasonDeadlineExceeded {
		t.Errorf("%+v", job.Status)
	}
}

func testCronJob(t *testing.T, w world) {
	ns := w.namespace(t)
	create(t, w.client.BatchV1().CronJobs(ns), `
metadata: {name: cron}
spec:
  schedule: "0 0 1 1 *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: workload, args: [say, by cron]}]}}}}`)
	if _, err := w.plane.Kubectl(t.Context(), "create", "job", "-n", ns, "now", "--from=cronjob/cron"); err != nil {
		t.Fatal(err)
	}
	w.job(t, ns, "now", batchv1.JobComplete)
	said, err := w.plane.Kubectl(t.Context(), "logs", "-n", ns, "job/now")
	if err != nil || said != "by cron\n" {
		t.Errorf("%q, %v", said, err)
	}
}

func testDeadline(t *testing.T, w world) {
	ns := w.namespace(t)
	w.run(t, ns, "too-long", []string{"forever", "still here"}, "  activeDeadlineSeconds: 1")
	pod := w.phase(t, ns, "too-long", v1.PodFailed)
	if pod.Status.Reason != podDeadlineExceededReason {
		t.Errorf("%+v", pod.Status)
	}
	w.await(t, ns, "too-long", "its container has ended", func(pod *v1.Pod) bool {
		ended := pod.Status.ContainerStatuses[0].State.Terminated
		return ended != nil && ended.ExitCode == 3
	})
}
