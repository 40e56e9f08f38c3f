import type { ProxyVariables } from './environment.ts'

/**
 * The proxy for a URL, or undefined for a direct connection: `localhost` and loopback addresses are never sent through
 * one. Source: golang.org/x/net/http/httpproxy.
 */
export function proxyFor(url: URL, variables: ProxyVariables | undefined): URL | undefined {
  const text = url.protocol === 'https:' ? variables?.https : variables?.http
  if (variables === undefined || !text || isLoopback(url.hostname)) return undefined
  if (isExempt(url, variables.none)) return undefined
  return URL.parse(/^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`) ?? undefined
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]'
}

function isExempt(url: URL, none: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return none
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .some((item) => item !== '' && matches(item, host, port))
}

function matches(item: string, host: string, port: string): boolean {
  if (item === '*') return true
  if (item.includes('/')) return inNetwork(host, item)
  const [, name = item, itemPort] = /^(.*?):(\d+)$/.exec(item) ?? []
  if (itemPort !== undefined && itemPort !== port) return false
  const bare = name.replace(/^\*\./, '.')
  if (bare.startsWith('.')) return host.endsWith(bare)
  return host === bare || (!isAddress(bare) && host.endsWith(`.${bare}`))
}

function isAddress(text: string): boolean {
  return /^[\d.]+$/.test(text) || text.includes(':')
}

/** IPv4 networks only: `10.0.0.0/8`. */
function inNetwork(host: string, network: string): boolean {
  const [base = '', bits = ''] = network.split('/')
  const [a, b] = [addressOf(host), addressOf(base)]
  const length = Number(bits)
  if (a === undefined || b === undefined || !(length >= 0 && length <= 32)) return false
  const size = 2 ** (32 - length)
  return Math.floor(a / size) === Math.floor(b / size)
}

function addressOf(text: string): number | undefined {
  const parts = text.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}
