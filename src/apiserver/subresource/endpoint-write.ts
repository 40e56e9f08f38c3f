import type { Kind } from '#kinds'
import type { GroupVersionKind, KubeObject } from '#kube'
import type { SpecialCall } from '../contract/registry.ts'
import type { Core } from '../registry/core.ts'
import { mutate, validate } from '../registry/write/admit.ts'
import type { WriteRequest } from '../registry/write/write-request.ts'

/** The write that a POST to a subresource is, as admission sees it. */
export function endpointWrite(kind: Kind, call: SpecialCall, subresource: string): WriteRequest {
  const { context, options } = call
  return {
    kind,
    namespace: call.namespace,
    name: call.name,
    subresource,
    user: context.user,
    dryRun: options.dryRun,
    fieldManager: options.fieldManager,
    options: {
      kind: 'CreateOptions',
      apiVersion: 'meta.k8s.io/v1',
      ...(options.dryRun && { dryRun: ['All'] }),
      ...(options.fieldManager !== '' && { fieldManager: options.fieldManager }),
    },
    isInternal: false,
    warn: (text) => context.warn(text),
    annotate: (key, value) => context.annotate(key, value),
  }
}

/** Runs admission over the body of a POST; gives the body as the plugins left it. */
export async function admitBody(
  core: Core,
  write: WriteRequest,
  body: KubeObject,
  gvk: GroupVersionKind,
): Promise<KubeObject> {
  const object = (await mutate(core, write, { operation: 'CREATE', object: body, gvk })) ?? body
  await validate(core, write, { operation: 'CREATE', object, gvk })
  return object
}
