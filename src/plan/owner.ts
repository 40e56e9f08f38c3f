import { fieldOf, isMap, type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import { pairsOf, type Step, stepsOf } from './diff/path.ts'

/** Who wrote a field, and when (RFC 3339); both empty where nobody says so. */
export interface Owner {
  readonly manager: string
  readonly time: string
}

/**
 * Who else owns the field at a path of a live object, or something below it; where nobody else does, who owns what is
 * around it, for a field that was taken away leaves no owner. The latest one counts; writers of the status do not.
 */
export function ownerOf(live: KubeObject, path: string, ours: ReadonlySet<string>): Owner {
  const others = entriesOf(live).filter((entry) => !ours.has(entry.manager))
  return fieldOwner(live, path, ours) ?? latest(others) ?? { manager: '', time: '' }
}

/** Who else owns the very field, or something below it; undefined where nobody does. */
export function fieldOwner(live: KubeObject, path: string, ours: ReadonlySet<string>): Owner | undefined {
  const steps = stepsOf(path)
  return latest(entriesOf(live).filter(({ manager, fields }) => !ours.has(manager) && hasField(fields, steps)))
}

/** Whether the very field, as it is there, is owned by us and by nobody else. */
export function isOnlyOurs(live: KubeObject, path: string, ours: ReadonlySet<string>): boolean {
  const steps = stepsOf(path)
  const owners = entriesOf(live).filter(({ fields }) => hasField(fields, steps))
  return owners.length > 0 && owners.every(({ manager }) => ours.has(manager))
}

interface Entry extends Owner {
  readonly fields: Json | undefined
}

function entriesOf(live: KubeObject): readonly Entry[] {
  const list = live.metadata['managedFields']
  if (!Array.isArray(list)) return []
  return list
    .filter((entry) => textAt(entry, 'subresource') !== 'status')
    .map((entry) => ({
      manager: textAt(entry, 'manager'),
      time: textAt(entry, 'time'),
      fields: valueAt(entry, 'fieldsV1'),
    }))
}

function hasField(fields: Json | undefined, steps: readonly Step[]): boolean {
  let level = fields
  for (const step of steps) {
    if (!isMap(level)) return false
    const next: Json | undefined = fieldOf(level, `f:${step}`) ?? itemBelow(level, step)
    // An atomic list or map is owned as a whole.
    if (next === undefined) return Object.keys(level).length === 0
    level = next
  }
  return true
}

function itemBelow(level: JsonObject, step: Step): Json | undefined {
  if (!step.startsWith('[')) return fieldOf(level, `i:${step}`)
  const pairs = pairsOf(step)
  const key = Object.keys(level).find((name) => name.startsWith('k:') && pairs.every((pair) => names(name, pair)))
  return key === undefined ? undefined : level[key]
}

/** Whether `k:{"name":"web"}` holds `name=web`. */
function names(element: string, [key, value]: readonly [string, string]): boolean {
  const name = JSON.stringify(key)
  return element.includes(`${name}:${JSON.stringify(value)}`) || element.includes(`${name}:${value}`)
}

function latest(entries: readonly Owner[]): Owner | undefined {
  const last = entries.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).at(-1)
  return last && { manager: last.manager, time: last.time }
}
