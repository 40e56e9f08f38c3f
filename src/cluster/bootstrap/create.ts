import type { Client, ResourceType } from '#client'
import { type KubeObject, StatusError, type StatusReason, textAt } from '#kube'

/** Creates an object unless it is there. */
export async function ensure(client: Client, type: ResourceType, object: KubeObject): Promise<void> {
  if ((await find(client, type, object)) !== undefined) return
  try {
    await client.create(type, object)
  } catch (error) {
    if (!isRefusal(error, 'AlreadyExists')) throw error
  }
}

/** The object of that name as it is; undefined when there is none. */
export async function find(
  client: Client,
  type: ResourceType,
  { metadata }: KubeObject,
): Promise<KubeObject | undefined> {
  try {
    return await client.get(type, { namespace: textAt(metadata, 'namespace'), name: metadata.name })
  } catch (error) {
    if (isRefusal(error, 'NotFound')) return undefined
    throw error
  }
}

function isRefusal(error: unknown, reason: StatusReason): boolean {
  return error instanceof StatusError && error.code === reason
}
