import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CliError } from '../frame/error.ts'
import { isPluginFolder } from './read.ts'

/** Most bytes that a plugin's archive may hold unpacked, and most entries. */
const MAX_BYTES = 256 * 1024 * 1024
const MAX_ENTRIES = 20_000

/** Does a name end as a plugin's archive? */
export function isArchiveName(name: string): boolean {
  return /\.(?:tgz|tar\.gz)$/.test(name)
}

/** `name` of `name-1.2.3.tgz`. */
export function nameOfArchive(file: string): string {
  return basename(file)
    .replace(/\.(?:tgz|tar\.gz)$/, '')
    .replace(/^(.*)-[0-9]+\..*$/, '$1')
}

/**
 * Unpacks a plugin's archive into a temporary folder, gives the folder of the plugin in it to `use`, and removes all.
 * Throws CliError `input` when it is no archive, is too large, holds links or paths that lead out, or no plugin.
 */
export async function withUnpacked<T>(archive: Uint8Array, use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-plugin-'))
  try {
    return await use(await unpack(archive, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function unpack(archive: Uint8Array, into: string): Promise<string> {
  const { extract } = await import('tar')
  let left = MAX_BYTES
  let entries = 0
  let problem: CliError | undefined
  mkdirSync(into, { recursive: true })
  const filter = (path: string, entry: object): boolean => {
    left -= 'size' in entry ? Number(entry.size) : 0
    const isLarge = left < 0 || ++entries > MAX_ENTRIES
    problem ??= isLarge
      ? new CliError('input', 'archive is too large')
      : problemOf(path, 'type' in entry ? String(entry.type) : '')
    return problem === undefined
  }
  const cause = await pipeline(Readable.from([archive]), extract({ cwd: into, strict: true, filter })).catch(
    (error: unknown) => error ?? new Error('unknown'),
  )
  if (problem !== undefined) throw problem
  if (cause === undefined) return pluginRoot(into)
  const isGzip = archive.length < 10 || (archive[0] === 0x1f && archive[1] === 0x8b)
  const reason = isGzip ? 'unexpected EOF' : 'gzip: invalid header'
  throw new CliError('input', `failed to extract plugin metadata from tarball: ${reason}`, { cause })
}

/** How Go prints the type of an entry that is neither file nor folder. */
const ODD_TYPES: Readonly<Record<string, string>> = {
  Link: '110001',
  SymbolicLink: '110010',
  CharacterDevice: '110011',
  BlockDevice: '110100',
  FIFO: '110110',
}

/** What is wrong with an entry: it leads out of the folder, or is no file and no folder. */
function problemOf(path: string, type: string): CliError | undefined {
  const parts = path.replaceAll('\\', '/').split('/')
  const failed = (reason: string): CliError => new CliError('input', `failed to extract archive: ${reason}`)
  if (path.includes(':')) return failed("path contains ':', which is illegal")
  if (parts.includes('..')) return failed("path contains '..', which is illegal")
  if (parts[0] === '') return failed('path is absolute, which is illegal')
  const odd = ODD_TYPES[type]
  return odd === undefined ? undefined : failed(`unknown type: ${odd} in ${path}`)
}

/** The folder itself, or the one below it that holds a plugin. */
function pluginRoot(folder: string): string {
  if (isPluginFolder(folder)) return folder
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const found = folders.map(({ name }) => join(folder, name)).find(isPluginFolder)
  if (found !== undefined) return found
  throw new CliError('input', 'failed to extract plugin metadata from tarball: plugin.yaml not found in tarball')
}

/** Packs a plugin's folder under its name: the same files give the same bytes. */
export async function packPlugin(folder: string, name: string): Promise<Uint8Array> {
  const { create } = await import('tar')
  const parts: Buffer[] = []
  const packing = create(
    {
      cwd: dirname(folder),
      gzip: true,
      portable: true,
      follow: false,
      onWriteEntry: (entry) => {
        entry.path = name + entry.path.slice(basename(folder).length)
      },
    },
    [basename(folder)],
  )
  for await (const part of packing) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
