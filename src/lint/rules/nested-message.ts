import { quote } from '../../findings/words';
import { dataPaths, templatePaths, writtenPath } from '../data-paths';
import { eventsFor } from '../dependency-events';
import { keysBeforeSearch, keysOf } from '../paths';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A path into the message of SNS that a queue of SQS holds. */
export const nestedMessage: SetRule = {
  id: 'nested-message',
  severity: 'warning',
  summary: 'A path reads keys of body.Message, which is a text if the queue gets its messages from SNS',
  why: 'With jsonBody: true, the body of a message of SQS is parsed once (processMessage in pkg/eventsources/sources/awssqs/start.go). A topic of SNS puts an envelope around what it delivers to a queue, unless raw message delivery is on: the message itself is then a text in body.Message, and a text has no keys.',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const dependency of dependencies(sensor)) {
        const events = eventsFor(known, sensor, dependency);
        if (events.length === 0 || !events.every(({ kind }) => kind === 'sqs')) continue;
        for (const path of [...dataPaths(sensor), ...templatePaths(sensor)]) {
          const [body, message, key, ...rest] = keysBeforeSearch(path.text) ?? keysOf(path.text);
          if (path.dependency !== dependency.value['name'] || body !== 'body' || message !== 'Message')
            continue;
          if (key === undefined || !events.every(({ value }) => value['jsonBody'] === true)) continue;
          const start = writtenPath([body, message], path);
          const parsed = path.isTemplate
            ? `(${start} | fromJson).${[key, ...rest].join('.')}`
            : `${start}.@fromstr.${[key, ...rest].join('.')}`;
          reportOn(sensor)(
            path.place,
            `of a message from SNS, body.Message is a text, so it has no ${quote(key)}`,
            {
              value: path.text,
              help: `write ${quote(parsed)}, or turn on raw message delivery of the subscription and leave out Message`,
            },
          );
        }
      }
    }
  },
};
