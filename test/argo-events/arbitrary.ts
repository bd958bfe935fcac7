import fc from 'fast-check';

// fast-check's own unit `binary` takes a second to set up in each file.
const character = fc
  .oneof(fc.nat(0x7f), fc.nat(0x10ffff))
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

/** Text of any characters, often of these, which mean something where the text goes. */
export function textWith(special: string, limits: fc.StringConstraints = {}): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...special);
  return fc.oneof(
    fc.string({ maxLength: 8, ...limits, unit }),
    fc.string({ ...limits, unit: fc.oneof(unit, character) }),
  );
}
