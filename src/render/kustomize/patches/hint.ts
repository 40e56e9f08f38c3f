import { nearestText } from '../../nearest.ts'
import { idText, type ResourceId } from '../resource/id.ts'
import { isObject, type Json } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'

/** Most names that a hint lists. */
const MAX_NAMES = 5

/** What there is in place of a resource that was not found: the nearest name of its kind, or the names of that kind. */
export function resourceHint(resources: ResourceList, sought: Sought): string | undefined {
  const ids = resources.resources.map((resource) => resource.id)
  const ofKind = sought.kind === '' ? ids : ids.filter(({ gvk }) => gvk.kind === sought.kind)
  const near = nearestText(
    sought.name,
    ofKind.map(({ name }) => name).filter((name) => name !== sought.name),
  )
  const found = ofKind.find(({ name }) => name === near)
  if (found !== undefined) return `did you mean ${idText(found)}?`
  const same = ids.filter(({ name }) => name === sought.name)
  const others = same.length > 0 ? same : ofKind
  return others.length === 0 ? kindHint(sought.kind, ids) : `there is ${list(others.map(idText))}`
}

/** What was looked for; an empty kind is any. */
interface Sought {
  readonly kind: string
  readonly name: string
}

function kindHint(kind: string, ids: readonly ResourceId[]): string | undefined {
  const kinds = [...new Set(ids.map(({ gvk }) => gvk.kind))]
  if (kinds.length === 0)
    return 'there are no resources yet: patches see only those of this kustomization and its bases'
  return `no resource is a ${kind}: there is ${list(kinds)}`
}

/** Where a path ends in a value, and which of the names there is the nearest. `path` is followed as far as it goes. */
export function fieldHint(value: Json, path: readonly string[]): string | undefined {
  let at = value
  for (const [depth, part] of path.entries()) {
    const next = stepInto(at, part)
    if (next === undefined) return missingHint(at, part, path.slice(0, depth))
    at = next
  }
  return undefined
}

function stepInto(value: Json, part: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(part)]
  return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined
}

function missingHint(value: Json, part: string, above: readonly string[]): string {
  const place = above.length === 0 ? 'the object' : above.join('.')
  if (Array.isArray(value)) return `${place} is a list of ${value.length}`
  if (!isObject(value)) return `${place} is no map`
  const keys = Object.keys(value)
  const near = nearestText(part, keys)
  if (near !== undefined) return `did you mean ${near}?`
  return keys.length === 0 ? `${place} is empty` : `${place} has ${list(keys)}`
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown
}
