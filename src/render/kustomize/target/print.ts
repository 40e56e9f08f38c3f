import type { ResourceList } from '../resource/list.ts'
import { resourceYaml } from '../resource/write.ts'

/** The resources as one stream of documents. Throws `bad-value` where one cannot be printed. */
export function printResources(resources: ResourceList): string {
  return resources.resources.map(resourceYaml).join('---\n')
}
