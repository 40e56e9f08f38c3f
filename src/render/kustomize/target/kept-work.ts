import { hasOddKeys } from '#yaml'
import { idKey } from '../resource/id.ts'
import type { JsonObject } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import { sameJson } from '../resource/same-json.ts'

/** What one build leaves for the next one of the same folder. Builds change it. */
export interface KeptWork {
  /** The objects of a file: read once for each array of bytes, and given as copies. */
  read(data: Uint8Array, file: string, parse: () => Resource[]): Resource[]
  /** An object's text: printed anew only where the object has changed. */
  print(resource: Resource, dump: (resource: Resource) => string): string
}

/** Nothing yet. Files count as unchanged while whoever reads them gives the same array of bytes. */
export function newKeptWork(): KeptWork {
  const parsed = new WeakMap<Uint8Array, Parsed>()
  const printed = new Map<string, Printed>()
  return {
    read: (data, file, parse) => {
      const known = parsed.get(data)
      if (known?.file === file) return known.resources.map((resource) => resource.copy())
      const resources = parse()
      parsed.set(data, { file, resources: resources.map((resource) => resource.copy()) })
      return resources
    },
    print: (resource, dump) => {
      const key = idKey(resource.id)
      const known = printed.get(key)
      const isPrintable = resource.problem === undefined && !hasOddKeys(resource.value)
      if (isPrintable && known !== undefined && sameJson(known.value, resource.value)) return known.text
      const text = flat(dump(resource))
      printed.set(key, { value: resource.value, text })
      return text
    },
  }
}

/** The same text in one piece: one that was put together of many is put together again at each use. */
function flat(text: string): string {
  return text.isWellFormed() ? Buffer.from(text).toString('utf8') : text
}

interface Parsed {
  readonly file: string
  readonly resources: readonly Resource[]
}

interface Printed {
  readonly value: JsonObject
  readonly text: string
}
