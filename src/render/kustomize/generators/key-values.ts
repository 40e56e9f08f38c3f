import { KustomizeError, within } from '../error.ts'
import type { GeneratorArgs } from '../file/types.ts'
import { readEnvironment } from './environment.ts'
import { readFileSource } from './file-source.ts'

/** One entry of a generated object: bytes, as a file may hold anything. */
export interface KeyValue {
  readonly key: string
  readonly value: Uint8Array | string
}

/** Reads a file that the generator names. Throws `KustomizeError`. */
export type ReadFile = (path: string) => Uint8Array

/** The entries of a generator: those of env files, then literals, then files. Throws `KustomizeError` of any code. */
export function readKeyValues(args: GeneratorArgs, read: ReadFile): KeyValue[] {
  const { envs = [], literals = [], files = [] } = args
  return [
    ...within(`env source files: [${envs.join(' ')}]`, () => envs.flatMap((path) => readEnvironment(read(path)))),
    ...within(`literal sources [${literals.join(' ')}]`, () => literals.map(readLiteral)),
    ...within(`file sources: [${files.join(' ')}]`, () => files.map((source) => readFile(source, read))),
  ]
}

function readLiteral(source: string): KeyValue {
  const equals = source.indexOf('=')
  if (equals > 0) return { key: source.slice(0, equals), value: withoutQuotes(source.slice(equals + 1)) }
  throw new KustomizeError({
    code: 'bad-config',
    message: `invalid literal source ${source}, expected key=value`,
    hint: `write ${source}=value`,
  })
}

function withoutQuotes(text: string): string {
  const first = text[0]
  const isQuoted = text.length >= 2 && first === text.at(-1) && (first === '"' || first === "'")
  return isQuoted ? text.slice(1, -1) : text
}

function readFile(source: string, read: ReadFile): KeyValue {
  const { key, path } = readFileSource(source)
  return { key, value: read(path) }
}
