import { cpSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Verification } from '#repo'
import { logLine } from '../chart/log.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { withUnpacked } from './archive.ts'
import { pluginsFolder } from './find.ts'
import { clonePlugin } from './git.ts'
import type { Plugin } from './plugin.ts'
import { isPluginFolder, readPlugin } from './read.ts'
import { type Signed, verificationText, verifyPlugin } from './signature.ts'
import { findSource, type InstallInput, type PluginSource } from './source.ts'

/**
 * Installs a plugin from a folder (linked), an archive (here, at an address or in a registry), or a git repository; what Helm
 * prints on the way goes to stdout. Throws CliError `input`, RepoError. Source: helm.sh/helm/v4 internal/plugin/installer.
 */
export async function installPlugin(text: string, flags: InstallInput, session: Session): Promise<Plugin> {
  const source = await findSource(text, flags, session)
  tellCheck(source, flags, session)
  const to = freePlace(source.name, flags, session)
  const verification = await put(source, to, { flags, session })
  if (verification !== undefined) session.stdout.write(verificationText(verification))
  try {
    return readPlugin(to, flags.compat)
  } catch (cause) {
    throw new CliError('input', `plugin is installed but unusable: ${(cause as Error).message}`, { cause })
  }
}

/** Only Helm 4 speaks of signatures. Throws CliError `input` where one is asked for that cannot be. */
function tellCheck({ kind }: PluginSource, { compat, verify }: InstallInput, { stdout }: Session): void {
  if (compat === 'helm3') return
  if (kind === 'folder') stdout.write('Installing plugin from local directory (development mode)\n')
  else if (!verify) stdout.write('WARNING: Skipping plugin signature verification\n')
  else if (kind === 'archive') stdout.write('Verifying plugin signature...\n')
  else {
    throw new CliError('input', 'plugin source does not support verification. Use --verify=false to skip verification')
  }
}

/** Where the plugin goes. Throws CliError `input` where something is already. */
function freePlace(name: string, flags: InstallInput, session: Session): string {
  const root = pluginsFolder(flags, session)
  mkdirSync(root, { recursive: true })
  const path = join(root, name)
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return path
  if (flags.compat === 'helm4') {
    session.stderr.write(logLine('WARN', 'plugin already exists', { path, error: '<nil>' }))
  }
  throw new CliError('input', 'plugin already exists', { hint: 'see plugin list, and plugin update' })
}

interface Caller {
  readonly flags: InstallInput
  readonly session: Session
}

async function put(source: PluginSource, to: string, caller: Caller): Promise<Verification | undefined> {
  switch (source.kind) {
    case 'folder':
      return link(source.place, to, caller)
    case 'git':
      return clone(source.place, to, caller)
    case 'archive':
      return putArchive(await fetched(source, caller), to, caller)
  }
}

/** Helm fetches for the signature's sake first, where it looks at one, and says so when that fails. */
async function fetched(source: PluginSource & { readonly kind: 'archive' }, { flags }: Caller): Promise<Signed> {
  return source.fetch().catch((error: unknown) => {
    const isChecked = flags.compat === 'helm4' && flags.verify && error instanceof Error
    const what = source.place.startsWith('http') ? 'failed to download plugin: ' : ''
    if (isChecked) error.message = `failed to get verification data: ${what}${error.message}`
    throw error
  })
}

function link(from: string, to: string, { flags }: Caller): undefined {
  if (!statSync(from).isDirectory()) {
    const text = 'expected plugin to be a '
    const kind = flags.compat === 'helm3' ? 'folder' : "directory (containing a file 'plugin.yaml')"
    throw new CliError('input', text + kind)
  }
  checkPlugin(from)
  symlinkSync(from, to)
}

function clone(url: string, to: string, { flags, session }: Caller): undefined {
  try {
    clonePlugin(url, to, { version: flags.version, session })
    checkPlugin(to)
  } catch (error) {
    rmSync(to, { recursive: true, force: true })
    throw error
  }
}

function checkPlugin(folder: string): void {
  if (!isPluginFolder(folder)) throw new CliError('input', 'plugin metadata (plugin.yaml) missing')
}

/** Helm 4 keeps the archive and its provenance beside the plugin: `plugin list` looks at them. */
async function putArchive(signed: Signed, to: string, { flags, session }: Caller): Promise<Verification | undefined> {
  const isChecked = flags.compat === 'helm4' && flags.verify
  const verification = isChecked ? await verifyPlugin(signed, flags, session) : undefined
  await withUnpacked(signed.archive, (folder) => {
    const { name, version } = readPlugin(folder, flags.compat)
    cpSync(folder, to, { recursive: true })
    if (flags.compat === 'helm4') keep(signed, join(pluginsFolder(flags, session), `${name}-${version}.tgz`))
  })
  return verification
}

function keep({ archive, provenance }: Signed, path: string): void {
  writeFileSync(path, archive)
  if (provenance !== undefined) writeFileSync(`${path}.prov`, provenance)
  else if (existsSync(`${path}.prov`)) rmSync(`${path}.prov`)
}
