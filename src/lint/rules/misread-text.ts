import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A text that was read in the wrong encoding. */
export const misreadText: ObjectRule = {
  id: 'misread-text',
  severity: 'warning',
  summary: 'A filter has a text that looks like UTF-8 read as Windows-1252',
  why: 'Patterns are compared character by character. So "ðŸ”´" does not match "🔴", and every event is dropped (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      for (const { index, text } of stringsIn(filter, 'value')) {
        const meant = text.replace(/[^\0-\x7f]+/g, (run) => decodeUtf8(run) ?? run);
        if (meant === text) continue;
        report([...filter.path, 'value', index], `${quote(text)} was read in the wrong encoding`, {
          value: text,
          help: `write ${quote(meant)}`,
          fix: meant,
        });
      }
    }
  },
};

// The characters of the bytes 0x80 to 0x9f. Bytes without a character are control characters.
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Takes the characters as bytes of Windows-1252 and decodes them as UTF-8; undefined if that fails. */
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
