import { effectiveNamespace, NO_NAMESPACE } from '../resource/id.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { resourceYaml } from '../resource/write.ts'

/** Texts by file name: `apps_v1_deployment_web.yaml`, with the namespace before it where there are several. */
export function individualFiles(resources: ResourceList): ReadonlyMap<string, string> {
  const rows = resources.resources.map((resource) => ({ resource, namespace: effectiveNamespace(resource.id) }))
  const namespaces = new Set(rows.map(({ namespace }) => namespace).filter((name) => name !== NO_NAMESPACE))
  return new Map(
    rows.map(({ resource, namespace }) => {
      const isPrefixed = namespaces.size > 1 && namespace !== NO_NAMESPACE
      const name = `${isPrefixed ? `${namespace.toLowerCase()}_` : ''}${fileName(resource)}`
      return [name, resourceYaml(resource)]
    }),
  )
}

function fileName({ gvk, name }: Resource): string {
  const kind = [gvk.group, gvk.version, gvk.kind].filter((part) => part !== '').join('_')
  return `${kind}_${name}.yaml`.toLowerCase()
}
