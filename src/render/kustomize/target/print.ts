import { KustomizeError } from '../error.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { resourceYaml } from '../resource/write.ts'
import type { KeptWork } from './kept-work.ts'

/** The resources as one stream of documents. Throws `bad-value` where one cannot be printed, and `limit`. */
export function printResources(resources: ResourceList, kept?: KeptWork): string {
  const print = kept === undefined ? resourceYaml : (resource: Resource): string => kept.print(resource, resourceYaml)
  let length = 0
  const texts = resources.resources.map((resource) => {
    const text = print(resource)
    length += text.length
    if (length > MAX_CHARACTERS) throw tooMuch(resource)
    return text
  })
  return texts.join('---\n')
}

/** Ten times what the largest overlays print. */
const MAX_CHARACTERS = 128 * 2 ** 20

function tooMuch({ place }: Resource): KustomizeError {
  const message = `the objects would be more than ${MAX_CHARACTERS} characters`
  return new KustomizeError({ code: 'limit', message, position: place && { ...place, column: 1 } })
}
