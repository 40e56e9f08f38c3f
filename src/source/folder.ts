import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { ChartFile } from './chart.ts'
import { SourceError } from './error.ts'
import { type IgnoreRules, ignoreFile, isIgnored, parseIgnoreRules } from './ignore/rules.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { withoutByteOrderMark } from './text.ts'

/** How a folder is read. */
export interface FolderOptions {
  readonly limits?: Partial<Limits>
  /** `follow` reads what symbolic links lead to, wherever that is, as Helm does; `inside` refuses to leave the folder. */
  readonly links?: 'follow' | 'inside'
  /** Called for each symbolic link that is followed: its path, and where it leads. */
  readonly onLink?: (path: string, resolved: string) => void
}

interface Walk {
  readonly root: string
  readonly rules: IgnoreRules
  readonly limits: Limits
  readonly options: FolderOptions
  readonly files: ChartFile[]
  totalBytes: number
  entries: number
}

interface Place {
  readonly path: string
  /** Relative to the root, with `/`; empty at the root. */
  readonly name: string
  /** The real folders of the links on the way here, to find circles. */
  readonly sites: readonly string[]
}

/**
 * All files of a chart folder that `.helmignore` leaves in, folders in lexical order as Helm walks them. Throws
 * `bad-ignore`, `bad-link`, `irregular-file`, `too-large`, `io`. Source: helm pkg/chart/v2/loader/directory.go.
 */
export function readFolder(folder: string, options: FolderOptions = {}): ChartFile[] {
  const root = resolve(folder)
  const rules = readRules(root, folder)
  const limits = { ...defaultLimits, ...options.limits }
  const walk: Walk = { root, rules, limits, options, files: [], totalBytes: 0, entries: 0 }
  visit(walk, { path: root, name: '', sites: [] }, stat(root))
  return walk.files
}

function readRules(root: string, folder: string): IgnoreRules {
  let text: string | undefined
  try {
    text = readFileSync(join(root, ignoreFile), 'utf8')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw ioError(`open ${join(root, ignoreFile)}`, error)
  }
  return parseIgnoreRules(text, join(folder, ignoreFile))
}

function visit(walk: Walk, place: Place, stats: Stats): void {
  if (stats.isSymbolicLink()) return visitLink(walk, place)
  if (++walk.entries > walk.limits.entries) throw tooMany(walk)
  if (place.name !== '' && isIgnored(walk.rules, place.name, stats.isDirectory())) return
  if (stats.isDirectory()) visitFolder(walk, place)
  else addFile(walk, place, stats)
}

function visitLink(walk: Walk, place: Place): void {
  const resolved = resolveLink(place.path)
  if (walk.options.links === 'inside' && !isBelow(resolved, realpathSync(walk.root))) {
    const hint = 'copy the file into the chart'
    throw new SourceError('bad-link', `${place.name}: symbolic link leads out of the chart to ${resolved}`, { hint })
  }
  const sites = [...place.sites, realpathSync(dirname(place.path))]
  if (sites.some((site) => isBelow(site, resolved))) {
    const hint = 'the symbolic link leads back to a folder that contains it'
    throw new SourceError('bad-link', `error evaluating symlink ${place.path}: EvalSymlinks: too many links`, { hint })
  }
  walk.options.onLink?.(place.path, resolved)
  visit(walk, { ...place, sites }, stat(resolved))
}

function resolveLink(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    const isCircle = codeOf(error) === 'ELOOP'
    const target = isCircle ? '' : resolve(dirname(path), readlinkSync(path))
    const reason = isCircle ? 'EvalSymlinks: too many links' : `lstat ${target}: ${reasonOf(error)}`
    throw new SourceError('bad-link', `error evaluating symlink ${path}: ${reason}`, { cause: error })
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function visitFolder(walk: Walk, place: Place): void {
  for (const child of list(place.path)) {
    const path = `${place.path}/${child}`
    const name = place.name === '' ? child : `${place.name}/${child}`
    visit(walk, { path, name, sites: place.sites }, stat(path))
  }
}

function addFile(walk: Walk, { path, name }: Place, stats: Stats): void {
  if (!stats.isFile()) {
    throw new SourceError('irregular-file', `cannot load irregular file ${path} as it has file mode type bits set`)
  }
  if (stats.size > walk.limits.fileBytes) {
    const message = `chart file "${basename(name)}" is larger than the maximum file size ${walk.limits.fileBytes}`
    throw new SourceError('too-large', message, { hint: `leave it out with a line in ${ignoreFile}` })
  }
  walk.totalBytes += stats.size
  if (walk.totalBytes > walk.limits.totalBytes) {
    throw new SourceError('too-large', `chart is larger than the maximum size ${walk.limits.totalBytes}`)
  }
  walk.files.push({ name, data: read(path, name), modifiedMs: stats.mtimeMs })
}

function read(path: string, name: string): Uint8Array {
  try {
    return withoutByteOrderMark(readFileSync(path))
  } catch (error) {
    throw ioError(`error reading ${name}: open ${path}`, error)
  }
}

function tooMany(walk: Walk): SourceError {
  const hint = `leave folders out with lines in ${ignoreFile}`
  return new SourceError('too-large', `chart has more than ${walk.limits.entries} files and folders`, { hint })
}

function list(path: string): string[] {
  try {
    return readdirSync(path).sort(compareBytes)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}

/** Go sorts strings by their bytes; UTF-16 order differs only beyond the basic plane. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function stat(path: string): Stats {
  try {
    return lstatSync(path)
  } catch (error) {
    throw ioError(`lstat ${path}`, error)
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  EEXIST: 'file exists',
  ELOOP: 'too many levels of symbolic links',
}

function reasonOf(error: unknown): string {
  return reasons[codeOf(error) ?? ''] ?? String((error as Error).message)
}

/** An error of the operating system in Go's words: `open PATH: no such file or directory`. */
export function ioError(action: string, error: unknown): SourceError {
  const code = codeOf(error) === 'ENOENT' ? 'not-found' : 'io'
  return new SourceError(code, `${action}: ${reasonOf(error)}`, { cause: error })
}
