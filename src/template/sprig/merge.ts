import { containerType, type GoMap, GoObject, type Value } from '../value.ts'
import { isEmpty } from './defaults.ts'
import { checkNesting, isNil } from './runtime.ts'

/** How two maps merge; `overwrite` lets the source win. */
export interface MergeOptions {
  readonly overwrite: boolean
}

/**
 * Merges `source` into `target`, changing it, by the rules of mergo 1.0.1: what is missing or empty in the target is
 * taken from the source by reference, so that both share nested maps afterwards; two maps merge into the target's own.
 */
export function mergeInto(target: GoMap, source: GoMap, options: MergeOptions): void {
  mergeMaps(target, source, { ...options, depth: 0 })
}

interface MergeState extends MergeOptions {
  readonly depth: number
}

function mergeMaps(target: GoMap, source: GoMap, state: MergeState): void {
  checkNesting(state.depth, 'merge')
  for (const [key, fresh] of source) {
    if (fresh === null) {
      if (state.overwrite) assign(target, source, key)
    } else mergeKey(target, source, { ...state, key })
  }
}

function mergeKey(target: GoMap, source: GoMap, { key, ...state }: MergeState & { readonly key: string }): void {
  const fresh = source.get(key) as Value
  const old = target.get(key)
  if (fresh instanceof Map && old instanceof Map && !(isNil(old) && !isNil(fresh))) {
    mergeMaps(old, fresh, { ...state, depth: state.depth + 1 })
  }
  const listWins = isSlice(fresh) && (state.overwrite || target.size === 0)
  if (listWins) assign(target, source, key)
  if (old !== undefined && !isEmpty(old)) {
    if (isSlice(fresh)) return
    if (isMap(fresh) && isMap(old)) return
  }
  if (state.overwrite || old === undefined || isEmpty(old)) assign(target, source, key)
}

/** Sets one key; Go refuses a value of another static type than the map's. */
function assign(target: GoMap, source: GoMap, key: string): void {
  const targetType = valueType(target)
  const sourceType = valueType(source)
  if (targetType !== 'interface {}' && targetType !== sourceType) {
    throw new Error(`reflect.Value.SetMapIndex: value of type ${sourceType} is not assignable to type ${targetType}`)
  }
  target.set(key, source.get(key) as Value)
}

function valueType(map: GoMap): string {
  const type = containerType(map)
  // A named type, such as that of Helm's values, holds anything.
  return type.startsWith('map[') ? type.replace(/^map\[[^\]]*\]/, '') : 'interface {}'
}

function isSlice(value: Value): boolean {
  return Array.isArray(value) || value instanceof Uint8Array || (value instanceof GoObject && value.goKind === 'slice')
}

function isMap(value: Value): boolean {
  return value instanceof Map || (value instanceof GoObject && value.goKind === 'map')
}
