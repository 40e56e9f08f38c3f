import type { ChartFile } from '#source'
import { define, fromBytes, type GoFunction, type GoMap, GoObject, typedAs, type Value } from '#template'
import { dump } from '#yaml'
import { compileGlob, GlobError } from './glob.ts'
import { basename } from './go-text.ts'

const EMPTY = new Uint8Array()

/** `.Files`: a map of bytes with methods. Source: helm.sh/helm/v4 pkg/engine/files.go. */
export class Files extends GoObject {
  readonly goType = 'engine.files'
  readonly goKind = 'map'
  readonly #files: ReadonlyMap<string, Uint8Array>
  #map: GoMap | undefined
  constructor(files: ReadonlyMap<string, Uint8Array>) {
    super()
    this.#files = files
  }
  fields(): ReadonlyMap<string, Value> {
    return this.underlying()
  }
  override underlying(): GoMap {
    this.#map ??= typedAs('map[string][]uint8', new Map<string, Value>(this.#files))
    return this.#map
  }
  override method(name: string): GoFunction | undefined {
    const body = METHODS[name]
    if (body === undefined) return undefined
    const params = name.startsWith('As') ? [] : (['string'] as const)
    return define(name, params, (argument) => body(this.#files, argument as string))
  }
  toJSON(): unknown {
    return this.underlying()
  }
}

/** `.Files` of a chart. */
export function filesObject(files: readonly ChartFile[]): Files {
  return new Files(new Map(files.map((file) => [file.name, file.data])))
}

type FileMap = ReadonlyMap<string, Uint8Array>

const METHODS: Readonly<Record<string, (files: FileMap, argument: string) => Value>> = {
  Get: (files, name) => fromBytes(files.get(name) ?? EMPTY),
  GetBytes: (files, name) => files.get(name) ?? EMPTY,
  Glob: (files, pattern) => glob(files, pattern),
  AsConfig: (files) => flatten(files, fromBytes),
  AsSecrets: (files) => flatten(files, toBase64),
  Lines: lines,
}

function glob(files: FileMap, pattern: string): Files {
  const matches = matcher(pattern)
  return new Files(new Map([...files].filter(([name]) => matches(name))))
}

/** A pattern that does not compile matches everything, as in Helm. */
function matcher(pattern: string): (name: string) => boolean {
  try {
    return compileGlob(pattern)
  } catch (error) {
    if (error instanceof GlobError) return () => true
    throw error
  }
}

function flatten(files: FileMap, encode: (data: Uint8Array) => string): string {
  const map = new Map<string, string>()
  for (const [name, data] of files) map.set(basename(name), encode(data))
  return dump(map).replace(/\n$/, '')
}

function toBase64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}

function lines(files: FileMap, name: string): Value {
  const data = files.get(name)
  if (data === undefined) return typedAs('[]string', [])
  const text = fromBytes(data)
  if (text === '') throw new Error('runtime error: index out of range [-1]')
  return typedAs('[]string', (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'))
}
