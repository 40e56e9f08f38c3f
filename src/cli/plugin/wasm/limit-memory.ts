const HEADER_BYTES = 8
const MEMORY_SECTION = 5
const HAS_MAXIMUM = 1

/**
 * A module whose own memory cannot grow beyond `maxPages` (64 KiB each); 0 changes nothing. WebAssembly has no other way to say it
 * from outside than in the module's memory section. Throws `Error` when the module wants more from the start, or is none.
 */
export function limitMemory(module: Uint8Array, maxPages: number): Uint8Array {
  if (maxPages <= 0) return module
  let at = HEADER_BYTES
  while (at < module.length) {
    const id = module[at]
    const size = readNumber(module, at + 1)
    const end = size.end + size.value
    if (id === MEMORY_SECTION) {
      const content = limited(module.subarray(size.end, end), maxPages)
      const parts = [
        module.subarray(0, at),
        [MEMORY_SECTION, ...numberBytes(content.length)],
        content,
        module.subarray(end),
      ]
      return Buffer.concat(parts.map((part) => Uint8Array.from(part)))
    }
    at = end
  }
  return module
}

/** A memory section with one memory, as all have it: flags, fewest pages, most pages. */
function limited(section: Uint8Array, maxPages: number): number[] {
  const count = readNumber(section, 0)
  if (count.value === 0) return [...section]
  const flags = section[count.end] ?? 0
  const least = readNumber(section, count.end + 1)
  const most = (flags & HAS_MAXIMUM) === 0 ? maxPages : readNumber(section, least.end).value
  if (least.value > maxPages) {
    throw new Error(`section memory: min ${least.value} pages over limit of ${maxPages} pages`)
  }
  return [1, flags | HAS_MAXIMUM, ...numberBytes(least.value), ...numberBytes(Math.min(most, maxPages))]
}

/** An unsigned LEB128 number. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[start + index]
    if (byte === undefined) break
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, end: start + index + 1 }
  }
  throw new Error('invalid magic number or section')
}

function numberBytes(value: number): number[] {
  const low = value & 0x7f
  const rest = Math.floor(value / 128)
  return rest === 0 ? [low] : [low | 0x80, ...numberBytes(rest)]
}
