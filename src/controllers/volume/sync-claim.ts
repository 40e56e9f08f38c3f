import {
  findVolume,
  hasAccessModes,
  isReservedFor,
  isTerminating,
  type KubeObject,
  storageClassOf,
  storageSizeOf,
  textAt,
  valueAt,
  volumeModeOf,
} from '#kube'
import type { Context } from '#reconcile'
import { isFinished } from '../pod/state.ts'
import { types } from '../types.ts'
import { bind } from './bind.ts'
import { annotated, annotations, BY_CLAIM, BY_CLASS, BY_USED_CLAIM, isAnnotated, withSpec } from './names.ts'
import { type PhaseNote, setClaimPhase } from './phase.ts'

/** What the binder remembers between runs. */
export interface BinderMemory {
  /** What was last told of a claim, by its uid: the same is not told again. */
  readonly told: Map<string, string>
}

/** Finds a claim its volume, keeps what it has, and tells what it waits for. Source: kubernetes pv_controller.go syncClaim. */
export async function syncClaim(claim: KubeObject, memory: BinderMemory, context: Context): Promise<void> {
  if (isAnnotated(claim, annotations.bindCompleted)) return syncBound(claim, context)
  if (textAt(claim, 'spec', 'volumeName') !== '') return syncNamed(claim, memory, context)
  return syncFree(claim, memory, context)
}

async function syncBound(claim: KubeObject, context: Context): Promise<void> {
  const name = textAt(claim, 'spec', 'volumeName')
  if (name === '') return lose(claim, 'ClaimLost', 'Bound claim has lost reference to PersistentVolume.', context)
  const volume = volumeNamed(name, context)
  if (volume === undefined) return lose(claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume.', context)
  const holder = valueAt(volume, 'spec', 'claimRef')
  if (holder === undefined || textAt(holder, 'uid') === textAt(claim, 'metadata', 'uid'))
    return bind(volume, claim, context)
  const message = 'Two claims are bound to the same volume, this one is bound incorrectly'
  const note: PhaseNote = { type: 'Warning', reason: 'ClaimMisbound', message }
  await setClaimPhase(claim, { phase: 'Lost', note }, context)
}

function volumeNamed(name: string, context: Context): KubeObject | undefined {
  return context.informer(types.persistentVolumes).cache.get('', name)
}

async function lose(claim: KubeObject, reason: string, what: string, context: Context): Promise<void> {
  const note: PhaseNote = { type: 'Warning', reason, message: `${what} Data on the volume is lost!` }
  await setClaimPhase(claim, { phase: 'Lost', note }, context)
}

/** The user asked for a volume by its name. */
async function syncNamed(claim: KubeObject, memory: BinderMemory, context: Context): Promise<void> {
  const volume = volumeNamed(textAt(claim, 'spec', 'volumeName'), context)
  const problem = volume === undefined ? undefined : refusal(volume, claim)
  if (volume !== undefined && problem === undefined) return bind(volume, claim, context)
  if (problem !== undefined) tell(claim, problem, { memory, context })
  await setClaimPhase(claim, { phase: 'Pending' }, context)
}

/** Why a claim does not get the volume that it names. */
function refusal(volume: KubeObject, claim: KubeObject): PhaseNote | undefined {
  const { name } = volume.metadata
  if (isReservedFor(volume, claim)) return undefined
  if (valueAt(volume, 'spec', 'claimRef') !== undefined)
    return { type: 'Warning', reason: 'FailedBinding', message: `volume "${name}" already bound to a different claim.` }
  const mismatch = mismatchOf(volume, claim)
  if (mismatch === undefined) return undefined
  const message = `Cannot bind to requested volume "${name}": ${mismatch}`
  return { type: 'Warning', reason: 'VolumeMismatch', message }
}

/** What a volume lacks for a claim. Source: kubernetes checkVolumeSatisfyClaim. */
export function mismatchOf(volume: KubeObject, claim: KubeObject): string | undefined {
  const wanted = storageSizeOf(valueAt(claim, 'spec', 'resources', 'requests', 'storage'))
  if (isTerminating(volume)) return 'the volume is marked for deletion'
  if (storageSizeOf(valueAt(volume, 'spec', 'capacity', 'storage')) < wanted) return 'requested PV is too small'
  if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match'
  if (volumeModeOf(volume) !== volumeModeOf(claim)) return 'incompatible volumeMode'
  return hasAccessModes(volume, claim) ? undefined : 'incompatible accessMode'
}

async function syncFree(claim: KubeObject, memory: BinderMemory, context: Context): Promise<void> {
  const storageClass = classOf(claim, context)
  const isDelayed = textAt(storageClass, 'volumeBindingMode') === 'WaitForFirstConsumer'
  const volume = findVolume({ claim, volumes: candidates(claim, context), isDelayed })
  if (volume !== undefined) return bind(volume, claim, context)
  if (await takeDefaultClass(claim, context)) return
  const desk = { memory, context }
  if (isDelayed && !isAnnotated(claim, annotations.selectedNode)) tell(claim, waitNote(claim, context), desk)
  else if (storageClassOf(claim) === '') tell(claim, NOTHING_AVAILABLE, desk)
  else return provision(claim, storageClass, desk)
  await setClaimPhase(claim, { phase: 'Pending' }, context)
}

const NOTHING_AVAILABLE: PhaseNote = {
  type: 'Normal',
  reason: 'FailedBinding',
  message: 'no persistent volumes available for this claim and no storage class is set',
}

/** The class of a claim, where there is such a class. */
export function classOf(claim: KubeObject, context: Context): KubeObject | undefined {
  return context.informer(types.storageClasses).cache.get('', storageClassOf(claim))
}

function* candidates(claim: KubeObject, context: Context): Iterable<KubeObject> {
  const { cache } = context.informer(types.persistentVolumes)
  yield* cache.byIndex(BY_CLAIM, keyOf(claim))
  yield* cache.byIndex(BY_CLASS, storageClassOf(claim))
}

function keyOf({ metadata }: KubeObject): string {
  return `${textAt(metadata, 'namespace')}/${metadata.name}`
}

const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
]

/** A claim that was made before there was a default class gets it. Source: kubernetes assignDefaultStorageClass. */
async function takeDefaultClass(claim: KubeObject, { informer, client }: Context): Promise<boolean> {
  if (valueAt(claim, 'spec', 'storageClassName') !== undefined || isAnnotated(claim, annotations.storageClass))
    return false
  const newest = defaultClassOf(informer(types.storageClasses).cache.list())
  if (newest === undefined) return false
  await client.update(types.persistentVolumeClaims, withSpec(claim, { storageClassName: newest.metadata.name }))
  return true
}

/** Of the classes that are marked as default the newest; of those of one second the first by name, as admission has it. */
export function defaultClassOf(classes: readonly KubeObject[]): KubeObject | undefined {
  const isDefault = ({ metadata }: KubeObject): boolean =>
    DEFAULT_MARKS.some((mark) => textAt(metadata, 'annotations', mark) === 'true')
  return classes.filter(isDefault).toSorted(byAgeAndName)[0]
}

function byAgeAndName(a: KubeObject, b: KubeObject): number {
  const [made, madeOther] = [a, b].map(({ metadata }) => Date.parse(textAt(metadata, 'creationTimestamp')))
  return (madeOther ?? 0) - (made ?? 0) || (a.metadata.name < b.metadata.name ? -1 : 1)
}

function waitNote(claim: KubeObject, context: Context): PhaseNote {
  const pods = context.informer(types.pods).cache.byIndex(BY_USED_CLAIM, keyOf(claim))
  const names = pods
    .filter((pod) => !isFinished(pod) && textAt(pod, 'spec', 'nodeName') === '')
    .map((pod) => pod.metadata.name)
  if (names.length === 0) {
    const message = 'waiting for first consumer to be created before binding'
    return { type: 'Normal', reason: 'WaitForFirstConsumer', message }
  }
  const message = `waiting for pod${names.length > 1 ? 's' : ''} ${names.join(',')} to be scheduled`
  return { type: 'Normal', reason: 'WaitForPodScheduled', message }
}

interface Desk {
  readonly memory: BinderMemory
  readonly context: Context
}

/** Says on the claim whose turn it is: every provisioner is another program to the binder, ours too. */
async function provision(claim: KubeObject, storageClass: KubeObject | undefined, desk: Desk): Promise<void> {
  if (storageClass === undefined) {
    const message = `storageclass.storage.k8s.io "${storageClassOf(claim)}" not found`
    return tell(claim, { type: 'Warning', reason: 'ProvisioningFailed', message }, desk)
  }
  const provisioner = textAt(storageClass, 'provisioner')
  if (provisioner.startsWith('kubernetes.io/')) {
    const message = `no volume plugin matched name: ${provisioner}`
    return tell(claim, { type: 'Warning', reason: 'ProvisioningFailed', message }, desk)
  }
  const { storageProvisioner, betaStorageProvisioner } = annotations
  if (textAt(claim, 'metadata', 'annotations', storageProvisioner) !== provisioner) {
    const marks = { [storageProvisioner]: provisioner, [betaStorageProvisioner]: provisioner }
    await desk.context.client.update(types.persistentVolumeClaims, annotated(claim, marks))
  }
  const message =
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system ` +
    'administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.'
  tell(claim, { type: 'Normal', reason: 'ExternalProvisioning', message }, desk)
}

function tell(claim: KubeObject, note: PhaseNote, { memory, context }: Desk): void {
  const uid = textAt(claim, 'metadata', 'uid')
  if (memory.told.get(uid) === note.message) return
  memory.told.set(uid, note.message)
  context.record(claim, note)
}
