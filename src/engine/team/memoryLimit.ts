/** Of a WebAssembly binary: the section that declares its memory. */
const memorySection = 5;
const headerBytes = 8;

/**
 * A WebAssembly binary whose own memory does not grow beyond a limit: what asks for more breaks down there, and takes
 * nothing else of the machine's with it.
 * @param bytes a binary that declares one memory
 * @param pages of 64 kB, at most
 * @throws when the binary declares no memory of its own, or begins with more
 */
export function withMemoryLimit(bytes: Uint8Array, pages: number): Uint8Array<ArrayBuffer> {
  for (let at = headerBytes; at < bytes.length; ) {
    const start = at;
    const id = bytes[at];
    const size = numberAt(bytes, at + 1);
    const end = size.end + size.value;
    if (id === memorySection) {
      const count = numberAt(bytes, size.end);
      const least = numberAt(bytes, count.end + 1);
      if (count.value !== 1 || least.value > pages) break;
      const content = [1, 1, ...encoded(least.value), ...encoded(pages)];
      const section = [memorySection, ...encoded(content.length), ...content];
      const limited = new Uint8Array(start + section.length + bytes.length - end);
      limited.set(bytes.subarray(0, start));
      limited.set(section, start);
      limited.set(bytes.subarray(end), start + section.length);
      return limited;
    }
    at = end;
  }
  throw new Error('the binary declares no memory that could be limited');
}

/** LEB128, as in every count of the format. */
function numberAt(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

function encoded(value: number): number[] {
  const low = value % 0x80;
  return value < 0x80 ? [low] : [low | 0x80, ...encoded(Math.floor(value / 0x80))];
}
