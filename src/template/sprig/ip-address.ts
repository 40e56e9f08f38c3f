import { quoteGo } from './engine.ts'

/** What is wrong with an address, and the text at fault when Go shows it. */
class AddressFault extends Error {
  constructor(address: string, message: string, at = '') {
    super(`ParseAddr(${quoteGo(address)}): ${message}${at === '' ? '' : ` (at ${quoteGo(at)})`}`)
  }
}

/** Whether an address is of IPv4 or IPv6. Throws with the text of Go's `netip.ParseAddr`. */
export function addressFamily(address: string): 4 | 6 {
  const separator = /[.:%]/.exec(address)?.[0]
  if (separator === '.') {
    checkIpv4(address, address)
    return 4
  }
  if (separator === ':') {
    checkIpv6(address)
    return 6
  }
  throw new AddressFault(address, separator === '%' ? 'missing IPv6 address' : 'unable to parse IP')
}

function checkIpv4(address: string, text: string): void {
  const strange = /[^0-9.]/.exec(text)
  const fields = text.split('.')
  for (const [index, field] of fields.entries()) {
    if (/^0\d/.test(field)) throw new AddressFault(address, 'IPv4 field has octet with leading zero')
    if (Number(/^\d+/.exec(field)?.[0] ?? 0) > 255) throw new AddressFault(address, 'IPv4 field has value >255')
    if (strange !== null && field.includes(strange[0])) {
      throw new AddressFault(address, 'unexpected character', text.slice(strange.index))
    }
    if (field === '') {
      const rest = fields.slice(index === 0 ? 0 : index).join('.')
      throw new AddressFault(address, 'IPv4 field must have at least one digit', index === 0 ? text : `.${rest}`)
    }
    if (index === 4) throw new AddressFault(address, 'IPv4 address too long')
  }
  if (fields.length < 4) throw new AddressFault(address, 'IPv4 address too short')
}

/** What is left of an address while it is read. */
interface Progress {
  readonly rest: string
  readonly bytes: number
  readonly ellipsis: boolean
}

function checkIpv6(address: string): void {
  const percent = address.indexOf('%')
  if (percent === address.length - 1) throw new AddressFault(address, 'zone must be a non-empty string')
  const text = percent < 0 ? address : address.slice(0, percent)
  const leading = text.startsWith('::')
  let progress: Progress = { rest: leading ? text.slice(2) : text, bytes: 0, ellipsis: leading }
  if (leading && progress.rest === '') return
  do progress = readField(address, progress)
  while (progress.bytes < 16 && progress.rest !== '')
  if (progress.rest !== '') throw new AddressFault(address, 'trailing garbage after address', progress.rest)
  if (progress.bytes < 16 && !progress.ellipsis) throw new AddressFault(address, 'address string too short')
  if (progress.bytes === 16 && progress.ellipsis) {
    throw new AddressFault(address, 'the :: must expand to at least one field of zeros')
  }
}

function readField(address: string, { rest, bytes, ellipsis }: Progress): Progress {
  const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? ''
  if (digits.length > 4) throw new AddressFault(address, 'each group must have 4 or less digits', rest)
  if (digits === '') throw new AddressFault(address, 'each colon-separated field must have at least one digit', rest)
  if (rest[digits.length] === '.') return readEmbedded(address, { rest, bytes, ellipsis })
  const after = rest.slice(digits.length)
  if (after === '') return { rest: '', bytes: bytes + 2, ellipsis }
  if (!after.startsWith(':')) throw new AddressFault(address, 'unexpected character, want colon', after)
  if (after === ':') throw new AddressFault(address, 'colon must be followed by more characters', after)
  if (!after.startsWith('::')) return { rest: after.slice(1), bytes: bytes + 2, ellipsis }
  if (ellipsis) throw new AddressFault(address, 'multiple :: in address', after.slice(1))
  return { rest: after.slice(2), bytes: bytes + 2, ellipsis: true }
}

/** An IPv4 address in the last two fields. */
function readEmbedded(address: string, { rest, bytes, ellipsis }: Progress): Progress {
  if (!ellipsis && bytes !== 12) {
    throw new AddressFault(address, 'embedded IPv4 address must replace the final 2 fields of the address', rest)
  }
  if (bytes + 4 > 16) {
    throw new AddressFault(address, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest)
  }
  checkIpv4(address, rest)
  return { rest: '', bytes: bytes + 4, ellipsis }
}
