import type { Json, JsonObject, KubeObject } from '#kube'
import { type Edit, mapIn } from './pod-edits.ts'
import type { Random } from './random.ts'

/** A change of any place of an object, whether the server takes it or not (mutates). */
export function editWildly(object: KubeObject, random: Random): void {
  const place = random.pick(placesOf(object))
  random.pick(CHANGES)(place, random)
}

/** A map or list, and one of its keys. */
interface Place {
  readonly inside: JsonObject | Json[]
  readonly key: string
}

/** Helm reads these itself, and ends where they are odd. */
const KEPT: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status'])

function placesOf(object: KubeObject): readonly Place[] {
  const places: Place[] = []
  const walk = (inside: JsonObject | Json[], depth: number): void => {
    for (const [key, value] of Object.entries(inside)) {
      if (depth === 0 && KEPT.has(key)) continue
      places.push({ inside, key })
      if (typeof value === 'object' && value !== null) walk(value as JsonObject, depth + 1)
    }
  }
  walk(object, 0)
  return places.length === 0 ? [{ inside: mapIn(object, 'metadata', 'labels'), key: 'x' }] : places
}

function valueIn({ inside, key }: Place): Json | undefined {
  return (inside as JsonObject)[key]
}

function put({ inside, key }: Place, value: Json): void {
  ;(inside as JsonObject)[key] = value
}

/** The list at or around a place. */
function listAt(place: Place): Json[] | undefined {
  const value = valueIn(place)
  return Array.isArray(value) ? value : Array.isArray(place.inside) ? place.inside : undefined
}

function mapAt(place: Place): JsonObject | undefined {
  const value = valueIn(place)
  const found = typeof value === 'object' ? value : place.inside
  return Array.isArray(found) || found === null ? undefined : (found as JsonObject)
}

const CHANGES: readonly ((place: Place, random: Random) => void)[] = [
  (place) => put(place, null),
  (place) => put(place, null),
  (place) => {
    if (Array.isArray(place.inside)) place.inside.splice(Number(place.key), 1)
    else delete place.inside[place.key]
  },
  (place, random) => put(place, random.pick<Json>([{}, [], '', 0, false])),
  (place, random) => put(place, random.pick<Json>(['x', 7, true, 1.5, ['a'], { a: 'b' }])),
  (place, random) => {
    const list = listAt(place)
    if (list !== undefined && list.length > 0) list.push(structuredClone(random.pick(list)))
  },
  (place) => void listAt(place)?.reverse(),
  (place) => {
    const list = listAt(place)
    list?.push(...list.splice(0, 1))
  },
  (place, random) => {
    const map = mapAt(place)
    if (map !== undefined) map['$patch'] = random.pick(['delete', 'replace', 'merge', 'odd'])
  },
  (place, random) => {
    const map = mapAt(place)
    if (map !== undefined) map['$retainKeys'] = random.pick<Json>([[], ['name'], Object.keys(map)])
  },
  (place) => {
    const map = mapAt(place)
    if (map !== undefined) map['unknownField'] = 'x'
  },
]

/** Changes of the metadata of any kind. */
export const metadataEdits: readonly Edit[] = [
  (object, random) => {
    const metadata = mapIn(object, 'metadata')
    metadata['finalizers'] = random.pick<Json>([['example.com/a'], ['example.com/a', 'example.com/b'], []])
  },
  (object, random) => {
    mapIn(object, 'metadata')[random.pick(['labels', 'annotations'])] = null
  },
  (object, random) => {
    mapIn(object, 'metadata', random.pick(['labels', 'annotations']))['gone'] = null
  },
  (object) => {
    object['status'] = { phase: 'odd' }
  },
]
