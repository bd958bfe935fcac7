import readings from './kubectl.json';
import { read } from './read';

interface Reading {
  readonly text: string;
  /** Each document as a list of one value; an empty list, if kubectl refuses it. */
  readonly reads: readonly (readonly unknown[] | null)[];
}

// test/engine/kubectl reads these texts with the library of kubectl, and records what they are to it.
test.each((readings as readonly Reading[]).map((one) => [one.text, one.reads] as const))(
  'kubectl reads %j so, too',
  (text, reads) => {
    const { documents, problems } = read(text);
    const refused = documents.some(({ root }) => root === undefined) || problems.length > 0;
    expect(refused).toBe(reads.includes(null));
    // What kubectl does after an error is to stop. The linter goes on.
    const values = documents.map(({ root }) => root && [plain(root.value)]);
    reads.forEach((value, index) => {
      if (value !== null) expect(values[index]).toEqual(value);
    });
    if (!refused) expect(values).toHaveLength(reads.length);
  },
);

/** As JSON has it: Go knows no other zero. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
