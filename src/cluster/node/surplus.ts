import { type Client, coreType } from '#client'
import { StatusError, textAt } from '#kube'
import { FLEET } from './plans.ts'

const nodes = coreType('nodes', 'Node', false)

/** Removes the simulated nodes of a cluster that it does not have any more; their pods follow. Throws StatusError, ClientError. */
export async function removeSurplusNodes(client: Client, name: string, wanted: ReadonlySet<string>): Promise<void> {
  const { items } = await client.list(nodes, { isPartial: true })
  for (const { metadata } of items) {
    const isOurs = textAt(metadata, 'annotations', FLEET) === name
    if (!isOurs || wanted.has(metadata.name)) continue
    await client.remove(nodes, { name: metadata.name }).catch((error: unknown) => {
      if (!(error instanceof StatusError) || error.code !== 'NotFound') throw error
    })
  }
}
