import { fieldOf, isMap, type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import type { FieldChange } from './contract.ts'
import { itemStep, pathText, type Step, valueAtPath } from './diff/path.ts'
import { comparable } from './normalize.ts'
import { withStringData } from './secret-data.ts'

/** Fields that are told of one object. */
const MAX_TOLD = 100

/**
 * Fields of a live object that others have written, that the manifest does not ask for, and that stay as they are; by whom, and
 * when. Writers of the status do not count.
 */
export function foreignFields(
  live: KubeObject,
  wanted: KubeObject,
  { ours, merged }: { readonly ours: ReadonlySet<string>; readonly merged: KubeObject | undefined },
): readonly FieldChange[] {
  const [shown, asked, after] = [comparable(live), withStringData(wanted), comparable(merged ?? live)]
  const found = new Map<string, FieldChange>()
  for (const entry of entriesOf(live)) {
    const manager = textAt(entry, 'manager')
    if (ours.has(manager) || textAt(entry, 'subresource') === 'status') continue
    for (const steps of leavesOf(valueAt(entry, 'fieldsV1'), live)) {
      const value = valueAtPath(shown, steps)
      const isKept = value !== undefined && valueAtPath(after, steps) !== undefined
      if (!isKept || valueAtPath(asked, steps) !== undefined) continue
      const path = pathText(steps)
      const cause = { kind: 'drift', manager, time: textAt(entry, 'time') } as const
      found.set(path, { path, before: value, after: value, cause })
    }
  }
  return [...found.values()].slice(0, MAX_TOLD)
}

function entriesOf(live: KubeObject): readonly JsonObject[] {
  const list = live.metadata['managedFields']
  return Array.isArray(list) ? list.filter(isMap) : []
}

/** The ways to all that a set of fields names and that is there. */
function leavesOf(fields: Json | undefined, value: Json | undefined, way: readonly Step[] = []): (readonly Step[])[] {
  if (!isMap(fields)) return []
  const inner = Object.keys(fields).filter((key) => key !== '.')
  if (inner.length === 0) return way.length === 0 ? [] : [way]
  return inner.flatMap((key) => {
    const step = stepOf(key)
    if (step === undefined) return [way]
    const next = [...way, step]
    return leavesOf(fieldOf(fields, key), valueAtPath(value, [step]), next)
  })
}

/** `f:spec`, `k:{"name":"web"}`, `i:0` as a step; undefined for members of sets, which have none of their own. */
function stepOf(key: string): Step | undefined {
  if (key.startsWith('f:')) return key.slice(2)
  if (key.startsWith('i:')) return key.slice(2)
  if (!key.startsWith('k:')) return undefined
  try {
    const keys = JSON.parse(key.slice(2)) as JsonObject
    return itemStep(keys, Object.keys(keys))
  } catch {
    return undefined
  }
}
