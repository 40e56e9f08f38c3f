import { loadObject } from '#yaml'
import { KustomizeError } from '../error.ts'
import { decode } from '../file/decode.ts'
import type { Selector } from '../file/types.ts'
import { basePath } from '../load/path.ts'
import { isObject, type Json, type JsonObject, newObject, scalarText } from '../resource/json.ts'
import type { Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { selectResources } from '../resource/select.ts'
import { moveToNamespace } from '../transformers/namespace.ts'
import { valueTargetsType } from './config-types.ts'
import type { PluginContext } from './context.ts'

/** A place for the value: resources, a path in them, and a position in the file path that the field holds. */
export interface ValueTarget {
  readonly selector?: Selector
  readonly fieldPath?: string
  readonly filePathPosition?: number
}

/** What the value-adding step is told. */
export interface ValueAddConfig {
  readonly value?: string
  readonly targets?: readonly ValueTarget[]
  readonly targetFilePath?: string
}

/** Puts one value, by default the name of the kustomization's folder, into fields of resources. Throws `bad-config`. */
export function valueAddTransformer(config: ValueAddConfig, context: PluginContext): Transform {
  const value = (config.value ?? '').trim() || basePath(context.loader.root)
  const targets = [...(config.targets ?? []), ...sharedTargets(config.targetFilePath ?? '', context)]
  if (targets.length === 0) throw badConfig('must specify at least one target')
  for (const target of targets) checkTarget(target)
  return (resources) => {
    for (const target of targets) {
      const chosen = target.selector === undefined ? resources.resources : selectResources(resources, target.selector)
      for (const resource of chosen) addValue(resource, target, value)
    }
  }
}

function sharedTargets(path: string, context: PluginContext): readonly ValueTarget[] {
  if (path === '') return []
  const { value, problem } = decode(loadObject(context.load(path)), valueTargetsType, { fromYaml: true })
  if (problem !== undefined) throw badConfig(`error unmarshaling JSON: while decoding JSON: ${problem}`)
  return (value as { targets?: readonly ValueTarget[] } | undefined)?.targets ?? []
}

function checkTarget({ fieldPath = '', filePathPosition = 0 }: ValueTarget): void {
  if (fieldPath === '') throw badConfig('fieldPath cannot be empty')
  if (filePathPosition < 0) throw badConfig(`value of FilePathPosition (${filePathPosition}) cannot be negative`)
}

function addValue(resource: Resource, { fieldPath = '', filePathPosition = 0 }: ValueTarget, value: string): void {
  if (fieldPath === 'metadata/namespace') return moveToNamespace(resource, value)
  const parts = splitPath(fieldPath)
  const field = parts.pop() ?? ''
  const parent = parts.reduce<JsonObject>(childOf, resource.value)
  const old = parent[field]
  if (typeof old === 'object' && old !== null && (Array.isArray(old) || isObject(old))) {
    const kind = Array.isArray(old) ? 'SequenceNode' : 'MappingNode'
    throw badConfig(`wrong node kind: expected ScalarNode but got ${kind}`)
  }
  parent[field] = filePathPosition > 0 ? insertPart(scalarText(old), filePathPosition - 1, value) : value
}

// A slash in a name is written behind a backslash.
function splitPath(path: string): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    const last = parts.at(-1)
    if (last?.endsWith('\\')) parts[parts.length - 1] = `${last.slice(0, -1)}/${part}`
    else parts.push(part)
  }
  return parts
}

function childOf(parent: JsonObject, name: string): JsonObject {
  const child: Json | undefined = parent[name]
  if (isObject(child)) return child
  if (child !== undefined && child !== null) throw badConfig(`wrong node kind: expected MappingNode at ${name}`)
  const created = newObject()
  parent[name] = created
  return created
}

/** A file path with one more part at a position, counted from 0; a position behind its end means the end. */
function insertPart(path: string, position: number, part: string): string {
  const isAbsolute = path.startsWith('/')
  const parts = path.split('/').filter((name) => name !== '')
  parts.splice(Math.min(position, parts.length), 0, part)
  return (isAbsolute ? '/' : '') + parts.join('/')
}

function badConfig(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message })
}
