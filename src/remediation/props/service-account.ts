import { isSubdomain } from '../checks/values';
import { group, needed, optional, value, YES_OR_NO } from './row';

/** The account of the sensor's pods, in the namespace `namespaces.sensors`. */
export interface SensorAccount {
  /** The name of the ServiceAccount. */
  readonly name: string;
  /**
   * Whether the account is the loop's alone, and rendered with it. Otherwise it belongs to the platform.
   *
   * @default - false
   */
  readonly dedicated?: boolean;
}

export const SENSOR_ACCOUNT = group<SensorAccount, SensorAccount>({
  name: needed(value(isSubdomain, 'the name of a ServiceAccount')),
  dedicated: optional(YES_OR_NO),
});
