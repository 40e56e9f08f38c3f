import { loadObject, loadTree, locate, YamlError } from '#yaml'
import type { Position } from '../../resource.ts'
import { KustomizeError } from '../error.ts'
import { decode } from '../file/decode.ts'
import { listOf } from '../file/go-type.ts'
import { replacementType } from '../file/kustomization-type.ts'
import type { Replacement, ReplacementField } from '../file/types.ts'
import type { StepContext } from '../target/step-context.ts'

/** A replacement and where it is written. */
export interface PlacedReplacement {
  readonly replacement: Replacement
  readonly position: () => Position | undefined
}

/** The replacements of the entries of `replacements`: each is one itself, or names a file of one or many. Throws `bad-config`. */
export function readReplacements(entries: readonly ReplacementField[], context: StepContext): PlacedReplacement[] {
  return entries.flatMap((entry, at) => {
    const { path = '', ...replacement } = entry
    if (path === '') return [{ replacement, position: () => context.place?.(at) }]
    if (entry.source !== undefined || (entry.targets ?? []).length > 0) {
      const message = 'cannot specify both path and inline replacement'
      throw new KustomizeError({ code: 'bad-config', message, position: context.place?.(at) })
    }
    return readFile(context.pathOf?.(path) ?? path, context.load(path))
  })
}

function readFile(file: string, text: string): PlacedReplacement[] {
  const content = parse(file, text)
  const isList = Array.isArray(content)
  if (!isList && (typeof content !== 'object' || content === null)) {
    const message = `unsupported replacement type encountered within replacement path: ${kindName(content)}`
    throw badConfig(message, file)
  }
  const { value, problem } = decode(content, isList ? listOf(replacementType) : replacementType, { fromYaml: true })
  if (problem !== undefined) throw badConfig(`error unmarshaling JSON: while decoding JSON: ${problem}`, file)
  const replacements = (isList ? value : [value]) as readonly Replacement[]
  return replacements.map((replacement, at) => ({
    replacement,
    position: () => positionIn(file, text, isList ? [at] : []),
  }))
}

function parse(file: string, text: string): unknown {
  try {
    return loadObject(text, { file })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const message = `error converting YAML to JSON: ${error.message}`
    throw new KustomizeError({
      code: 'bad-yaml',
      message,
      position: { line: 1, column: 1, ...error.position, file },
      cause: error,
    })
  }
}

/** The name of a value's kind in Go. */
function kindName(value: unknown): string {
  if (value === null || value === undefined) return 'invalid'
  if (typeof value === 'number') return 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

function positionIn(file: string, text: string, path: readonly number[]): Position | undefined {
  const found = locate(loadTree(text), path)
  return found && { file, line: found.line, column: found.column }
}

function badConfig(message: string, file: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message, position: { file, line: 1, column: 1 } })
}
