import { isObject, type Json, type JsonObject } from '../resource/json.ts'
import { plainValue } from '../resource/plain.ts'

/** A field that differs. `before` is missing where it was added, `after` where it was removed. */
export interface FieldChange {
  /** `spec.template.spec.containers[name=web].image`; a key that holds a dot is quoted in brackets. */
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
}

/** The fields in which two values differ, in the order of their keys; a map that only one side has is one field. */
export function changedFields(before: JsonObject, after: JsonObject): FieldChange[] {
  const changes: FieldChange[] = []
  compareMaps({ before, after, path: '', changes })
  return changes
}

interface Comparison<T extends Json> {
  readonly before: T
  readonly after: T
  readonly path: string
  readonly changes: FieldChange[]
}

function compareMaps({ before, after, path, changes }: Comparison<JsonObject>): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const key of keys) compareParts(before[key], after[key], { path: keyed(path, key), changes })
}

function compareParts(
  before: Json | undefined,
  after: Json | undefined,
  { path, changes }: Omit<Comparison<Json>, 'before' | 'after'>,
): void {
  if (before === undefined || after === undefined) changes.push({ path, ...sides(before, after) })
  else if (isObject(before) && isObject(after)) compareMaps({ before, after, path, changes })
  else if (Array.isArray(before) && Array.isArray(after)) compareLists({ before, after, path, changes })
  else if (textOf(before) !== textOf(after)) changes.push({ path, ...sides(before, after) })
}

/** Items that all have names of their own are compared by name, others by their place. */
function compareLists({ before, after, path, changes }: Comparison<Json[]>): void {
  const [left, right] = [byName(before), byName(after)]
  if (left === undefined || right === undefined) {
    const length = Math.max(before.length, after.length)
    for (let at = 0; at < length; at++) compareParts(before[at], after[at], { path: `${path}[${at}]`, changes })
    return
  }
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    compareParts(left.get(name), right.get(name), { path: `${path}[name=${name}]`, changes })
  }
  const kept = [...left.keys()].filter((name) => right.has(name))
  const order = [...right.keys()].filter((name) => left.has(name))
  if (kept.join('\n') !== order.join('\n')) changes.push({ path: `${path}[*].name`, before: kept, after: order })
}

function byName(list: readonly Json[]): Map<string, Json> | undefined {
  const items = new Map<string, Json>()
  for (const item of list) if (isObject(item) && typeof item['name'] === 'string') items.set(item['name'], item)
  return items.size === list.length ? items : undefined
}

function sides(before: Json | undefined, after: Json | undefined): Omit<FieldChange, 'path'> {
  return {
    ...(before !== undefined && { before: plainValue(before) }),
    ...(after !== undefined && { after: plainValue(after) }),
  }
}

function textOf(value: Json): string {
  return JSON.stringify(plainValue(value), (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))
}

function keyed(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}
