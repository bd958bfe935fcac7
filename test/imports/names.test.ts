import { shortNames } from '../../scripts/imports/names';
import { ref } from '../../scripts/imports/schema';

const HOME = 'io.argoproj.events.v1alpha1.';

describe('short names', () => {
  test('are the last segment, in references too', () => {
    const definitions = {
      [`${HOME}Sensor`]: {
        type: 'object',
        properties: {
          volumes: { type: 'array', items: ref('io.k8s.api.core.v1.Volume') },
          byName: { type: 'object', additionalProperties: ref('io.k8s.api.core.v1.Volume') },
        },
      },
      'io.k8s.api.core.v1.Volume': { type: 'object' },
    };
    expect(shortNames(definitions, HOME)).toEqual({
      Sensor: {
        type: 'object',
        properties: {
          volumes: { type: 'array', items: ref('Volume') },
          byName: { type: 'object', additionalProperties: ref('Volume') },
        },
      },
      Volume: { type: 'object' },
    });
  });

  test('stay short at home when another package has the name', () => {
    const definitions = { 'io.k8s.api.core.v1.Container': {}, [`${HOME}Container`]: {} };
    expect(Object.keys(shortNames(definitions, HOME)).sort()).toEqual(['Container', 'CoreV1Container']);
  });

  test('get the package when two others share a name, whichever comes first', () => {
    const definitions = { 'io.k8s.api.core.v1.Event': {}, 'io.k8s.api.events.v1.Event': {} };
    expect(Object.keys(shortNames(definitions, HOME))).toEqual(['CoreV1Event', 'EventsV1Event']);
  });

  test('are refused when even the package does not tell them apart', () => {
    const definitions = { 'a.core.v1.Event': {}, 'b.core.v1.Event': {} };
    expect(() => shortNames(definitions, HOME)).toThrow(
      'Two definitions would be called "CoreV1Event", one is "b.core.v1.Event"',
    );
  });
});
