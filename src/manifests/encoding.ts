/** The text of a file. */
export interface DecodedText {
  readonly text: string;
  /** The name of the encoding, if kubectl cannot read it. */
  readonly unreadable?: 'UTF-16' | 'not UTF-8';
  /** Whether a mark of the encoding was before the text. */
  readonly hasMark?: boolean;
}

/** Why kubectl cannot read a file in such an encoding. */
export function encodingFault(encoding: NonNullable<DecodedText['unreadable']>) {
  const what = encoding === 'not UTF-8' ? 'not in UTF-8' : `in ${encoding}`;
  return { message: `${what}, which kubectl cannot read`, help: 'save it as UTF-8' };
}

/** The text of the bytes of a file; undefined if they are no text. */
export function decode(bytes: Uint8Array): DecodedText | undefined {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(bytes), unreadable: 'UTF-16' };
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const mark = hasMark && { hasMark };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), ...mark };
  } catch {
    // Windows-1252 has a character for each byte.
    return { text: new TextDecoder('windows-1252').decode(bytes), unreadable: 'not UTF-8' };
  }
}

/** By its mark, or by a letter in two bytes: some editors write no mark. */
function wideEncoding([first, second, third, fourth]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (first && second === 0 && third && fourth === 0))
    return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second && third === 0 && fourth))
    return 'utf-16be';
  return undefined;
}
