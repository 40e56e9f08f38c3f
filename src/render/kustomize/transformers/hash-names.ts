import { contentHash } from '../resource/hash.ts'
import type { Transform } from '../resource/list.ts'

/** Appends a hash of its content to the name of every generated object that asks for one. */
export function hashTransformer(): Transform {
  return (resources) => {
    for (const resource of resources) {
      if (!resource.options.needsHash) continue
      const hash = contentHash(resource)
      resource.rememberId()
      resource.name = `${resource.name}-${hash}`
    }
  }
}
