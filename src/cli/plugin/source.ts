import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { downloadPlugin, pluginNameOf } from '#repo'
import { asFetch, downloadOptions } from '../chart/download.ts'
import type { GlobalInput } from '../chart/helm-environment.ts'
import type { TlsInput } from '../chart/network.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { isArchiveName, nameOfArchive, withUnpacked } from './archive.ts'
import { readPlugin } from './read.ts'
import type { KeyringInput, Signed } from './signature.ts'

/** The flags of `plugin install`. */
export interface InstallInput extends GlobalInput, TlsInput, KeyringInput {
  readonly version: string | undefined
  readonly verify: boolean
  readonly 'plain-http': boolean
  readonly username: string | undefined
  readonly password: string | undefined
}

/** Where a plugin is to be had. */
export type PluginSource =
  | { readonly kind: 'folder' | 'git'; readonly place: string; readonly name: string }
  | { readonly kind: 'archive'; readonly place: string; readonly name: string; readonly fetch: () => Promise<Signed> }

/**
 * What the argument of `plugin install` means: a registry's address, a path that exists, the address of an archive, or a git
 * repository. Throws CliError `input`. Source: helm internal/plugin/installer/installer.go, NewForSource.
 */
export async function findSource(text: string, flags: InstallInput, session: Session): Promise<PluginSource> {
  if (flags.compat === 'helm4' && text.startsWith('oci://')) return registrySource(text, flags, session)
  const path = resolve(session.cwd, text)
  if (existsSync(path)) return localSource(path, flags)
  if (/^https?:\/\//.test(text) && isArchiveName(text)) {
    const fetch = async (): Promise<Signed> => remoteArchive(text, flags, session)
    return { kind: 'archive', place: text, name: nameOfArchive(text), fetch }
  }
  if (!REPOSITORY.test(text)) throw unknownSource(text, flags)
  return { kind: 'git', place: text, name: basename(text) }
}

/** What git can be asked for: an address, or `user@host:path`. */
const REPOSITORY = /^(?:(?:https?|git|ssh|git\+ssh|file):\/\/|[^/@\s]+@[^/:\s]+:)/i

function unknownSource(text: string, { compat }: InstallInput): CliError {
  const reason = 'Cannot detect VCS'
  const start = `cannot get information about plugin source "${text}" (if it's a local directory, does it exist?)`
  return new CliError('input', compat === 'helm3' ? reason : `${start}, last error was: ${reason}`, {
    hint: 'name a folder, an archive, or the address of a git repository or registry',
  })
}

function localSource(path: string, { compat }: InstallInput): PluginSource {
  const isArchive = compat === 'helm4' && isArchiveName(path) && !statSync(path).isDirectory()
  if (!isArchive) return { kind: 'folder', place: path, name: basename(path) }
  const read = (file: string): Uint8Array | undefined => (existsSync(file) ? readFileSync(file) : undefined)
  const fetch = async (): Promise<Signed> => ({
    archive: readFileSync(path),
    provenance: read(`${path}.prov`),
    fileName: basename(path),
  })
  return { kind: 'archive', place: path, name: nameOfArchive(path), fetch }
}

async function remoteArchive(url: string, flags: InstallInput, session: Session): Promise<Signed> {
  const { fetchBytes } = await import('../chart/remote.ts')
  return {
    archive: await fetchBytes(url, flags, session),
    provenance: await fetchBytes(`${url}.prov`, flags, session).catch(() => undefined),
    fileName: basename(url),
  }
}

async function registrySource(text: string, flags: InstallInput, session: Session): Promise<PluginSource> {
  const name = await pluginNameOf(text)
  return { kind: 'archive', place: text, name, fetch: async () => pull(text, flags, session) }
}

async function pull(text: string, flags: InstallInput, session: Session): Promise<Signed> {
  const others = { repo: undefined, devel: false, 'pass-credentials': false, verify: false }
  const options = downloadOptions(
    { ...flags, ...others, 'insecure-skip-tls-verify': flags['insecure-skip-tls-verify'] === true },
    session,
  )
  const { archive, provenance } = await downloadPlugin(text, options).catch((error: unknown) => {
    asFetch(error)
    if (error instanceof Error) error.message = `failed to pull plugin from ${text}: ${error.message}`
    throw error
  })
  const { name, version } = await withUnpacked(archive, (folder) => readPlugin(folder, flags.compat))
  return { archive, provenance, fileName: `${name}-${version}.tgz` }
}
