// The kinds of the Prometheus operator, as far as the loop uses them (monitoring.coreos.com/v1). test/e2e applies them to an
// API server that has the operator's own CRDs.

/** Which pods Prometheus scrapes. */
export interface PodMonitor {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'PodMonitor';
  readonly metadata: OperatorMetadata;
  readonly spec: {
    readonly selector: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly {
        readonly key: string;
        readonly operator: 'In';
        readonly values: readonly string[];
      }[];
    };
    readonly podMetricsEndpoints: readonly {
      /** The name of a port of a container. */
      readonly port: string;
      readonly path: string;
      readonly relabelings: readonly Relabeling[];
    }[];
  };
}

/** Sets a label of the target: to the value of another one, or to a text. */
export interface Relabeling {
  /** The default of the CRD. The API server fills it in, and a second apply would find a difference. */
  readonly action: 'replace';
  readonly sourceLabels?: readonly string[];
  readonly targetLabel: string;
  readonly replacement?: string;
}

/** Alerting rules. */
export interface PrometheusRule {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'PrometheusRule';
  readonly metadata: OperatorMetadata;
  readonly spec: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly {
        readonly alert: string;
        readonly expr: string;
        readonly for?: string;
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      }[];
    }[];
  };
}

// A type, not an interface: a ManifestMetadata may have further fields.
type OperatorMetadata = {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
};
