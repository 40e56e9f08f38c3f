import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join, resolve } from 'node:path'
import { type Verification, verifyChart } from '#repo'
import { type GlobalInput, helmEnvironmentOf } from '../chart/helm-environment.ts'
import { keyringPath } from '../chart/keyring.ts'
import { logLine } from '../chart/log.ts'
import type { TlsInput } from '../chart/network.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { isArchiveName, nameOfArchive, unpackPlugin } from './archive.ts'
import { clonePlugin } from './git.ts'
import type { Plugin } from './plugin.ts'
import { PLUGIN_FILE, readPlugin } from './read.ts'

/** The flags of `plugin install`. */
export interface InstallInput extends GlobalInput, TlsInput {
  readonly version: string | undefined
  readonly verify: boolean
  readonly keyring: string | undefined
}

/** The folder that plugins go into. */
export function pluginsFolder(flags: GlobalInput, session: Session): string {
  return helmEnvironmentOf(flags, session).plugins.split(delimiter)[0] ?? ''
}

/**
 * Installs a plugin from a folder (linked), an archive (here or at an address), or a git repository; what Helm prints on the
 * way goes to stdout. Throws CliError `input`, RepoError. Source: helm.sh/helm/v4 internal/plugin/installer.
 */
export async function installPlugin(source: string, flags: InstallInput, session: Session): Promise<Plugin> {
  const place = { source, root: pluginsFolder(flags, session) }
  const path = resolve(session.cwd, source)
  if (existsSync(path) && statSync(path).isDirectory()) return linkPlugin(path, place.root, { flags, session })
  if (isArchiveName(source)) return installArchive(place, flags, session)
  if (existsSync(path)) throw new CliError('input', 'expected plugin to be a directory')
  if (!REPOSITORY.test(source)) throw noRepository(source, flags)
  if (flags.compat === 'helm4' && flags.verify) {
    throw new CliError('input', 'plugin source does not support verification. Use --verify=false to skip verification')
  }
  tell(flags, session, 'WARNING: Skipping plugin signature verification')
  return installClone(place, flags, session)
}

interface Told {
  readonly flags: InstallInput
  readonly session: Session
}

interface Place {
  readonly source: string
  readonly root: string
}

/** What git can be asked for: an address, or `user@host:path`. */
const REPOSITORY = /^(?:[a-z][a-z0-9+.-]*:\/\/|[^/@\s]+@[^/:\s]+:)/i

function noRepository(source: string, { compat }: InstallInput): CliError {
  const reason = 'Cannot detect VCS'
  const start = `cannot get information about plugin source "${source}" (if it's a local directory, does it exist?)`
  return new CliError('input', compat === 'helm3' ? reason : `${start}, last error was: ${reason}`, {
    hint: 'name a folder, an archive, or the address of a git repository',
  })
}

/** Only Helm 4 speaks of signatures. */
function tell({ compat }: InstallInput, { stdout }: Session, text: string): void {
  if (compat === 'helm4') stdout.write(`${text}\n`)
}

function target(root: string, name: string, { flags, session }: Told): string {
  mkdirSync(root, { recursive: true })
  const path = join(root, name)
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return path
  if (flags.compat === 'helm4') {
    session.stderr.write(logLine('WARN', 'plugin already exists', { path, error: '<nil>' }))
  }
  throw new CliError('input', 'plugin already exists', { hint: 'see plugin list, and plugin update' })
}

function linkPlugin(path: string, root: string, { flags, session }: Told): Plugin {
  tell(flags, session, 'Installing plugin from local directory (development mode)')
  const to = target(root, basename(path), { flags, session })
  if (!existsSync(join(path, PLUGIN_FILE))) throw new CliError('input', 'plugin metadata (plugin.yaml) missing')
  symlinkSync(path, to)
  return usable(to)
}

/** A plugin that was put in its place. Throws CliError `input`. */
function usable(folder: string): Plugin {
  try {
    return readPlugin(folder)
  } catch (cause) {
    throw new CliError('input', `plugin is installed but unusable: ${(cause as Error).message}`, { cause })
  }
}

async function installArchive({ source, root }: Place, flags: InstallInput, session: Session): Promise<Plugin> {
  const isChecked = flags.compat === 'helm4' && flags.verify
  tell(flags, session, isChecked ? 'Verifying plugin signature...' : 'WARNING: Skipping plugin signature verification')
  const to = target(root, nameOfArchive(source), { flags, session })
  const archive = await read(source, flags, session)
  const provenance = await read(`${source}.prov`, flags, session).catch(() => undefined)
  if (isChecked) await check({ archive, provenance, source }, flags, session)
  const folder = mkdtempSync(join(tmpdir(), 'berth-plugin-'))
  try {
    const found = await unpackPlugin(archive, folder)
    const { name, version } = readPlugin(found)
    cpSync(found, to, { recursive: true })
    const kept = join(root, `${name}-${version}.tgz`)
    writeFileSync(kept, archive)
    if (provenance !== undefined) writeFileSync(`${kept}.prov`, provenance)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return usable(to)
}

async function read(source: string, flags: InstallInput, session: Session): Promise<Uint8Array> {
  if (!/^https?:\/\//.test(source)) return readFileSync(resolve(session.cwd, source))
  return (await import('../chart/remote.ts')).fetchBytes(source, flags, session)
}

interface Signed {
  readonly archive: Uint8Array
  readonly provenance: Uint8Array | undefined
  readonly source: string
}

async function check({ archive, provenance, source }: Signed, flags: InstallInput, session: Session): Promise<void> {
  if (provenance === undefined) {
    throw new CliError('input', 'plugin verification failed: no provenance file (.prov) found', {
      hint: '--verify=false installs it unverified',
    })
  }
  const text = Buffer.from(provenance).toString('utf8')
  const keyring = keyringPath(flags.keyring, flags, session)
  const packed = { archive, fileName: basename(source), provenance: text }
  const found = await verifyChart(packed, keyring, new Date(session.now())).catch((error: unknown) => {
    if (error instanceof Error) error.message = `plugin verification failed: ${error.message}`
    throw error
  })
  session.stdout.write(verificationText(found))
}

/** What Helm prints of a verified plugin. */
export function verificationText({ signedBy, fingerprint, fileHash }: Verification): string {
  const names = signedBy.map((name) => `Signed by: ${name}\n`).join('')
  return `${names}Using Key With Fingerprint: ${fingerprint}\nPlugin Hash Verified: ${fileHash}\n`
}

function installClone({ source, root }: Place, flags: InstallInput, session: Session): Plugin {
  const to = target(root, basename(source), { flags, session })
  try {
    clonePlugin(source, to, { version: flags.version, session })
    if (!existsSync(join(to, PLUGIN_FILE))) throw new CliError('input', 'plugin metadata (plugin.yaml) missing')
    return usable(to)
  } catch (error) {
    rmSync(to, { recursive: true, force: true })
    throw error
  }
}
