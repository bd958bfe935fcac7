import type { Tightening } from '../tighten';
import { DURATION } from './patterns';

const TYPES = 'pkg/apis/events/v1alpha1';
const IMAGE_PULL_POLICIES = ['', 'Always', 'IfNotPresent', 'Never'];

/** Types that sensors, event sources and event buses share. */
export const COMMON: readonly Tightening[] = [
  {
    type: 'Amount',
    reason: `pkg/shared/util/retry.go, Convert2WaitBackoff: a quoted number passes, then every action fails`,
    schema: {
      description: 'Amount is a number. The engine takes a quoted one, and then fails at each use of it.',
    },
  },
  {
    type: 'Int64OrString',
    reason: `pkg/shared/util/retry.go, Convert2WaitBackoff: a plain number counts nanoseconds`,
    schema: {
      type: 'string',
      pattern: DURATION,
      description:
        'Int64OrString is a duration with units, such as "10s". The engine also takes plain numbers, as nanoseconds: ' +
        'nobody means those, so they are left out here.',
    },
  },
  {
    type: 'Backoff',
    reason: `pkg/shared/util/retry.go, Convert2WaitBackoff: less than 1 step counts as the default, 5`,
    properties: { steps: { minimum: 1 } },
  },
  {
    type: 'TLSConfig',
    reason: `${TYPES}/validate.go, ValidateTLSConfig`,
    needs: { clientCertSecret: ['clientKeySecret'], clientKeySecret: ['clientCertSecret'] },
    schema: {
      anyOf: [
        { properties: { insecureSkipVerify: { const: true } }, required: ['insecureSkipVerify'] },
        { properties: { enabled: { const: true } }, required: ['enabled'] },
        { properties: { caCertSecret: {} }, required: ['caCertSecret'] },
        { properties: { clientCertSecret: {} }, required: ['clientCertSecret'] },
      ],
    },
  },
  {
    type: 'SASLConfig',
    reason: `${TYPES}/validate.go, ValidateSASLConfig`,
    required: ['passwordSecret', 'userSecret'],
    values: { mechanism: ['', 'PLAIN', 'OAUTHBEARER', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'GSSAPI'] },
  },
  {
    type: 'KafkaConsumerGroup',
    reason: `pkg/eventsources/sources/kafka/start.go: any other strategy is "range"`,
    values: { rebalanceStrategy: ['', 'sticky', 'roundrobin', 'range'] },
  },
  { type: 'AWSMSKIAMConfig', reason: `pkg/eventsources/sources/kafka/validate.go`, filled: ['region'] },
  {
    type: 'WatchPathConfig',
    reason: `${TYPES}/file_config.go, Validate`,
    filled: ['directory'],
    oneOf: ['path', 'pathRegexp'],
    properties: { directory: { pattern: '^/' }, path: { pattern: '^[^/]' } },
  },
  { type: 'S3Artifact', reason: `pkg/eventsources/sources/minio/validate.go`, filled: ['endpoint'] },
  { type: 'S3Bucket', reason: `pkg/eventsources/sources/minio/validate.go`, filled: ['name'] },
  { type: 'S3Filter', reason: `${TYPES}/s3.go: an empty one matches all`, optional: ['prefix', 'suffix'] },
  { type: 'Container', reason: 'core/v1 PullPolicy', values: { imagePullPolicy: IMAGE_PULL_POLICIES } },
  {
    type: 'ContainerTemplate',
    reason: 'core/v1 PullPolicy',
    values: { imagePullPolicy: IMAGE_PULL_POLICIES },
  },
];
