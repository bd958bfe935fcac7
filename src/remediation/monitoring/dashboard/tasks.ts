import { METRIC } from '../metrics';
import { ofLoop } from '../targets';
import type { RowOf } from './panel';

/** What the exporter says of the tasks. */
export const tasksRow: RowOf = (settings) => ({
  title: 'Tasks',
  panels: [
    {
      title: 'Tasks by status',
      description: 'Tasks that are not at rest. Paused is any word that a person has set.',
      unit: 'short',
      queries: [{ expr: `max by (status) (${ofLoop(settings, METRIC.tasks)})`, legend: '{{status}}' }],
    },
    {
      title: 'Waiting comments, by the status of their task',
      description: 'In an active task, a comment waits for seconds. In the others, it waits for a person.',
      unit: 'short',
      queries: [
        { expr: `max by (status) (${ofLoop(settings, METRIC.waitingComments)})`, legend: '{{status}}' },
      ],
    },
    {
      title: 'Tasks that have waited longest',
      description: 'The age of the oldest waiting comment of a task, for ten tasks.',
      unit: 's',
      queries: [
        {
          expr: `topk(10, time() - max by (task, status) (${ofLoop(settings, METRIC.waitingSince)}))`,
          legend: 'task {{task}}, {{status}}',
        },
      ],
    },
  ],
});
