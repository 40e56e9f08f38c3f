import type { Headers } from '../contract/http.ts'

/**
 * The headers of a message that go on to the next server: none that `isOurs` keeps, and none about this connection unless
 * it becomes another protocol's.
 */
export function passedHeaders(
  headers: Headers,
  isUpgrade: boolean,
  isOurs: (name: string) => boolean,
): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || isOurs(name) || (!isUpgrade && hopHeaders.has(name))) continue
    passed[name] = typeof value === 'string' ? value : [...value]
  }
  return passed
}

const hopHeaders: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
