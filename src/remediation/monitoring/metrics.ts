/** The metrics of the exporter. The PodMonitor adds the name of the loop. */
export const METRIC = {
  /** How many tasks have a status. Label: status. */
  tasks: 'remediation_tasks',
  /** How many comments wait. Label: status, that of their task. */
  waitingComments: 'remediation_waiting_comments',
  /** When the oldest comment that waits was written. Labels: task, status. */
  waitingSince: 'remediation_task_waiting_since_timestamp_seconds',
  /** How many tasks wait and have no `waitingSince`, because a status has too many. Label: status. */
  withoutSeries: 'remediation_tasks_without_series',
  /** When the states were listed. */
  listed: 'remediation_tasks_listed_timestamp_seconds',
} as const;

/** The values of the label status. A word of a person is none of the loop's, and means that the task is paused. */
export const STATUSES = ['active', 'exhausted', 'completed', 'paused'] as const;
