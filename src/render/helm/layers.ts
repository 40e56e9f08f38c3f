import type { GoMap, Value } from '#template'
import { copyMap } from './copy.ts'
import { RenderError } from './error.ts'
import { readJson } from './json-value.ts'
import type { Compat, ReadText, SetKind, ValuesLayer } from './options.ts'
import { parseInto, StrvalsError, type StrvalsMode } from './strvals.ts'

const RANK: Readonly<Record<ValuesLayer['origin']['kind'], number>> = {
  file: 0,
  given: 0,
  from: 1,
  'set-json': 2,
  set: 3,
  'set-string': 4,
  'set-file': 5,
  'set-literal': 6,
}

const MODES: Readonly<Record<SetKind, StrvalsMode>> = {
  'set-json': 'json',
  set: 'typed',
  'set-string': 'string',
  'set-file': 'file',
  'set-literal': 'literal',
}

/** What merging layers depends on. */
export interface LayerOptions {
  readonly compat: Compat
  readonly readFile?: ReadText | undefined
}

/**
 * All layers as one map: files in order, then the flags by their precedence, whatever order they come in. The layers
 * stay as they are. Throws `RenderError` (`values`). Source: helm.sh/helm/v4 pkg/cli/values.
 */
export function mergeLayers(layers: readonly ValuesLayer[], options: LayerOptions): GoMap {
  const ordered = layers.toSorted((a, b) => RANK[a.origin.kind] - RANK[b.origin.kind])
  let base: GoMap = new Map()
  let isOwned = false
  for (const layer of ordered) {
    if ('values' in layer) {
      base = mergeMaps(base, layer.values)
      continue
    }
    if (!isOwned) base = copyMap(base)
    isOwned = true
    base = applyExpression(base, layer, options)
  }
  return base
}

/** `over` on top of `base`, table by table; new maps where both have one. */
function mergeMaps(base: ReadonlyMap<string, Value>, over: ReadonlyMap<string, Value>): GoMap {
  const merged: GoMap = new Map(base)
  for (const [key, value] of over) {
    const below = merged.get(key)
    merged.set(key, value instanceof Map && below instanceof Map ? mergeMaps(below, value) : value)
  }
  return merged
}

type SetLayer = Extract<ValuesLayer, { expression: string }>

function applyExpression(base: GoMap, layer: SetLayer, options: LayerOptions): GoMap {
  const { expression } = layer
  const kind = layer.origin.kind
  try {
    if (kind === 'set-json' && options.compat === 'helm4') {
      const object = wholeObject(expression)
      if (object !== undefined) return mergeMaps(base, object)
    }
    const { readFile } = options
    const read = readFile && ((name: string): string => layer.fetched?.get(name) ?? readFile(name))
    parseInto(expression, base, { mode: MODES[kind], ...(read && { readFile: read }) })
    return base
  } catch (cause) {
    throw expressionError(cause, layer)
  }
}

/** `--set-json '{…}'`: the whole expression as one object. Undefined when it does not begin as one. */
function wholeObject(expression: string): GoMap | undefined {
  const text = expression.trim()
  if (!text.startsWith('{')) return undefined
  const read = readJson(text, 0)
  if (read.end !== text.length) throw new WholeObjectError('text after the object')
  return read.value as GoMap
}

class WholeObjectError extends Error {}

function expressionError(cause: unknown, layer: SetLayer): RenderError {
  const flag = `--${layer.origin.kind}`
  if (layer.origin.kind === 'set-json') {
    const isObject = layer.expression.trim().startsWith('{') && !(cause instanceof StrvalsError)
    const message = `failed parsing ${flag} data ${isObject ? 'JSON: ' : ''}${layer.expression}`
    return new RenderError({ code: 'values', message, cause })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new RenderError({ code: 'values', message: `failed parsing ${flag} data: ${reason}`, cause })
}
