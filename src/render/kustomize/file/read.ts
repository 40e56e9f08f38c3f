import { loadObject, loadTree, locate, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { decode } from './decode.ts'
import { deprecationWarnings } from './deprecation.ts'
import { COMPONENT_KIND, fixKustomization, KUSTOMIZATION_KIND, versionOf } from './fix.ts'
import { kustomizationType } from './kustomization-type.ts'
import type { Kustomization } from './types.ts'
import { yamlHint } from './yaml-hint.ts'

/** A text to read, and where it lies. */
export interface KustomizationText {
  readonly text: string
  /** The file's path, for positions. */
  readonly file: string
  /** Its folder, for the reference's messages. */
  readonly folder: string
}

/**
 * A kustomization file as the reference reads it: YAML 1.1 turned to JSON, fields that are not known refused, deprecated
 * ones warned about and moved. Throws `bad-file`.
 */
export function readKustomization(source: KustomizationText, warn: (line: string) => void): Kustomization {
  const given = parseKustomization(source)
  for (const warning of deprecationWarnings(given)) warn(warning)
  const fixed = fixKustomization(given)
  checkNotEmpty(fixed, source)
  checkVersion(fixed, source)
  return fixed
}

/** The file's fields as they stand, before deprecated ones are moved. Throws `bad-file`. */
export function parseKustomization(source: KustomizationText): Kustomization {
  const { value, problem, at, hint } = decode(loadDocument(source), kustomizationType, { isStrict: true })
  if (problem !== undefined) throw failure(source, `invalid Kustomization: ${problem}`, { at, hint })
  return (value ?? {}) as Kustomization
}

function loadDocument({ text, file }: KustomizationText): unknown {
  try {
    return loadObject(text, { file })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const message = `invalid Kustomization: ${error.message}`
    const position = { line: 1, column: 1, ...error.position, file }
    throw new KustomizeError({ code: 'bad-file', message, position, hint: yamlHint(error.message), cause: error })
  }
}

function checkNotEmpty(file: Kustomization, source: KustomizationText): void {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = file
  const isEmpty = Object.values(rest).every((value) => value === undefined || value === '')
  if (isEmpty)
    throw failure(source, 'kustomization.yaml is empty', { hint: 'name what to build: resources: [deployment.yaml]' })
}

function checkVersion(file: Kustomization, source: KustomizationText): void {
  const { kind = '', apiVersion = '' } = file
  const problems: string[] = []
  if (kind !== KUSTOMIZATION_KIND && kind !== COMPONENT_KIND) {
    problems.push(`kind should be ${KUSTOMIZATION_KIND} or ${COMPONENT_KIND}`)
  }
  const expected = versionOf(kind)
  if (apiVersion !== expected) problems.push(`apiVersion for ${kind} should be ${expected}`)
  if (problems.length === 0) return
  const at = problems[0]?.startsWith('kind') ? ['kind'] : ['apiVersion']
  throw failure(source, `Failed to read kustomization file under ${source.folder}:\n${problems.join('\n')}`, {
    at,
    hint: `write ${at[0] === 'kind' ? KUSTOMIZATION_KIND : expected}, or leave it out`,
  })
}

interface Where {
  readonly at?: readonly (string | number)[]
  readonly hint?: string | undefined
}

/** Characters of a file whose wrong entry is looked for; a larger one would be read a second time for a line number. */
const MAX_SEARCHED = 2 ** 20

function failure({ text, file }: KustomizationText, message: string, { at = [], hint }: Where = {}): KustomizeError {
  const isFindable = at.length > 0 && text.length <= MAX_SEARCHED
  const found = isFindable ? locate(loadTree(text), at) : undefined
  const { line, column } = found ?? { line: 1, column: 1 }
  return new KustomizeError({ code: 'bad-file', message, position: { file, line, column }, hint })
}
