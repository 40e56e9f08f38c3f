import type { Client, ResourceType } from '#client'
import { type KubeObject, StatusError } from '#kube'

/** Creates an object unless it is there. */
export async function ensure(client: Client, type: ResourceType, object: KubeObject): Promise<void> {
  try {
    await client.create(type, object)
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'AlreadyExists') throw error
  }
}
