import {
  closeSync,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
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
  /** Note when each file was last written; costs one more system call a file. */
  readonly withTimes?: boolean
  /** Called for each symbolic link that is followed: its path, and where it leads. */
  readonly onLink?: (path: string, resolved: string) => void
}

const bufferBytes = 64 * 1024

interface Walk {
  readonly root: string
  readonly rules: IgnoreRules
  readonly limits: Limits
  readonly options: FolderOptions
  readonly files: ChartFile[]
  readonly buffer: Uint8Array
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
  const buffer = new Uint8Array(Math.min(bufferBytes, limits.fileBytes + 1))
  const walk: Walk = { root, rules, limits, options, files: [], buffer, totalBytes: 0, entries: 0 }
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

/** What the walk asks about a directory entry. */
type FileType = Pick<Stats | Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>

function visit(walk: Walk, place: Place, type: FileType): void {
  if (type.isSymbolicLink()) return visitLink(walk, place)
  if (++walk.entries > walk.limits.entries) throw tooMany(walk)
  if (place.name !== '' && isIgnored(walk.rules, place.name, type.isDirectory())) return
  if (type.isDirectory()) visitFolder(walk, place)
  else addFile(walk, place, type)
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
    const target = isCircle ? '' : firstMissing(resolve(dirname(path), readlinkSync(path)))
    const reason = isCircle ? 'EvalSymlinks: too many links' : `lstat ${target}: ${reasonOf(error)}`
    throw new SourceError('bad-link', `error evaluating symlink ${path}: ${reason}`, { cause: error })
  }
}

/** The first part of a path that is not there. */
function firstMissing(path: string): string {
  const parts = path.split('/')
  for (let count = 2; count < parts.length; count++) {
    const part = parts.slice(0, count).join('/')
    if (statSync(part, { throwIfNoEntry: false }) === undefined) return part
  }
  return path
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function visitFolder(walk: Walk, place: Place): void {
  for (const child of list(place.path)) {
    const path = `${place.path}/${child.name}`
    const name = place.name === '' ? child.name : `${place.name}/${child.name}`
    visit(walk, { path, name, sites: place.sites }, child)
  }
}

function addFile(walk: Walk, { path, name }: Place, type: FileType): void {
  if (!type.isFile()) {
    throw new SourceError('irregular-file', `cannot load irregular file ${path} as it has file mode type bits set`)
  }
  const { data, modifiedMs } = read(walk, path, name)
  walk.totalBytes += data.length
  if (walk.totalBytes > walk.limits.totalBytes) {
    const hint = `leave files out with lines in ${ignoreFile}`
    throw new SourceError('too-large', `chart is larger than the maximum size ${walk.limits.totalBytes}`, { hint })
  }
  const time = modifiedMs === undefined ? {} : { modifiedMs }
  walk.files.push({ name, data: withoutByteOrderMark(data), ...time })
}

interface Content {
  readonly data: Uint8Array
  readonly modifiedMs?: number
}

/** Most files fit into the walk's buffer, and are then read with one call and no question about their size. */
function read(walk: Walk, path: string, name: string): Content {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, 'r')
    const length = readSync(descriptor, walk.buffer, 0, walk.buffer.length, 0)
    const data = length < walk.buffer.length ? walk.buffer.slice(0, length) : readLarge(walk, descriptor, name)
    return walk.options.withTimes ? { data, modifiedMs: fstatSync(descriptor).mtimeMs } : { data }
  } catch (error) {
    throw error instanceof SourceError ? error : ioError(`error reading ${name}: open ${path}`, error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function readLarge({ limits }: Walk, descriptor: number, name: string): Uint8Array {
  const { size } = fstatSync(descriptor)
  if (size > limits.fileBytes) {
    const message = `chart file "${basename(name)}" is larger than the maximum file size ${limits.fileBytes}`
    throw new SourceError('too-large', message, { hint: `leave it out with a line in ${ignoreFile}` })
  }
  const data = new Uint8Array(size)
  let at = 0
  while (at < size) {
    const length = readSync(descriptor, data, at, size - at, at)
    if (length === 0) break
    at += length
  }
  return data.subarray(0, at)
}

function tooMany(walk: Walk): SourceError {
  const hint = `leave folders out with lines in ${ignoreFile}`
  return new SourceError('too-large', `chart has more than ${walk.limits.entries} files and folders`, { hint })
}

function list(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort(byName)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}

/** Go sorts strings by their bytes; UTF-16 order differs only beyond the basic plane. */
function byName(a: Dirent, b: Dirent): number {
  if (a.name === b.name) return 0
  return a.name < b.name ? -1 : 1
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
