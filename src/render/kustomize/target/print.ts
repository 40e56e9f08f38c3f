import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { resourceYaml } from '../resource/write.ts'
import type { KeptWork } from './kept-work.ts'

/** The resources as one stream of documents. Throws `bad-value` where one cannot be printed. */
export function printResources(resources: ResourceList, kept?: KeptWork): string {
  const print = kept === undefined ? resourceYaml : (resource: Resource): string => kept.print(resource, resourceYaml)
  return resources.resources.map(print).join('---\n')
}
