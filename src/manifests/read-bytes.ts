import { createReadStream } from 'node:fs';

/** The largest file that is read, in bytes. A cluster takes objects of at most 1.5 MB. */
export const LARGEST = 64 * 1024 * 1024;

/** Whether something that was thrown is an error of the system, such as that a file may not be read. */
export function isSystemError(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

/** The bytes of a file or stream; undefined if there are more than {@link LARGEST}. */
export async function readBytes(source: string | AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The size that the disk tells is that of no pipe and no device.
  for await (const chunk of typeof source === 'string' ? createReadStream(source) : source) {
    size += chunk.length;
    if (size > LARGEST) return undefined;
    chunks.push(chunk as Uint8Array);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
