import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { PlainFile } from '#render'
import { readBounded } from '#source'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'

/** Most bytes of all manifests of one source. */
const MAX_BYTES = 64 * 1024 * 1024
/** Most files below one folder. */
const MAX_FILES = 20_000
const MANIFEST = /\.(?:ya?ml|json)$/i

/**
 * The texts of manifests: of stdin (`-`), an address, a file, or every `.yaml`, `.yml` and `.json` below a folder; hidden
 * files and folders are passed over, and links to folders are not followed. Throws CliError `input`, SourceError, RepoError.
 */
export async function readManifests(
  source: string,
  flags: ContentFlags,
  session: Session,
): Promise<readonly PlainFile[]> {
  if (source === '-') return [{ name: 'stdin', text: await readStream(session.stdin) }]
  if (/^https?:\/\//.test(source)) return [{ name: basename(new URL(source).pathname), text: await fetched() }]
  const path = resolve(session.cwd, source)
  if (!statSync(path).isDirectory()) return [{ name: basename(path), text: textOf(readBounded(path)) }]
  const files = filesBelow(path)
  if (files.length > 0) return readAll(path, files)
  throw new CliError('input', `${source}: no manifests in this folder – expected .yaml, .yml or .json files`)

  async function fetched(): Promise<string> {
    return textOf(await (await import('../chart/remote.ts')).fetchBytes(source, flags, session))
  }
}

/** Paths relative to the folder, in order. */
function filesBelow(root: string): readonly string[] {
  const found: string[] = []
  const waiting = ['']
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (MANIFEST.test(entry.name)) found.push(path)
      if (found.length > MAX_FILES) throw tooMuch(root, `more than ${MAX_FILES} files`)
    }
  }
  return found.sort()
}

function readAll(root: string, names: readonly string[]): readonly PlainFile[] {
  let left = MAX_BYTES
  return names.map((name) => {
    const data = readBounded(join(root, name))
    left -= data.length
    if (left < 0) throw tooMuch(root, `more than ${MAX_BYTES} bytes`)
    return { name, text: textOf(data) }
  })
}

function tooMuch(root: string, what: string): CliError {
  return new CliError('input', `${root}: ${what} of manifests – expected fewer`, { hint: 'name a smaller folder' })
}

function textOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')
}

async function readStream(stream: Session['stdin']): Promise<string> {
  const chunks: Buffer[] = []
  let total = 0
  for await (const chunk of stream) {
    total += chunks[chunks.push(Buffer.from(chunk)) - 1]?.length ?? 0
    if (total > MAX_BYTES) throw tooMuch('stdin', `more than ${MAX_BYTES} bytes`)
  }
  return Buffer.concat(chunks).toString('utf8')
}
