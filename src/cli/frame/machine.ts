import { readlinkSync } from 'node:fs'

/** Most bytes that the Web Crypto interface gives at once. */
const MAX_RANDOM_BYTES = 65_536
const LOCAL_TIME = '/etc/localtime'
/** All the names of Coordinated Universal Time. */
const UNIVERSAL = /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/

/** Random bytes fit for keys. `node:crypto` would give them as well, and takes milliseconds to load. */
export function randomBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let start = 0; start < size; start += MAX_RANDOM_BYTES) {
    crypto.getRandomValues(bytes.subarray(start, start + MAX_RANDOM_BYTES))
  }
  return bytes
}

/** The IANA name of the local time zone: of `TZ` (empty is UTC), else of the system's link. Asking `Intl` takes longer than a small render. */
export function localTimeZone(environment: NodeJS.ProcessEnv): string {
  if (environment['TZ'] === '') return 'UTC'
  const name = environment['TZ'] ?? linkedZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return UNIVERSAL.test(name) ? 'UTC' : name
}

function linkedZone(): string | undefined {
  try {
    return readlinkSync(LOCAL_TIME).split('/zoneinfo/')[1]
  } catch {
    return undefined
  }
}
