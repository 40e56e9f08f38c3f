import { compilePattern } from '../schema/regexp.ts'

/** Whether Go's `url.ParseRequestURI` takes it and finds a scheme. Source: net/url, govalidator `IsRequestURL`. */
export function isRequestUrl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that Go refuses
  if (text === '' || /[\x00-\x1f\x7f]/.test(text)) return false
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]
  if (scheme === undefined) return false
  const [rest = ''] = text.slice(scheme.length + 1).split('?', 1)
  if (!rest.startsWith('/')) return true
  if (!rest.startsWith('//')) return hasGoodEscapes(rest)
  const end = rest.indexOf('/', 2)
  const authority = end < 0 ? rest.slice(2) : rest.slice(2, end)
  return isAuthority(authority) && hasGoodEscapes(end < 0 ? '' : rest.slice(end))
}

/** `[user[:password]@]host[:port]`. */
function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at >= 0 && !isUserInfo(text.slice(0, at))) return false
  const host = text.slice(at + 1)
  if (host.startsWith('[')) return /^\[[^\]]*\](:[0-9]*)?$/.test(host)
  const colon = host.lastIndexOf(':')
  if (colon >= 0 && !/^[0-9]*$/.test(host.slice(colon + 1))) return false
  return /^(?:[^\x00-\x7f]|%[89A-Fa-f][0-9A-Fa-f]|[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"])*$/.test(host)
}

function isUserInfo(text: string): boolean {
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text) && hasGoodEscapes(text)
}

function hasGoodEscapes(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text)
}

const WIDE = '[\\x{00A0}-\\x{D7FF}\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFEF}]'
const ATOM = `([a-zA-Z]|\\d|[!#\\$%&'\\*\\+\\-\\/=\\?\\^_\`{\\|}~]|${WIDE})+`
const FOLD = '((\\x20|\\x09)*(\\x0d\\x0a))?(\\x20|\\x09)+'
const QUOTED = `(\\x22)(((${FOLD})?(([\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]|\\x21|[\\x23-\\x5b]|[\\x5d-\\x7e]|${WIDE})|(\\([\\x01-\\x09\\x0b\\x0c\\x0d-\\x7f]|${WIDE}))))*(${FOLD})?(\\x22)`
const LABEL = `(([a-zA-Z]|\\d|${WIDE})|(([a-zA-Z]|\\d|${WIDE})([a-zA-Z]|\\d|-|\\.|_|~|${WIDE})*([a-zA-Z]|\\d|${WIDE})))`
const LAST = `(([a-zA-Z]|${WIDE})|(([a-zA-Z]|${WIDE})([a-zA-Z]|\\d|-|_|~|${WIDE})*([a-zA-Z]|${WIDE})))`

/** Whether it looks like an address of electronic mail. Source: govalidator `IsEmail`. */
export function isEmail(text: string): boolean {
  if (text.includes('=?') && text.includes('?=')) return false
  return compilePattern(`^((${ATOM}(\\.${ATOM})*)|(${QUOTED}))@(${LABEL}\\.)+${LAST}\\.?$`).matches(text)
}

const LETTER = '[a-zA-Z\\x{00a1}-\\x{ffff}0-9]'
const IP4 =
  '([1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3]|24\\d|25[0-5])(\\.(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])){2}(?:\\.([0-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]))'
const IP6 = '[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?'
const SUBDOMAIN = `((www\\.)|(${LETTER}+([-_\\.]?${LETTER})*${LETTER}\\.${LETTER}+))`
const HOST = `(((${LETTER}([a-zA-Z\\x{00a1}-\\x{ffff}0-9-_]+)?${LETTER}([-\\.]${LETTER}+)*)|(${SUBDOMAIN}?))?((${LETTER}+-?-?)*${LETTER}+)(?:\\.([a-zA-Z\\x{00a1}-\\x{ffff}]{1,}))?)`

/** Whether it looks like an address, with or without a scheme. Source: govalidator `IsURL`. */
export function isUrl(text: string): boolean {
  if (Array.from(text).length >= 2083 || Buffer.byteLength(text) <= 3 || text.startsWith('.')) return false
  if (/^(https?|ftp|tcp|udp|wss?)\/\//i.test(text)) return false
  const hasColon = text.includes(':') && !text.includes('://')
  if (!isParsed(hasColon ? `http://${text}` : text)) return false
  const pattern = `^((ftp|tcp|udp|wss?|https?):\\/\\/)?(\\S+(:\\S*)?@)?((${IP4}|(\\[${IP6}\\])|${HOST}))\\.?(:(\\d{1,5}))?((\\/|\\?|#)[^\\s]*)?$`
  return compilePattern(pattern).matches(text)
}

/** Go's `url.Parse`, with what govalidator asks of host and path. */
function isParsed(text: string): boolean {
  const [url = ''] = text.split('#', 1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that Go refuses
  if (/[\x00-\x1f\x7f]/.test(url) || url.startsWith(':')) return false
  const authority = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/([^/?]*)/.exec(url)?.[1]
  if (authority !== undefined) return isAuthority(authority) && !authority.startsWith('.')
  const [path = ''] = url.replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, '').split('?', 1)
  return hasGoodEscapes(path) && (path === '' || path.includes('.'))
}
