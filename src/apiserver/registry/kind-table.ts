import type { Kind } from '#kinds'
import type { KindTable } from '../contract/registry.ts'

/** A table of kinds that starts with the built-in ones and changes as CRDs come and go. */
export function createKindTable(builtIn: readonly Kind[]): KindTable {
  const byPlace = new Map<string, readonly Kind[]>()
  for (const kind of builtIn) {
    const place = `${kind.group}/${kind.plural}`
    byPlace.set(place, [...(byPlace.get(place) ?? []), kind])
  }
  const listeners = new Set<() => void>()
  let index = indexOf(byPlace)
  let generation = 1
  return {
    find: (group, version, resource) => index.byResource.get(`${group}/${version}/${resource}`),
    ofKind: (group, version, kind) => index.byKind.get(`${group}/${version}/${kind}`),
    all: () => index.all,
    set(group, plural, kinds) {
      if (kinds.length === 0) byPlace.delete(`${group}/${plural}`)
      else byPlace.set(`${group}/${plural}`, kinds)
      index = indexOf(byPlace)
      generation++
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get generation() {
      return generation
    },
  }
}

interface Index {
  readonly all: readonly Kind[]
  readonly byResource: ReadonlyMap<string, Kind>
  readonly byKind: ReadonlyMap<string, Kind>
}

function indexOf(byPlace: ReadonlyMap<string, readonly Kind[]>): Index {
  const all = [...byPlace.values()].flat()
  return {
    all,
    byResource: new Map(all.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind])),
    byKind: new Map(all.map((kind) => [`${kind.group}/${kind.version}/${kind.kind}`, kind])),
  }
}
