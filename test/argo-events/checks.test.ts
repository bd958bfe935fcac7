import { Manifest } from '../../src/argo-events/manifest';
import { ValidationError } from '../../src/findings/validation-error';
import { COMMENT } from './events';
import { ACTION, render, sensorIn } from './rendered';

test('an object that is there twice is told once, with the construct that has the other one', () => {
  const build = () =>
    render((folder) => {
      const sensor = sensorIn(folder);
      sensor.do('act', { conditions: sensor.on('comment', COMMENT), action: ACTION });
      for (const id of ['one', 'two']) {
        new Manifest(folder, id, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'map', namespace: 'events' },
        });
      }
    });
  expect(build).toThrow(ValidationError);
  expect(build).toThrow(
    /^\[app\/two\] app\/one defines the same object; .* out\/events\/map-configmap\.yaml \[duplicate-object\]$/,
  );
});

test('a finding about all objects has the path of the construct that it is about', () => {
  const build = () =>
    render((folder) => {
      for (const [id, name] of [
        ['first', 'a-b'],
        ['second', 'a'],
      ] as const) {
        const sensor = sensorIn(folder, id, name);
        sensor.do(name === 'a' ? 'b-act' : 'act', {
          conditions: sensor.on('comment', COMMENT),
          action: ACTION,
        });
      }
    });
  expect(build).toThrow(/^\[app\/second\/Sensor\] .*\[consumer-collision\]$/);
});
