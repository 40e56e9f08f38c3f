import { mapAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { controllerReference } from '../owner/owner.ts'
import { isRefusal } from '../refusal.ts'
import { types } from '../types.ts'

/** A pod as its owner's template says it, with a generated name (`OWNER-xxxxx`); `metadata` is laid over. */
export function podOf(owner: KubeObject, template: JsonObject, metadata: JsonObject = {}): KubeObject {
  const { labels, annotations, finalizers } = mapAt(template, 'metadata')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: generateName(owner.metadata.name),
      namespace: textAt(owner, 'metadata', 'namespace'),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      ...(finalizers !== undefined && { finalizers }),
      ownerReferences: [controllerReference(owner)],
      ...metadata,
    } as unknown as KubeObject['metadata'],
    spec: mapAt(template, 'spec'),
  }
}

/** The dash is left out where names with it would be refused. */
function generateName(name: string): string {
  return name.length > MAX_PREFIX ? name : `${name}-`
}

const MAX_PREFIX = 252

/** Creates a pod and tells of it on the owner (`SuccessfulCreate`, `FailedCreate`). Throws what the server says. */
export async function createPod(owner: KubeObject, pod: KubeObject, { client, record }: Context): Promise<KubeObject> {
  try {
    const made = await client.create(types.pods, pod)
    record(owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${made.metadata.name}` })
    return made
  } catch (error) {
    const message = `Error creating: ${error instanceof Error ? error.message : String(error)}`
    if (!isNamespaceClosing(error)) record(owner, { type: 'Warning', reason: 'FailedCreate', message })
    throw error
  }
}

/** Whether something was refused because its namespace is going away. */
export function isNamespaceClosing(error: unknown): boolean {
  return isRefusal(error, 'Forbidden') && error instanceof Error && error.message.includes(CLOSING)
}

const CLOSING = 'because it is being terminated'

/**
 * Removes a pod and tells of it on the owner (`SuccessfulDelete`, `FailedDelete`). Gives false for one that was gone
 * already. Throws what else the server says.
 */
export async function removePod(owner: KubeObject, pod: KubeObject, { client, record }: Context): Promise<boolean> {
  const { name } = pod.metadata
  const uid = textAt(pod, 'metadata', 'uid')
  try {
    await client.remove(
      types.pods,
      { namespace: textAt(pod, 'metadata', 'namespace'), name },
      { preconditions: { uid } },
    )
    record(owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}` })
    return true
  } catch (error) {
    if (isRefusal(error, 'NotFound')) return false
    const message = `Error deleting: ${error instanceof Error ? error.message : String(error)}`
    record(owner, { type: 'Warning', reason: 'FailedDelete', message })
    throw error
  }
}
