import type { SecretKey } from '../triggers/http';

/**
 * With what an event source authenticates with AWS: a role, or keys, or neither (CreateAWSSessionWithCredsInVolume in
 * pkg/eventsources/common/aws/aws.go).
 */
export type AwsCredentials =
  | {
      /** The ARN of the role that the engine assumes, with the credentials that the pod has. */
      readonly roleARN: string;
      readonly accessKey?: never;
      readonly secretKey?: never;
      readonly sessionToken?: never;
    }
  | {
      /** The access key. */
      readonly accessKey: SecretKey;
      /** The secret key. */
      readonly secretKey: SecretKey;
      /**
       * The session token of temporary keys.
       *
       * @default none
       */
      readonly sessionToken?: SecretKey;
      readonly roleARN?: never;
    }
  | {
      // The credentials that the pod has, such as those of its service account.
      readonly roleARN?: never;
      readonly accessKey?: never;
      readonly secretKey?: never;
      readonly sessionToken?: never;
    };
