import type { KubeObject } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { RequestContext } from '../contract/http.ts'
import type { Registry } from '../contract/registry.ts'

/** Asks the plugins that look at CONNECT; `kind` names the options, such as `PodExecOptions`. Throws what they refuse. */
export type AdmitConnect = (
  context: RequestContext,
  kind: string,
  options: Readonly<Record<string, unknown>>,
) => Promise<void>

/** Makes the question from the plugins of a server. */
export function connectAdmission(plugins: readonly AdmissionPlugin[], registry: Registry): AdmitConnect {
  const asked = plugins.filter(({ operations }) => operations.includes('CONNECT'))
  return async (context, kind, options) => {
    if (asked.length === 0) return
    const request = admissionRequest(registry, context, {
      kind,
      apiVersion: 'v1',
      metadata: {},
      ...options,
    } as unknown as KubeObject)
    for (const plugin of asked) await plugin.admit?.(request, registry)
    for (const plugin of asked) await plugin.validate?.(request, registry)
  }
}

function admissionRequest(registry: Registry, context: RequestContext, object: KubeObject): AdmissionRequest {
  const { group, version, resource, subresource, namespace, name } = context.info
  const kind = registry.kinds.find(group, version, resource)
  return {
    operation: 'CONNECT',
    gvk: { group: '', version: 'v1', kind: object.kind },
    resource: { group, version, resource },
    subresource,
    ...(kind !== undefined && { kind }),
    namespace,
    name,
    object,
    options: {},
    dryRun: false,
    user: context.user,
    warn: context.warn,
    annotate: context.annotate,
  }
}
