import { KustomizeError } from '../error.ts'
import { goMapText } from '../resource/go-map.ts'
import type { ResourceList } from '../resource/list.ts'
import { resourceYaml } from '../resource/write.ts'

/** The resources as one stream of documents. Throws `bad-value` where one cannot be printed. */
export function printResources(resources: ResourceList): string {
  const documents = resources.resources.map((resource) => {
    try {
      return resourceYaml(resource)
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error
      const { code, message, position, hint, cause } = error
      throw new KustomizeError({ code, message: `${goMapText(resource.value)}: ${message}`, position, hint, cause })
    }
  })
  return documents.join('---\n')
}
