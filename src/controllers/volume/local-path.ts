import type { ObjectEvent } from '#client'
import { isTrue, listAt, mapAt, mapsAt, textsAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey } from '#reconcile'
import { readiness } from '../node/health.ts'
import { isRefusal, unless } from '../refusal.ts'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { referenceTo } from './bind.ts'
import type { VolumeHost } from './host.ts'
import { annotated, annotationOf, annotations, LOCAL_PATH, PROVISIONER_FINALIZER, withMetadata } from './names.ts'
import { classOf } from './sync-claim.ts'

/** Where directories are made on a node, unless the class says otherwise (parameter `path`). */
const DEFAULT_PATH = '/var/lib/berth/volumes'

/**
 * Makes a directory on a node for each claim of a class with the provisioner `berth.dev/local-path`, and removes it when
 * the claim is gone. Annotations and events are those of provisioners outside of the binder.
 * Source: sig-storage-lib-external-provisioner, local-path-provisioner.
 */
export function localPathProvisioner(host?: VolumeHost): Controller {
  return {
    name: 'local-path-provisioner',
    component: LOCAL_PATH,
    watches: [
      { type: types.persistentVolumeClaims, keysOf: waitingClaim },
      { type: types.persistentVolumes, keysOf: releasedVolume },
      { type: types.storageClasses, keysOf: () => [] },
      { type: types.nodes, keysOf: () => [] },
    ],
    reconcile: async ({ namespace, name }, context) => {
      if (namespace === '') {
        const volume = context.informer(types.persistentVolumes).cache.get('', name)
        if (volume !== undefined && isToGo(volume)) await remove(volume, host, context)
        return undefined
      }
      const claim = context.informer(types.persistentVolumeClaims).cache.get(namespace, name)
      if (claim !== undefined && isWaiting(claim)) await provision(claim, host, context)
      return undefined
    },
  }
}

function waitingClaim({ type, object }: ObjectEvent): readonly ObjectKey[] {
  return type !== 'DELETED' && isWaiting(object) ? [keyOfObject(object)] : []
}

function isWaiting(claim: KubeObject): boolean {
  const isOurs = annotationOf(claim, annotations.storageProvisioner) === LOCAL_PATH
  return isOurs && textAt(claim, 'spec', 'volumeName') === '' && !isTerminating(claim)
}

function releasedVolume({ type, object }: ObjectEvent): readonly ObjectKey[] {
  return type !== 'DELETED' && isToGo(object) ? [keyOfObject(object)] : []
}

function isToGo(volume: KubeObject): boolean {
  const isOurs = annotationOf(volume, annotations.provisionedBy) === LOCAL_PATH
  const isReleased = ['Released', 'Failed'].includes(textAt(volume, 'status', 'phase'))
  return isOurs && isReleased && textAt(volume, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete'
}

async function provision(claim: KubeObject, host: VolumeHost | undefined, context: Context): Promise<void> {
  const storageClass = classOf(claim, context)
  const name = `pvc-${textAt(claim, 'metadata', 'uid')}`
  const isMade = context.informer(types.persistentVolumes).cache.get('', name) !== undefined
  if (storageClass === undefined || textAt(storageClass, 'provisioner') !== LOCAL_PATH || isMade) return
  if (waitsForScheduler(claim, storageClass)) return
  const { record, client } = context
  const key = `${textAt(claim, 'metadata', 'namespace')}/${claim.metadata.name}`
  const told = `External provisioner is provisioning volume for claim "${key}"`
  record(claim, { type: 'Normal', reason: 'Provisioning', message: told })
  const problem = problemOf(claim)
  if (problem !== undefined) return fail(claim, storageClass, { problem, context })
  const node = nodeFor(claim, storageClass, context)
  if (node === undefined) return chooseAnew(claim, storageClass, context)
  const volume = volumeFor(claim, storageClass, node)
  try {
    await host?.make(volume)
    await unless(['AlreadyExists'], client.create(types.persistentVolumes, volume))
  } catch (error) {
    fail(claim, storageClass, { problem: error instanceof Error ? error.message : String(error), context })
    throw error
  }
  record(claim, { type: 'Normal', reason: 'ProvisioningSucceeded', message: `Successfully provisioned volume ${name}` })
}

/** A node that was chosen may have been taken back. */
function waitsForScheduler(claim: KubeObject, storageClass: KubeObject): boolean {
  const isDelayed = textAt(storageClass, 'volumeBindingMode') === 'WaitForFirstConsumer'
  return isDelayed && annotationOf(claim, annotations.selectedNode) === ''
}

const MODES = ['ReadWriteOnce', 'ReadWriteOncePod']

/** What a directory on one node cannot be. */
function problemOf(claim: KubeObject): string | undefined {
  const spec = mapAt(claim, 'spec')
  if (spec['selector'] !== undefined) return 'claim.Spec.Selector is not supported'
  if (spec['volumeMode'] === 'Block') return 'block volumes are not supported'
  if (spec['dataSource'] !== undefined || spec['dataSourceRef'] !== undefined) return 'data sources are not supported'
  return textsAt(spec, 'accessModes').every((mode) => MODES.includes(mode))
    ? undefined
    : 'only ReadWriteOnce and ReadWriteOncePod access modes are supported'
}

interface Failure {
  readonly problem: string
  readonly context: Context
}

function fail(claim: KubeObject, storageClass: KubeObject, { problem, context }: Failure): void {
  const message = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${problem}`
  context.record(claim, { type: 'Warning', reason: 'ProvisioningFailed', message })
}

/** The node that a scheduler chose; where the class does not wait for one, the first that is ready. */
function nodeFor(claim: KubeObject, storageClass: KubeObject, { informer }: Context): KubeObject | undefined {
  const { cache } = informer(types.nodes)
  const selected = annotationOf(claim, annotations.selectedNode)
  if (selected !== '') return cache.get('', selected)
  const isFit = (node: KubeObject): boolean =>
    readiness(node) === 'True' && !isTrue(mapAt(node, 'spec'), 'unschedulable') && isAllowed(storageClass, node)
  return cache
    .list()
    .filter(isFit)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))[0]
}

/** Whether one of the class's `allowedTopologies` is the node's. */
function isAllowed(storageClass: KubeObject, node: KubeObject): boolean {
  const terms = mapsAt(storageClass, 'allowedTopologies')
  const holds = (expression: JsonObject): boolean =>
    listAt(expression, 'values').includes(labelsOf(node)[textAt(expression, 'key')] ?? null)
  return terms.length === 0 || terms.some((term) => mapsAt(term, 'matchLabelExpressions').every(holds))
}

/** A node that was chosen and is gone: the scheduler is asked again. */
async function chooseAnew(claim: KubeObject, storageClass: KubeObject, context: Context): Promise<void> {
  const selected = annotationOf(claim, annotations.selectedNode)
  const problem = selected === '' ? 'no node is ready for it' : `node "${selected}" not found`
  fail(claim, storageClass, { problem, context })
  if (selected === '') throw new Error(problem)
  await context.client.update(types.persistentVolumeClaims, annotated(claim, { [annotations.selectedNode]: undefined }))
}

function volumeFor(claim: KubeObject, storageClass: KubeObject, node: KubeObject): KubeObject {
  const volumeName = `pvc-${textAt(claim, 'metadata', 'uid')}`
  const folder = `${volumeName}_${textAt(claim, 'metadata', 'namespace')}_${claim.metadata.name}`
  const root = textAt(storageClass, 'parameters', 'path') || DEFAULT_PATH
  const policy = textAt(storageClass, 'reclaimPolicy') || 'Delete'
  const hostname = labelsOf(node)['kubernetes.io/hostname'] ?? node.metadata.name
  const mountOptions = listAt(storageClass, 'mountOptions')
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      annotations: { [annotations.provisionedBy]: LOCAL_PATH },
      ...(policy === 'Delete' && { finalizers: [PROVISIONER_FINALIZER] }),
    },
    spec: {
      accessModes: [...listAt(mapAt(claim, 'spec'), 'accessModes')],
      capacity: { storage: valueAt(claim, 'spec', 'resources', 'requests', 'storage') ?? '0' },
      claimRef: referenceTo(claim),
      hostPath: { path: `${root}/${folder}`, type: 'DirectoryOrCreate' },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onHost(hostname)] }] } },
      persistentVolumeReclaimPolicy: policy,
      storageClassName: storageClass.metadata.name,
      volumeMode: 'Filesystem',
      ...(mountOptions.length > 0 && { mountOptions: [...mountOptions] }),
    },
  }
}

function onHost(hostname: string): JsonObject {
  return { key: 'kubernetes.io/hostname', operator: 'In', values: [hostname] }
}

async function remove(volume: KubeObject, host: VolumeHost | undefined, { client, record }: Context): Promise<void> {
  try {
    await host?.remove(volume)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    record(volume, { type: 'Warning', reason: 'VolumeFailedDelete', message })
    throw error
  }
  const place = { name: volume.metadata.name }
  try {
    await client.remove(types.persistentVolumes, place, { preconditions: { uid: textAt(volume, 'metadata', 'uid') } })
    const left = await client.get(types.persistentVolumes, place)
    const finalizers = textsAt(left.metadata, 'finalizers')
    const others = finalizers.filter((one) => one !== PROVISIONER_FINALIZER)
    if (others.length < finalizers.length)
      await client.update(types.persistentVolumes, withMetadata(left, { finalizers: others }))
  } catch (error) {
    if (!isRefusal(error, 'NotFound')) throw error
  }
}
