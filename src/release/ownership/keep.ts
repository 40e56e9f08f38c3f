import { fieldOf, isMap, type JsonObject, setField, textAt } from '#kube'
import type { RenderContent } from '../contract/content.ts'
import { type FieldPolicy, parseFieldPolicy, printFieldPolicy } from './policy.ts'
import { FIELD_POLICY } from './rules.ts'

/**
 * The same content with the release's rules for fields: those of the revision before, then the given ones. They are kept
 * as an annotation of the record's chart metadata, where Helm leaves them alone.
 */
export function keepPolicy(render: RenderContent, given: FieldPolicy): RenderContent {
  return async (request) => {
    const content = await render(request)
    const before = request.previous === undefined ? [] : keptPolicy(request.previous.chart)
    const policy = unique([...before, ...keptPolicy(content.chart), ...given])
    return policy.length === 0 ? content : { ...content, chart: withPolicy(content.chart, policy) }
  }
}

/** An earlier revision's chart with the rules of the release's newest one, which are decisions and no content. */
export function carryPolicy(chart: JsonObject, newest: JsonObject): JsonObject {
  const policy = unique([...keptPolicy(chart), ...keptPolicy(newest)])
  return policy.length === 0 ? chart : withPolicy(chart, policy)
}

/** The rules that a record's chart carries. A text that cannot be read says nothing. */
export function keptPolicy(chart: JsonObject): FieldPolicy {
  try {
    return parseFieldPolicy(textAt(chart, 'metadata', 'annotations', FIELD_POLICY))
  } catch {
    return []
  }
}

/** A later rule for the same fields replaces an earlier one. */
function unique(policy: FieldPolicy): FieldPolicy {
  const last = new Map<string, FieldPolicy[number]>()
  for (const rule of policy) {
    const key = printFieldPolicy([{ ...rule, rule: 'take' }])
    last.delete(key)
    last.set(key, rule)
  }
  return [...last.values()]
}

function withPolicy(chart: JsonObject, policy: FieldPolicy): JsonObject {
  const metadata = mapOf(chart, 'metadata')
  const annotations = mapOf(metadata, 'annotations')
  return withField(
    chart,
    'metadata',
    withField(metadata, 'annotations', withField(annotations, FIELD_POLICY, printFieldPolicy(policy))),
  )
}

function mapOf(map: JsonObject, key: string): JsonObject {
  const value = fieldOf(map, key)
  return isMap(value) ? value : {}
}

function withField(map: JsonObject, key: string, value: JsonObject[string]): JsonObject {
  const copy: JsonObject = {}
  for (const name of Object.keys(map)) setField(copy, name, map[name] as JsonObject[string])
  setField(copy, key, value)
  return copy
}
