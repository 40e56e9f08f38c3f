import { ClientError } from '../error.ts'

/** The proxy to a server: the cluster's own, else the environment's; never for a loopback address. Throws ClientError `bad-config`. */
export function proxyFor(
  server: string,
  configured: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): URL | undefined {
  if (configured !== undefined && configured !== '') return readProxy(configured)
  const url = URL.parse(server)
  if (url === null || isLoopback(url.hostname) || isExempt(url, environment)) return undefined
  const text = url.protocol === 'https:' ? variable('HTTPS_PROXY', environment) : variable('HTTP_PROXY', environment)
  return text === '' ? undefined : readProxy(/^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`)
}

function variable(name: string, environment: Readonly<Record<string, string | undefined>>): string {
  return environment[name] ?? environment[name.toLowerCase()] ?? ''
}

function readProxy(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^(https?|socks5h?):$/.test(url.protocol)) return url
  throw new ClientError('bad-config', `proxy-url ${text} – expected http, https or socks5`)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]'
}

function isExempt(url: URL, environment: Readonly<Record<string, string | undefined>>): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return variable('NO_PROXY', environment)
    .split(',')
    .map((item) =>
      item
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .some((item) => item === '*' || (item !== '' && (host === item || host.endsWith(`.${item}`))))
}
