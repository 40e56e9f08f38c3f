import { type Describe, isBuiltInType, type Kind } from '#kinds'
import type { Json, JsonObject } from '#kube'
import { customDefinition, customListDefinition } from './custom-definition.ts'
import { builtInDefinition, type Definer } from './definition.ts'
import { type Dialect, referenced } from './dialect.ts'
import { listModelName, modelName } from './model-name.ts'
import type { Operation } from './operation.ts'

/** What definitions are collected from. */
export interface SchemaSource {
  readonly dialect: Dialect
  readonly describe: Describe
  /** Every kind that is served. */
  readonly kinds: readonly Kind[]
}

/** The definitions that operations need, and those that these need, sorted by name. */
export function schemasOf(operations: readonly Operation[], source: SchemaSource): JsonObject {
  const { define } = definitionSource(source)
  const found = new Map<string, JsonObject>()
  const waiting = operations.flatMap(({ body, responses }) => [
    ...Object.values(responses),
    ...(body ? [body.type] : []),
  ])
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === 'string' || found.has(name)) continue
    const definition = define(name)
    if (definition === undefined) continue
    found.set(name, definition)
    collect(definition, waiting)
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Makes definitions by the names of their types; undefined for what is no type. */
export interface DefinitionSource {
  define(name: string): JsonObject | undefined
  /** Whether a type is of a custom kind: the definitions of others never change. */
  isCustom(name: string): boolean
}

/** Where the definitions of every kind come from. */
export function definitionSource({ dialect, describe, kinds }: SchemaSource): DefinitionSource {
  const custom = new Map<string, () => JsonObject>()
  for (const kind of kinds.filter(({ isCustom }) => isCustom)) {
    custom.set(modelName(kind), () => customDefinition(kind, dialect, describe))
    custom.set(listModelName(kind), () => customListDefinition(kind, dialect, describe))
  }
  const definer: Definer = { dialect, describe, groupVersions: groupVersionsOf(kinds) }
  return {
    define: (name) => custom.get(name)?.() ?? (isBuiltInType(name) ? builtInDefinition(name, definer) : undefined),
    isCustom: (name) => custom.has(name),
  }
}

/** Names of the definitions that a definition refers to. */
export function referencesIn(definition: JsonObject): readonly string[] {
  const names: string[] = []
  collect(definition, names)
  return names
}

/** Group versions of the kinds that are built in, sorted. */
function groupVersionsOf(kinds: readonly Kind[]): Definer['groupVersions'] {
  const found = new Map<string, { group: string; version: string }>()
  for (const { group, version, isCustom } of kinds)
    if (isCustom !== true) found.set(`${group}/${version}`, { group, version })
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? [])
}

function collect(value: Json, names: string[]): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, names)
    return
  }
  const map = value as JsonObject
  const target = Object.hasOwn(map, '$ref') ? referenced(map.$ref) : undefined
  if (target !== undefined) names.push(target)
  for (const key of Object.keys(map)) {
    const inner = map[key]
    if (key !== 'default' && key !== 'enum' && inner !== undefined) collect(inner, names)
  }
}
