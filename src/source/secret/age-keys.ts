import { join } from 'node:path'
import type { Identity } from 'age-encryption'
import { readBounded } from '../values/read-file.ts'
import { runKeyCommand } from './key-command.ts'
import { sshIdentity } from './ssh-identity.ts'
import { readSshKey } from './ssh-key.ts'

/** Where keys are looked for. */
export interface KeyPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** Identities, the places that had none, and what was wrong with others. */
export interface AgeKeys {
  readonly identities: readonly AgeIdentity[]
  readonly empty: readonly string[]
  readonly faults: readonly string[]
}

/** As age takes it: `AGE-SECRET-KEY-1…`, or something that opens by itself. */
export type AgeIdentity = string | Identity

/** One place, and how the text there is had; undefined where nothing is. */
interface Place {
  readonly name: string
  readonly form: 'age' | 'ssh'
  readonly read: () => string | undefined | Promise<string | undefined>
}

/** Larger than any file of keys. */
const MAX_BYTES = 1024 * 1024

/**
 * The identities that lie ready: of `SOPS_AGE_KEY`, the files of `SOPS_AGE_KEY_FILE` and `SOPS_AGE_SSH_PRIVATE_KEY_FILE`,
 * `sops/age/keys.txt` of the user's configuration, and the user's SSH keys. Throws nothing: a place that cannot be read is a
 * fault. Source: getsops/sops age/keysource.go.
 */
export function loadAgeKeys({ environment, home, platform }: KeyPlaces): Promise<AgeKeys> {
  const file = (form: Place['form'], name: string): Place => {
    const path = environment[name]
    return { name, form, read: () => (path === undefined || path === '' ? undefined : readText(path)) }
  }
  const own = (form: Place['form'], path: string): Place => ({ name: path, form, read: () => readOwn(path) })
  return readPlaces([
    { name: 'SOPS_AGE_KEY', form: 'age', read: () => environment['SOPS_AGE_KEY'] },
    file('age', 'SOPS_AGE_KEY_FILE'),
    own('age', join(configFolder(environment, home, platform), 'sops', 'age', 'keys.txt')),
    file('ssh', 'SOPS_AGE_SSH_PRIVATE_KEY_FILE'),
    own('ssh', join(home, '.ssh', 'id_ed25519')),
    own('ssh', join(home, '.ssh', 'id_rsa')),
  ])
}

/** The identities that the commands of `SOPS_AGE_KEY_CMD` and `SOPS_AGE_SSH_PRIVATE_KEY_CMD` print for a recipient. */
export function askForAgeKeys({ environment }: KeyPlaces, recipient: string): Promise<AgeKeys> {
  const command = (form: Place['form'], name: string): Place => {
    const text = environment[name]
    const settings = { ...environment, SOPS_AGE_RECIPIENT: recipient }
    return { name, form, read: () => (text === undefined || text === '' ? undefined : runKeyCommand(text, settings)) }
  }
  return readPlaces([command('age', 'SOPS_AGE_KEY_CMD'), command('ssh', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD')])
}

function configFolder(environment: KeyPlaces['environment'], home: string, platform: NodeJS.Platform): string {
  const named = environment['XDG_CONFIG_HOME']
  if (named !== undefined && named !== '') return named
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.config')
}

function readText(path: string): string {
  return Buffer.from(readBounded(path, MAX_BYTES)).toString('utf8')
}

function readOwn(path: string): string | undefined {
  try {
    return readText(path)
  } catch {
    return undefined
  }
}

async function readPlaces(places: readonly Place[]): Promise<AgeKeys> {
  const identities: AgeIdentity[] = []
  const empty: string[] = []
  const faults: string[] = []
  for (const { name, form, read } of places) {
    try {
      const text = (await read())?.trim() ?? ''
      const found = text === '' ? [] : await READ[form](text)
      identities.push(...found)
      if (found.length === 0) empty.push(name)
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`)
    }
  }
  return { identities: [...new Set(identities)], empty, faults }
}

const READ: Readonly<Record<Place['form'], (text: string) => AgeIdentity[] | Promise<AgeIdentity[]>>> = {
  age: readIdentities,
  ssh: (text) => [sshIdentity(readSshKey(text))],
}

async function readIdentities(text: string): Promise<string[]> {
  if (/^(age-encryption|-----BEGIN AGE)/.test(text)) {
    throw new Error("is protected by a passphrase, which is not asked for: let SOPS_AGE_KEY_CMD='age -d FILE' print it")
  }
  const words = text.split(/\r?\n/).flatMap((line) => (line.trim().startsWith('#') ? [] : line.split(/[\s,]+/)))
  const keys = words.filter((word) => word !== '')
  const { Decrypter } = await import('age-encryption')
  for (const key of keys) {
    try {
      new Decrypter().addIdentity(key)
    } catch {
      // the word itself stays out of the message: it may be most of a key
      throw new Error('holds something that is no age identity – expected AGE-SECRET-KEY-1…, one a line')
    }
  }
  return keys
}
