import { join } from 'node:path'
import { SourceError } from '../error.ts'
import { readBounded } from '../values/read-file.ts'

/** Where keys are looked for. */
export interface KeyPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** Identities, and the places that had none. */
export interface AgeKeys {
  readonly identities: readonly string[]
  readonly empty: readonly string[]
}

const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]+$/
/** Larger than any file of keys. */
const MAX_BYTES = 1024 * 1024

/**
 * The age identities of `SOPS_AGE_KEY`, the file of `SOPS_AGE_KEY_FILE`, and `sops/age/keys.txt` of the user's
 * configuration. Throws `no-key` for a named file that cannot be read, `bad-secret` for a line that is no identity.
 */
export function loadAgeKeys({ environment, home, platform }: KeyPlaces): AgeKeys {
  const given = environment['SOPS_AGE_KEY']
  const file = environment['SOPS_AGE_KEY_FILE']
  const own = join(configFolder(environment, home, platform), 'sops', 'age', 'keys.txt')
  const found: (readonly [place: string, text: string | undefined])[] = [
    ['SOPS_AGE_KEY', given],
    ['SOPS_AGE_KEY_FILE', file === undefined || file === '' ? undefined : readNamed(file)],
    [own, readOwn(own)],
  ]
  const parsed = found.map(([place, text]) => ({ place, identities: identitiesOf(text ?? '', place) }))
  return {
    identities: [...new Set(parsed.flatMap(({ identities }) => identities))],
    empty: parsed.filter(({ identities }) => identities.length === 0).map(({ place }) => place),
  }
}

function configFolder(environment: KeyPlaces['environment'], home: string, platform: NodeJS.Platform): string {
  const named = environment['XDG_CONFIG_HOME']
  if (named !== undefined && named !== '') return named
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.config')
}

function readNamed(path: string): string {
  try {
    return Buffer.from(readBounded(path, MAX_BYTES)).toString('utf8')
  } catch (cause) {
    throw new SourceError('no-key', `SOPS_AGE_KEY_FILE: ${(cause as Error).message}`, { cause })
  }
}

function readOwn(path: string): string | undefined {
  try {
    return Buffer.from(readBounded(path, MAX_BYTES)).toString('utf8')
  } catch {
    return undefined
  }
}

function identitiesOf(text: string, place: string): string[] {
  const words = text.split(/\r?\n/).flatMap((line) => (line.trim().startsWith('#') ? [] : line.split(/[\s,]+/)))
  const keys = words.filter((word) => word !== '')
  // The word itself stays out of the message: it may be most of a key.
  if (keys.every((key) => IDENTITY.test(key))) return keys
  throw new SourceError('bad-secret', `${place}: holds something that is no age identity`, {
    hint: 'identities start with AGE-SECRET-KEY-1, one a line',
  })
}
