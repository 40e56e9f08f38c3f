import type { Position } from '../../resource.ts'
import { basePath } from '../load/path.ts'
import { type EntryPath, entryPosition } from '../target/entry-position.ts'
import type { CauseFile } from '../target/observer.ts'
import type { FieldPath } from './field-path.ts'
import type { Writing } from './recorder.ts'

/** What of a generator's entry is of interest here. */
interface Sources {
  readonly literals?: readonly string[]
  readonly files?: readonly string[]
  readonly envs?: readonly string[]
}

const DATA = new Set(['data', 'binaryData', 'stringData'])

/** The literal, file or line of an environment file that made a field of a generated object. */
export function generatorPlace({ cause }: Writing, path: FieldPath): Position | undefined {
  const { kustomization, entry, config = {} } = cause
  if (kustomization === undefined) return undefined
  const [field, key] = path
  if (typeof field === 'string' && DATA.has(field) && typeof key === 'string') {
    return sourcePlace(kustomization, entry, { sources: config as Sources, key })
  }
  if (field !== 'metadata' || typeof key !== 'string') return entryPosition(kustomization, entry)
  const mark = path[2]
  const isMarked = typeof mark === 'string' && (key === 'labels' || key === 'annotations')
  return entryPosition(kustomization, [...entry, ...(isMarked ? ['options', key, mark] : [key])])
}

interface Sought {
  readonly sources: Sources
  readonly key: string
}

function sourcePlace(from: CauseFile, entry: EntryPath, { sources, key }: Sought): Position | undefined {
  const { literals = [], files = [], envs = [] } = sources
  const literal = literals.findLastIndex((text) => text.startsWith(`${key}=`))
  if (literal >= 0) return entryPosition(from, [...entry, 'literals', literal])
  const file = files.findLastIndex((text) => fileKey(text) === key)
  if (file >= 0) return entryPosition(from, [...entry, 'files', file])
  for (const path of envs) {
    const found = linePlace(from, path, key)
    if (found !== undefined) return found
  }
  return entryPosition(from, entry)
}

function fileKey(text: string): string {
  const equals = text.indexOf('=')
  return equals < 0 ? basePath(text) : text.slice(0, equals)
}

function linePlace({ loader }: CauseFile, path: string, key: string): Position | undefined {
  try {
    const lines = loader.loadText(path).split('\n')
    const at = lines.findLastIndex((line) => line.trim() === key || line.trimStart().startsWith(`${key}=`))
    return at < 0 ? undefined : { file: loader.pathOf(path), line: at + 1, column: 1 }
  } catch {
    return undefined
  }
}
