/** Bytes of an IP address as Go's `net.ParseIP` reads it, 4 where it is or stands for IPv4; undefined when it is none. */
export function parseAddress(text: string): Uint8Array | undefined {
  if (!text.includes(':')) return parseV4(text)
  const bytes = parseV6(text)
  if (bytes === undefined) return undefined
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  return isMapped ? bytes.subarray(12) : bytes
}

function parseV4(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  const isValid = parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)
  return isValid ? Uint8Array.from(parts.map(Number)) : undefined
}

function parseV6(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf) as [number[] | undefined, number[] | undefined]
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 8 ? bytesOf(head) : undefined
  if (tail === undefined || head.length + tail.length > 7 || endsInV4(halves[0] as string)) return undefined
  return bytesOf([...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail])
}

function endsInV4(text: string): boolean {
  return text.includes('.')
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const v4 = index === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined
    if (v4 !== undefined) {
      const [a, b, c, d] = v4 as unknown as [number, number, number, number]
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16))
    } else {
      return undefined
    }
  }
  return groups
}

function bytesOf(groups: readonly number[]): Uint8Array {
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]))
}
