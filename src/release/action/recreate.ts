import { coreType } from '#client'
import { type KubeObject, labelSelectorOf, labelSelectorOfMap, textAt, valueAt } from '#kube'
import type { Written } from '../contract/apply.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { reasonOf } from './failure.ts'

const pods = coreType('pods', 'Pod')

/** Kinds whose pods are started again, by how they select them. Source: helm v3 pkg/kube SelectorsForObject. */
const SELECTORS: Readonly<Record<string, typeof labelSelectorOf>> = {
  DaemonSet: labelSelectorOf,
  Deployment: labelSelectorOf,
  Job: labelSelectorOf,
  ReplicaSet: labelSelectorOf,
  ReplicationController: labelSelectorOfMap,
  Service: labelSelectorOfMap,
  StatefulSet: labelSelectorOf,
}

/** Deletes the pods of what was updated, so that they start again. What goes wrong is told, not thrown. */
export async function recreatePods(world: ReleaseWorld, { updated }: Written): Promise<void> {
  for (const { object } of updated) {
    try {
      await deletePods(world, object)
    } catch (error) {
      const where = `${textAt(object, 'metadata', 'namespace')}/${object.metadata.name}`
      const text = `unable to recreate pods for object ${where} because an error occurred: ${reasonOf(error)}`
      world.report({ type: 'warning', text })
    }
  }
}

async function deletePods({ client, namespace: own }: ReleaseWorld, object: KubeObject): Promise<void> {
  const selector = valueAt(object, 'spec', 'selector')
  const read = SELECTORS[object.kind]
  if (read === undefined || selector === undefined) return
  const namespace = textAt(object, 'metadata', 'namespace') || own
  const { text: labelSelector } = read(selector)
  if (labelSelector === '') return
  const { items } = await client.list(pods, { namespace, labelSelector })
  for (const pod of items) {
    const preconditions = { uid: textAt(pod, 'metadata', 'uid') }
    await client.remove(pods, { namespace, name: pod.metadata.name }, { preconditions })
  }
}
