import { basename, dirname } from 'node:path'
import type { YamlMap } from '#yaml'
import { StackError } from '../error.ts'
import type { FileContext } from './context.ts'
import { Layers } from './layers.ts'
import { mergeMaps } from './merge.ts'
import { mapAt } from './read.ts'
import type { FileState } from './release.ts'

type StackFormat = FileState['format']

/** One file: what it says, and the values that its templates see. */
export interface LoadedFile extends FileState {
  /** The environment is not declared in a file that declares some. */
  readonly isForeign: boolean
}

/** Reads a file with its parts, bases and environment. `parent`: the format of the file that names it. Throws StackError. */
export async function loadFile(context: FileContext, parent: StackFormat | undefined): Promise<LoadedFile> {
  const text = context.world.readText(context.file)
  if (text === undefined) throw new StackError('missing-file', `${context.file} is not there`)
  const format = parent === 'helmfile' ? 'helmfile' : formatOf(context.file, text)
  const layers = new Layers(context)
  const parts = format === 'own' ? [text] : text.replaceAll('\r\n', '\n').split('\n---\n')
  let lineOffset = 0
  let isForeign = false
  for (const part of parts) {
    await layers.add(part, { format, lineOffset })
    lineOffset += part.split('\n').length + 1
    isForeign = lacksEnvironment(layers.spec, context.options.environment)
    if (isForeign) break // the parts below may use values that are not there
  }
  isForeign ||= format === 'helmfile' && knowsNoEnvironment(layers.spec, context)
  const spec = mergeMaps(context.inherited.spec, layers.spec, 'appended')
  return { format, spec, values: layers.values(), kubeContext: layers.kubeContext, context, isForeign }
}

function lacksEnvironment(spec: YamlMap, environment: string): boolean {
  const environments = mapAt(spec, 'environments')
  return environments.size > 0 && environment !== 'default' && !environments.has(environment)
}

/** A helmfile without environments is for the usual one alone, unless it is given values. */
function knowsNoEnvironment(spec: YamlMap, { options, inherited }: FileContext): boolean {
  const { environment, overrides, settings = new Map() } = options
  const isGiven = [inherited.values, overrides, settings].some(({ size }) => size > 0)
  return environment !== 'default' && mapAt(spec, 'environments').size === 0 && !isGiven
}

/** Helmfiles are known by their name, or by fields that ours has not. */
function formatOf(file: string, text: string): StackFormat {
  if (/^helmfile\b/.test(basename(file)) || basename(dirname(file)) === 'helmfile.d' || file.endsWith('.gotmpl'))
    return 'helmfile'
  const isHelmfile = /^(?:helmDefaults|helmfiles|bases|templates|commonLabels|helmBinary)\s*:/m.test(text)
  return isHelmfile || /^[ \t]*(?:-[ \t]+)?chart[ \t]*:/m.test(text) ? 'helmfile' : 'own'
}
