import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A text whose characters are those of another one, read in the wrong encoding. */
export const misreadText: ObjectRule = {
  id: 'misread-text',
  severity: 'warning',
  summary: 'A filter has a text that looks like UTF-8 read as Windows-1252',
  why: 'Patterns are compared character by character, so "ðŸ”´" does not match "🔴" and every event is dropped (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      for (const { index, text } of stringsIn(filter, 'value')) {
        const meant = text.replace(/[^\0-\x7f]+/g, (run) => decodeUtf8(run) ?? run);
        if (meant === text) continue;
        report([...filter.path, 'value', index], 'Text was read in the wrong encoding', text, [meant]);
      }
    }
  },
};

// The characters of the bytes 0x80 to 0x9f; those that have none are control characters.
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The text whose bytes in UTF-8 are these characters in Windows-1252; undefined when they are of none. */
function decodeUtf8(characters: string): string | undefined {
  const bytes = [...characters].map((character) => {
    const index = WINDOWS_1252.indexOf(character);
    return index < 0 ? (character.codePointAt(0) ?? 0) : 0x80 + index;
  });
  if (bytes.some((byte) => byte > 0xff)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
