import { quoteGo } from '#template'

/** Why an IPv4 address is refused, in the words of Go's `netip`; undefined when it is good. */
function ipv4Problem(text: string): string | undefined {
  let value = 0
  let dots = 0
  let digits = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string
    if (character >= '0' && character <= '9') {
      if (digits === 1 && value === 0) return 'IPv4 field has octet with leading zero'
      value = value * 10 + Number(character)
      digits++
      if (value > 255) return 'IPv4 field has value >255'
    } else if (character === '.') {
      if (index === 0 || index === text.length - 1 || text[index - 1] === '.') {
        return `IPv4 field must have at least one digit (at ${quoteGo(text.slice(index))})`
      }
      if (dots === 3) return 'IPv4 address too long'
      dots++
      value = 0
      digits = 0
    } else return `unexpected character (at ${quoteGo(text.slice(index))})`
  }
  return dots < 3 ? 'IPv4 address too short' : undefined
}

/** What is left to read of an IPv6 address. */
interface Rest {
  text: string
  bytes: number
  /** Where `::` stood, in bytes; -1 without. */
  ellipsis: number
}

/** Why an IPv6 address (zone allowed) is refused, in the words of Go's `netip`; undefined when it is good. */
export function ipv6Problem(whole: string): string | undefined {
  const percent = whole.indexOf('%')
  if (percent >= 0 && percent === whole.length - 1) return 'zone must be a non-empty string'
  const rest: Rest = { text: percent < 0 ? whole : whole.slice(0, percent), bytes: 0, ellipsis: -1 }
  if (rest.text.startsWith('::')) {
    rest.ellipsis = 0
    rest.text = rest.text.slice(2)
    if (rest.text === '') return undefined
  }
  while (rest.bytes < 16 && rest.text !== '') {
    const problem = readGroup(rest)
    if (problem === END) break
    if (problem !== undefined) return problem
  }
  return closing(rest)
}

const END = 'end'

function readGroup(rest: Rest): string | undefined {
  const group = /^[0-9a-fA-F]*/.exec(rest.text)?.[0] ?? ''
  if (group.length > 4) return `each group must have 4 or less digits${at(rest.text)}`
  if (group === '') return `each colon-separated field must have at least one digit${at(rest.text)}`
  if (rest.text[group.length] === '.') return embedded(rest)
  rest.bytes += 2
  rest.text = rest.text.slice(group.length)
  if (rest.text === '') return END
  if (rest.text[0] !== ':') return `unexpected character, want colon${at(rest.text)}`
  if (rest.text.length === 1) return `colon must be followed by more characters${at(rest.text)}`
  rest.text = rest.text.slice(1)
  if (rest.text[0] !== ':') return undefined
  if (rest.ellipsis >= 0) return `multiple :: in address${at(rest.text)}`
  rest.ellipsis = rest.bytes
  rest.text = rest.text.slice(1)
  return rest.text === '' ? END : undefined
}

function embedded(rest: Rest): string | undefined {
  if (rest.ellipsis < 0 && rest.bytes !== 12) {
    return `embedded IPv4 address must replace the final 2 fields of the address${at(rest.text)}`
  }
  if (rest.bytes + 4 > 16)
    return `too many hex fields to fit an embedded IPv4 at the end of the address${at(rest.text)}`
  const problem = ipv4Problem(rest.text)
  if (problem !== undefined) return problem
  rest.text = ''
  rest.bytes += 4
  return END
}

function closing(rest: Rest): string | undefined {
  if (rest.text !== '') return `trailing garbage after address${at(rest.text)}`
  if (rest.bytes < 16 && rest.ellipsis < 0) return 'address string too short'
  return rest.bytes === 16 && rest.ellipsis >= 0 ? 'the :: must expand to at least one field of zeros' : undefined
}

function at(text: string): string {
  return ` (at ${quoteGo(text)})`
}

/** What Go's `net.ParseIP` would take: an address of either kind, without zone. */
export function isIp(text: string): boolean {
  const first = /[.:]/.exec(text)?.[0]
  if (first === '.') return ipv4Problem(text) === undefined
  return first === ':' && !text.includes('%') && ipv6Problem(text) === undefined
}
