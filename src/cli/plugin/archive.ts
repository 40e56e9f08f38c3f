import { mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CliError } from '../frame/error.ts'
import { PLUGIN_FILE } from './read.ts'

/** Most bytes that a plugin's archive may hold unpacked, and most entries. */
const MAX_BYTES = 256 * 1024 * 1024
const MAX_ENTRIES = 20_000

/** Does a name end as a plugin's archive? */
export function isArchiveName(name: string): boolean {
  return /\.(?:tgz|tar\.gz)$/.test(name)
}

/**
 * Unpacks a plugin's archive into a folder and gives the folder of the plugin in it. Links are left out, and nothing is
 * written elsewhere. Throws CliError `input` when it is no archive, too large, or holds no plugin.
 */
export async function unpackPlugin(archive: Uint8Array, into: string): Promise<string> {
  const { extract } = await import('tar')
  let left = MAX_BYTES
  let entries = 0
  mkdirSync(into, { recursive: true })
  try {
    const writing = extract({
      cwd: into,
      strict: true,
      filter: (_, entry) => {
        left -= 'size' in entry ? entry.size : 0
        if (left < 0 || ++entries > MAX_ENTRIES) throw new Error('archive is too large')
        return !('type' in entry) || entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'Directory'
      },
    })
    await pipeline(Readable.from([archive]), writing)
  } catch (cause) {
    throw new CliError('input', `failed to extract archive: ${(cause as Error).message}`, { cause })
  }
  return pluginRoot(into)
}

/** The folder itself, or the one below it that holds a plugin. */
function pluginRoot(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true })
  if (names.some(({ name }) => name === PLUGIN_FILE)) return folder
  const found = names.find(
    (entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes(PLUGIN_FILE),
  )
  if (found !== undefined) return join(folder, found.name)
  throw new CliError('input', 'plugin metadata (plugin.yaml) missing')
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

/** `name` of `name-1.2.3.tgz`. */
export function nameOfArchive(file: string): string {
  return basename(file)
    .replace(/\.(?:tgz|tar\.gz)$/, '')
    .replace(/^(.*)-[0-9]+\..*$/, '$1')
}
