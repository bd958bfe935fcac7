import type { Raw, StringSlot } from '../references/slot';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';

/** A mail. */
export interface EmailMessage {
  /** The host of the SMTP server. */
  readonly host: string | StringSlot;
  /** The port of the SMTP server: from 1 to 65535. The engine has no default that works. */
  readonly port: number | Raw<number>;
  /**
   * The user at the SMTP server.
   *
   * @default none: without authentication
   */
  readonly username?: string | StringSlot;
  /**
   * The Secret with the password of the user.
   *
   * @default none
   */
  readonly smtpPassword?: SecretKey;
  /** The address of the sender. */
  readonly from: string | StringSlot;
  /**
   * The addresses of the receivers. Each gets a mail of its own. The engine refuses an address with a `+`, or with a last
   * part of more than four letters such as `.cloud`: that one gets no mail, the others do, and the action fails.
   */
  readonly to: readonly (string | StringSlot)[] | Raw<string[]>;
  /** The subject. Empty is a failure. */
  readonly subject: string | StringSlot;
  /** The body, as plain text. Empty is a failure. */
  readonly body: string | StringSlot;
}

/**
 * Sends mails by SMTP (pkg/sensors/triggers/email/email.go). With a retry, receivers who got the mail get it again.
 *
 * @example
 * ```ts
 * sensor.do('mail', {
 *   conditions: request,
 *   action: email({
 *     host: 'smtp.example.com',
 *     port: 587,
 *     username: 'triage',
 *     smtpPassword: { name: 'smtp', key: 'password' },
 *     from: 'triage@example.com',
 *     to: ['shop@example.com'],
 *     subject: text`Issue ${request.data.body.issue.number}`,
 *     body: request.data.body.comment.body,
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.comment.body
 *   dest: email.body
 * ```
 */
export function email(message: EmailMessage): Action {
  return connectedTrigger('email', message);
}
