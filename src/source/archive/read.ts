import { posix } from 'node:path'
import type { ChartFile } from '../chart.ts'
import { SourceError, type SourceErrorCode } from '../error.ts'
import { type Budget, defaultLimits, type Limits, startBudget } from '../limits.ts'
import { quote, withoutByteOrderMark } from '../text.ts'
import { tooLarge } from '../too-large.ts'
import { gunzip } from './gunzip.ts'
import { readTar, type TarEntry } from './tar.ts'

const fileTypeBits = 0o170000
const folderBits = 0o040000

/**
 * The files of a chart archive, names relative to the chart: the first folder of each entry is cut off, as Helm does.
 * Throws `bad-archive`, `unsafe-path`, `bad-link`, `irregular-file`, `duplicate-entry`, `too-large`.
 * Source: helm pkg/chart/loader/archive; stricter for links, devices, absolute and repeated names.
 */
export function readArchive(data: Uint8Array, limits: Partial<Limits> = {}, budget?: Budget): ChartFile[] {
  const allowed = { ...defaultLimits, ...limits }
  const left = budget ?? startBudget(allowed)
  const collected: Collected = { files: [], byName: new Map(), limits: allowed, budget: left }
  for (const entry of readTar(gunzip(data, allowed, left))) collect(collected, entry)
  if (collected.files.length === 0) throw new SourceError('bad-archive', 'no files in chart archive')
  return collected.files
}

interface Collected {
  readonly files: ChartFile[]
  readonly byName: Map<string, ChartFile>
  readonly limits: Limits
  readonly budget: Budget
}

function collect(collected: Collected, entry: TarEntry): void {
  if (--collected.budget.leftEntries < 0) {
    throw tooLarge(`chart archive has more than ${collected.limits.entries} entries`)
  }
  checkEscape(entry)
  if (isFolder(entry)) return
  checkType(entry)
  const name = chartPath(entry)
  countBytes(collected, entry)
  const file = { name, data: withoutByteOrderMark(entry.data), modifiedMs: entry.modifiedMs }
  if (isRepeated(collected, file)) return
  collected.files.push(file)
}

function isFolder({ type, mode }: TarEntry): boolean {
  return type === '5' || (mode & fileTypeBits) === folderBits
}

function checkEscape({ name }: TarEntry): void {
  const path = name.replaceAll('\\', '/')
  if (path.startsWith('/')) throw unsafe('chart illegally contains absolute paths', name)
  if (climbsOut(path)) throw unsafe('chart illegally references parent directory', name)
}

function climbsOut(path: string): boolean {
  const clean = posix.normalize(path)
  return clean === '..' || clean.startsWith('../')
}

function unsafe(message: string, name: string, code: SourceErrorCode = 'unsafe-path'): SourceError {
  return new SourceError(code, message, { hint: `the archive entry is ${quote(name)}` })
}

const specialTypes: Readonly<Record<string, string>> = { 3: 'character device', 4: 'block device', 6: 'named pipe' }

function checkType({ name, type, link }: TarEntry): void {
  const special = specialTypes[type]
  if (special !== undefined)
    throw unsafe(`cannot load irregular file ${name}: it is a ${special}`, name, 'irregular-file')
  if (type !== '1' && type !== '2') return
  const from = type === '1' ? '' : posix.dirname(name)
  const target = posix.join(from, link.replaceAll('\\', '/'))
  if (!link.startsWith('/') && !climbsOut(target) && baseOf(target) === baseOf(name)) return
  throw unsafe(`cannot load link ${name}: it leads out of the chart to ${link}`, name, 'bad-link')
}

function baseOf(path: string): string {
  return posix.normalize(path).split('/', 1)[0] ?? ''
}

/** The entry's path below the chart folder. */
function chartPath({ name }: TarEntry): string {
  const parts = name.split(name.includes('\\') ? '\\' : '/')
  const rest = parts.slice(1).join('/')
  if (rest.startsWith('/')) throw unsafe('chart illegally contains absolute paths', name)
  const path = posix.normalize(rest)
  if (path === '.') throw unsafe(`chart illegally contains content outside the base directory: ${quote(name)}`, name)
  if (path.startsWith('..')) throw unsafe('chart illegally references parent directory', name)
  if (/^[a-zA-Z]:\//.test(path)) throw unsafe('chart contains illegally named files', name)
  if (parts[0] === 'Chart.yaml') throw unsafe('chart yaml not in base directory', name)
  return path
}

function countBytes({ budget, limits }: Collected, entry: TarEntry): void {
  if (entry.sizeBytes > budget.leftBytes) {
    throw tooLarge(`decompressed chart is larger than the maximum size ${limits.totalBytes}`)
  }
  if (entry.sizeBytes > limits.fileBytes) {
    const message = `decompressed chart file ${quote(entry.name)} is larger than the maximum file size ${limits.fileBytes}`
    throw tooLarge(message)
  }
  budget.leftBytes -= entry.sizeBytes
}

/**
 * The same file twice is read once; two contents under one name would show a reviewer another file than is used. Names
 * that differ only in case are one file on some systems.
 */
function isRepeated({ byName }: Collected, file: ChartFile): boolean {
  const key = file.name.normalize('NFC').toLowerCase()
  const earlier = byName.get(key)
  byName.set(key, file)
  if (earlier === undefined) return false
  if (earlier.name !== file.name) {
    const message = `chart archive holds ${quote(earlier.name)} and ${quote(file.name)}, which differ only in case`
    throw new SourceError('duplicate-entry', message)
  }
  if (Buffer.compare(earlier.data, file.data) === 0) return true
  throw new SourceError('duplicate-entry', `chart archive holds two different files named ${quote(file.name)}`)
}
