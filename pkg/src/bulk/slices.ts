/** Cuts a source into slices of bytes, so that nobody waits for all of it. */
import type { Bytes } from '../load.js';
import type { Kit } from './kit.js';
import type { BulkSource } from './types.js';

/** How many bytes are read at a time: some milliseconds of work. */
const SLICE = 262_144;

/** How many inputs are written as JSON at a time. */
const INPUTS = 500;

/** What is known of a source before it is read. */
export interface Sliced {
  name?: string;
  /** How many bytes it has, where that is known. */
  size?: number;
  /** Whether it is an array of inputs, written as JSON. */
  inputs: boolean;
  slices: AsyncIterable<Uint8Array>;
}

/**
 * Cuts a source.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE`
 */
export function slice(kit: Kit, source: BulkSource): Sliced {
  const tag = Object.prototype.toString.call(source);
  // By their tags, for values of other realms.
  if (tag === '[object Blob]' || tag === '[object File]') return sliceBlob(kit, source as Blob);
  if (typeof source === 'string') return { inputs: false, slices: sliceText(kit, source) };
  if (Array.isArray(source)) return { inputs: true, slices: sliceInputs(kit, source) };
  if (tag === '[object ReadableStream]') {
    return { inputs: false, slices: readStream(kit, source as ReadableStream<Bytes | string>) };
  }
  if (tag === '[object ArrayBuffer]' || ArrayBuffer.isView(source)) {
    const bytes = bytesOf(source as Bytes);
    return { inputs: false, size: bytes.length, slices: sliceBytes(bytes) };
  }
  throw kit.argumentError(
    'ERR_INVALID_ARG_TYPE',
    '"source" must be a File, a Blob, bytes, a string, a ReadableStream or an array',
  );
}

function sliceBlob(kit: Kit, blob: Blob): Sliced {
  async function* slices() {
    let next = read(0);
    for (let at = 0; at < blob.size; at += SLICE) {
      const bytes = await next;
      // While this slice is worked on, the next one is read.
      next = at + SLICE < blob.size ? read(at + SLICE) : next;
      yield bytes;
    }
  }
  const read = (at: number) => {
    const reading = blob
      .slice(at, at + SLICE)
      .arrayBuffer()
      .then((buffer) => new Uint8Array(buffer), unreadable(kit));
    // It may fail after nobody waits for it any more.
    reading.catch(() => {});
    return reading;
  };
  const { name } = blob as { name?: unknown };
  return { inputs: false, size: blob.size, slices: slices(), ...(typeof name === 'string' && name && { name }) };
}

async function* sliceBytes(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

async function* sliceText(kit: Kit, text: string) {
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    const end = at + SLICE;
    // Not between the two halves of a character.
    const isCut = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length;
    const part = text.slice(at, isCut ? end - 1 : end);
    if (/\p{Surrogate}/u.test(part)) {
      throw new kit.errors.SourceError({ reason: 'encoding', message: 'the text holds an unpaired surrogate' });
    }
    yield encoder.encode(part);
    at += part.length;
  }
}

export async function* sliceInputs(kit: Kit, inputs: readonly unknown[]) {
  const encoder = new TextEncoder();
  let text = '[';
  for (let at = 0; at < inputs.length; at += 1) {
    const { value, thrown } = kit.snapshot(inputs[at]);
    if (thrown) {
      const message = `row ${at + 1} could not be read: reading it threw`;
      throw new kit.errors.SourceError({ reason: 'unreadable', message, row: at + 1, cause: thrown.reason });
    }
    const json = JSON.stringify(value, (_, each) => (typeof each === 'symbol' ? stand(each) : each)) ?? 'null';
    text += at === 0 ? json : `,${json}`;
    if (at % INPUTS === INPUTS - 1) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(`${text}]`);
}

/** What stands in JSON for what it has no place for, which is wrong whatever it is. Left out, it would not be told of. */
function stand({ description }: symbol): unknown {
  return description === 'illFormed' ? '\ud800' : {};
}

async function* readStream(kit: Kit, stream: ReadableStream<Bytes | string>) {
  const reader = read(() => stream.getReader());
  function read<T>(action: () => T): T {
    try {
      return action();
    } catch (cause) {
      return unreadable(kit)(cause);
    }
  }
  let isWhole = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(unreadable(kit));
      if (done) break;
      if (typeof value === 'string') yield* sliceText(kit, value);
      else if (ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]') {
        yield* sliceBytes(bytesOf(value));
      } else unreadable(kit)(new TypeError('a chunk of the stream is neither bytes nor text'));
    }
    isWhole = true;
  } finally {
    // Whoever fills it need not go on.
    if (!isWhole) void reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

function bytesOf(source: Bytes): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

/** A directory, or a file that was changed or taken away since it was chosen. */
function unreadable(kit: Kit): (cause: unknown) => never {
  return (cause) => {
    throw new kit.errors.SourceError({
      reason: 'unreadable',
      message: 'the source could not be read',
      hint: 'choose a file, not a folder, and choose it again if it has been changed since',
      cause,
    });
  };
}
