import type { Client, ResourceType } from '#client'
import { type KubeObject, StatusError, type StatusReason, sameJson, textAt } from '#kube'

/** Creates an object unless it is there. */
export async function ensure(client: Client, type: ResourceType, object: KubeObject): Promise<void> {
  if ((await find(client, type, object)) !== undefined) return
  try {
    await client.create(type, object)
  } catch (error) {
    if (!isRefusal(error, 'AlreadyExists')) throw error
  }
}

/** Creates an object, or gives the present one the same content. */
export async function put(client: Client, type: ResourceType, object: KubeObject): Promise<void> {
  const present = await find(client, type, object)
  if (present === undefined) return ensure(client, type, object)
  const { metadata: _, ...content } = object
  const isSame = Object.entries(content).every(([key, value]) => sameJson(present[key], value))
  if (!isSame) await client.update(type, { ...present, ...content })
}

/** The object of that name as it is; undefined when there is none. */
async function find(client: Client, type: ResourceType, { metadata }: KubeObject): Promise<KubeObject | undefined> {
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
