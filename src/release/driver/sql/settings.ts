import type { ClientConfig } from 'pg'
import { ReleaseError } from '../../error.ts'

/** Reads a file that a connection string names. */
export type ReadFile = (path: string) => string

/**
 * A connection string of Go's lib/pq, which Helm takes (`postgres://user@host/name?sslmode=disable`, or `host=… dbname=…`), as
 * settings of the driver. Without `sslmode` the connection must be encrypted, whoever answers. Throws `record-store`.
 */
export function clientSettings(connection: string, readFile: ReadFile): ClientConfig {
  const isUrl = /^postgres(ql)?:\/\//.test(connection)
  const words = isUrl ? wordsOfUrl(connection) : wordsOfPairs(connection)
  const { host, port, user, password, dbname, options } = Object.fromEntries(words)
  const timeout = words.get('connect_timeout')
  const name = words.get('application_name')
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(dbname !== undefined && { database: dbname }),
    ...(options !== undefined && { options }),
    ...(name !== undefined && { application_name: name }),
    ...(timeout !== undefined && { connectionTimeoutMillis: Number(timeout) * 1000 }),
    ssl: host?.startsWith('/') === true ? false : encryption(words, readFile),
  }
}

function wordsOfUrl(text: string): ReadonlyMap<string, string> {
  let url: URL
  try {
    url = new URL(text)
  } catch (cause) {
    throw new ReleaseError('record-store', 'unable to instantiate SQL driver: the connection string is no URL', {
      cause,
    })
  }
  const parts: readonly [string, string][] = [
    ['host', url.hostname.replace(/^\[(.*)\]$/, '$1')],
    ['port', url.port],
    ['user', decodeURIComponent(url.username)],
    ['password', decodeURIComponent(url.password)],
    ['dbname', decodeURIComponent(url.pathname.slice(1))],
    ...url.searchParams,
  ]
  return new Map(parts.filter(([, value]) => value !== ''))
}

const PAIR = /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/gy

function wordsOfPairs(text: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  let end = 0
  for (const [pair, name = '', quoted, plain = ''] of text.matchAll(PAIR)) {
    words.set(name, (quoted ?? plain).replaceAll(/\\(.)/g, '$1'))
    end += pair.length
  }
  if (text.slice(end).trim() === '') return words
  throw new ReleaseError('record-store', 'unable to instantiate SQL driver: the connection string has an odd end', {
    hint: 'HELM_DRIVER_SQL_CONNECTION_STRING is postgres://USER:PASSWORD@HOST/NAME?sslmode=…, or host=… dbname=…',
  })
}

/** How the connection is encrypted, by libpq's `sslmode`. */
function encryption(words: ReadonlyMap<string, string>, readFile: ReadFile): ClientConfig['ssl'] {
  const mode = words.get('sslmode') ?? 'require'
  if (mode === 'disable') return false
  const [authority, certificate, key] = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => words.get(name))
  const files = {
    ...(authority !== undefined && { ca: readFile(authority) }),
    ...(certificate !== undefined && { cert: readFile(certificate) }),
    ...(key !== undefined && { key: readFile(key) }),
  }
  if (mode === 'verify-full') return files
  if (mode === 'verify-ca' || (mode === 'require' && authority !== undefined)) {
    return { ...files, checkServerIdentity: () => undefined }
  }
  if (mode === 'require') return { ...files, rejectUnauthorized: false }
  throw new ReleaseError(
    'record-store',
    `unable to instantiate SQL driver: pq: unsupported sslmode ${JSON.stringify(mode)}`,
    {
      hint: 'it is require (the default), verify-full, verify-ca or disable',
    },
  )
}
