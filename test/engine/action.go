package engine

import (
	"context"
	"fmt"
	"net/http"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	argoworkflow "github.com/argoproj/argo-events/pkg/sensors/triggers/argo-workflow"
	httptrigger "github.com/argoproj/argo-events/pkg/sensors/triggers/http"
	k8strigger "github.com/argoproj/argo-events/pkg/sensors/triggers/standard-k8s"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	"go.uber.org/zap"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/dynamic"
)

// Clients are the two ways out of a sensor. Everything between the event and them is the engine's own code.
type Clients struct {
	Kubernetes dynamic.Interface
	HTTP       http.RoundTripper
}

// implementation is the part of the engine's Trigger interface (pkg/sensors/trigger.go) that an action goes through.
type implementation interface {
	FetchResource(context.Context) (any, error)
	ApplyResourceParameters(events map[string]*v1alpha1.Event, resource any) (any, error)
	Execute(ctx context.Context, events map[string]*v1alpha1.Event, resource any) (any, error)
	ApplyPolicy(ctx context.Context, resource any) error
}

// Act does once what a trigger does when it fires (triggerOne in pkg/sensors/listener.go). Where the engine would panic, which ends
// the sensor's process, it returns an error.
func Act(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event, clients Clients) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the engine panics: %v", cause)
		}
	}()
	ctx := context.Background()
	own := trigger.DeepCopy() // the engine writes defaults into the trigger it is given
	if err := triggers.ApplyTemplateParameters(events, own); err != nil {
		return err
	}
	impl, err := implement(sensor, own, clients)
	if err != nil {
		return err
	}
	resource, err := impl.FetchResource(ctx)
	if err != nil {
		return err
	}
	if resource, err = impl.ApplyResourceParameters(events, resource); err != nil {
		return err
	}
	if request, ok := resource.(*v1alpha1.HTTPTrigger); ok {
		resource = WithoutSecrets(request)
	}
	result, err := impl.Execute(ctx, events, resource)
	if err != nil {
		return err
	}
	return impl.ApplyPolicy(ctx, result)
}

func implement(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, clients Clients) (implementation, error) {
	switch template := trigger.Template; {
	case template.K8s != nil:
		if err := selfContained(template.K8s.Source); err != nil {
			return nil, err
		}
		return k8strigger.NewStandardK8sTrigger(nil, clients.Kubernetes, sensor, trigger, zap.NewNop().Sugar()), nil
	case template.ArgoWorkflow != nil: // It starts the first argo in PATH.
		if err := selfContained(template.ArgoWorkflow.Source); err != nil {
			return nil, err
		}
		return argoworkflow.NewArgoWorkflowTrigger(nil, clients.Kubernetes, sensor, trigger, zap.NewNop().Sugar()), nil
	case template.HTTP != nil:
		known := sharedutil.NewStringKeyedMap[*http.Client]()
		known.Store(template.Name, &http.Client{Transport: clients.HTTP})
		return httptrigger.NewHTTPTrigger(known, sensor, trigger, zap.NewNop().Sugar())
	default:
		return nil, fmt.Errorf("trigger %q is of a kind that these tests do not know, only k8s, argoWorkflow and http: add it to action.go", template.Name)
	}
}

// selfContained refuses resources that the engine would fetch from elsewhere: from S3, git, a URL, a mounted file.
func selfContained(source *v1alpha1.ArtifactLocation) error {
	if source == nil || source.Resource == nil && source.Inline == nil {
		return fmt.Errorf("the resource must stand in the trigger, as source.resource or source.inline")
	}
	return nil
}

// WithoutSecrets puts the name of a secret where the engine would put its value, which it reads from a mounted file. Later headers
// replace earlier ones, so the order is the engine's.
func WithoutSecrets(request *v1alpha1.HTTPTrigger) *v1alpha1.HTTPTrigger {
	own := request.DeepCopy()
	placeholder := func(header, text string) {
		own.DynamicHeaders = append(own.DynamicHeaders, v1alpha1.TriggerParameter{
			Dest: header,
			// An unknown dependency with a default gives the default.
			Src: &v1alpha1.TriggerParameterSource{Value: &text},
		})
	}
	for _, header := range own.SecureHeaders {
		if from := header.ValueFrom; from.SecretKeyRef != nil {
			placeholder(header.Name, secretName(from.SecretKeyRef))
		} else if from.ConfigMapKeyRef != nil {
			placeholder(header.Name, fmt.Sprintf("(config map %s, key %s)", from.ConfigMapKeyRef.Name, from.ConfigMapKeyRef.Key))
		}
	}
	own.SecureHeaders = nil
	if auth := own.BasicAuth; auth != nil {
		placeholder("Authorization", fmt.Sprintf("Basic %s:%s", secretName(auth.Username), secretName(auth.Password)))
		own.BasicAuth = nil
	}
	return own
}

func secretName(ref *corev1.SecretKeySelector) string {
	if ref == nil {
		return ""
	}
	return fmt.Sprintf("(secret %s, key %s)", ref.Name, ref.Key)
}
