import { raw } from '../../../src/argo-events/references/slot';
import { custom, email, kafka } from '../../../src/argo-events/triggers';
import { dataOf } from '../events';
import { triggerWith } from '../rendered';

// test/kinds/ has a trigger of each kind with all its fields, and the engine judges it.

const data = dataOf<{ port: number; to: string[]; topic: string }>();
const SECRET = { name: 'secret', key: 'key' };

test('custom has TLS only with a certificate', () => {
  const call = { serverURL: 'builder.events:9000', spec: { job: 'docs' } };
  const made = (more: object) =>
    triggerWith(() => ({ action: custom({ ...call, ...more }) }))?.template.custom;
  expect(made({})).toEqual({ ...call, secure: false, payload: [] });
  expect(made({ certSecret: SECRET })).toEqual({ ...call, secure: true, certSecret: SECRET, payload: [] });
});

test('kafka has headers whose values are in Secrets', () => {
  const action = kafka({
    url: 'kafka.events:9092',
    topic: data.topic,
    payload: { by: 'us' },
    secureHeaders: { Token: SECRET },
  });
  expect(triggerWith(() => ({ action }))?.template.kafka).toMatchObject({
    secureHeaders: [{ name: 'Token', valueFrom: { secretKeyRef: SECRET } }],
  });
});

test('email has a port and receivers from the event', () => {
  const action = email({
    host: 'smtp.example.com',
    port: raw(data.port),
    from: 'triage@example.com',
    to: raw(data.to),
    subject: 's',
    body: 'b',
  });
  expect(triggerWith(() => ({ action }))?.parameters).toEqual([
    { src: { dependencyName: 'comment', dataKey: 'port', useRawData: true }, dest: 'email.port' },
    { src: { dependencyName: 'comment', dataKey: 'to', useRawData: true }, dest: 'email.to' },
  ]);
});
