import { createManifestClient } from '#client'
import { StatusError } from '#kube'
import type { ApplyMethod } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'

/** Creates the namespace of a release with Helm's label, if it is not there. Throws StatusError, ClientError. */
export async function createNamespace(world: ReleaseWorld, method: ApplyMethod | undefined): Promise<void> {
  const { client, mapper, namespace } = world
  const objects = createManifestClient(client, mapper, namespace)
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { name: namespace } },
  }
  try {
    if (method === 'csa') await objects.create(object, { fieldManager: 'helm' })
    else await objects.apply(object, { fieldManager: 'helm' })
  } catch (error) {
    if (error instanceof StatusError && error.status.reason === 'AlreadyExists') return
    throw error
  }
}
