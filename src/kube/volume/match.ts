import { type KubeObject, textAt, valueAt } from '../object/object.ts'
import { isMap, type Json } from '../patch/json.ts'
import { parseQuantity } from '../quantity/parse.ts'
import { matchesNodeSelectorTerms } from '../scheduling/node-selector.ts'
import { labelSelectorOf } from '../selector/label-selector.ts'

/** For whom a volume is looked for. */
export interface VolumeSearch {
  readonly claim: KubeObject
  readonly volumes: Iterable<KubeObject>
  /** Where the volume must be reachable: said by a scheduler. */
  readonly node?: KubeObject
  /** Names of volumes that others of the same pod have already. */
  readonly taken?: ReadonlySet<string>
  /** The binding waits for a scheduler: only a volume that is reserved for the claim is given. */
  readonly isDelayed?: boolean
}

/**
 * The volume for a claim: one that is reserved for it, else the smallest that is available and large enough, of its class,
 * mode, attributes and labels; without a node those come first that can be used in fewer ways.
 * Source: component-helpers storage/volume FindMatchingVolume, kubernetes persistentvolume/index.go.
 */
export function findVolume(search: VolumeSearch): KubeObject | undefined {
  const { claim, volumes, node, taken, isDelayed = false } = search
  const wanted = wishOf(claim)
  let best: Candidate | undefined
  for (const volume of volumes) {
    if (taken?.has(volume.metadata.name) === true || !couldHold(volume, wanted)) continue
    if (isReservedFor(volume, claim)) {
      if (node !== undefined) return reaches(volume, node) ? volume : undefined
      if (hasAccessModes(volume, claim)) return volume
      continue
    }
    if (node === undefined && isDelayed) continue
    const size = storageSizeOf(valueAt(volume, 'spec', 'capacity', 'storage'))
    const candidate = { volume, size, modes: node === undefined ? modesOf(volume).length : 0 }
    if (isBetter(candidate, best) && isFitting(volume, wanted, node)) best = candidate
  }
  return best?.volume
}

interface Candidate {
  readonly volume: KubeObject
  readonly size: bigint
  readonly modes: number
}

function isBetter(candidate: Candidate, best: Candidate | undefined): boolean {
  if (best === undefined || candidate.modes < best.modes) return true
  return candidate.modes === best.modes && candidate.size < best.size
}

/** Whether a volume's claimRef means the claim: its name, and its uid where that is said. */
export function isReservedFor(volume: KubeObject, claim: KubeObject): boolean {
  const holder = valueAt(volume, 'spec', 'claimRef')
  if (!isMap(holder)) return false
  const { name, namespace, uid = '' } = holder
  const isNamed = name === claim.metadata.name && namespace === claim.metadata['namespace']
  return isNamed && (uid === '' || uid === claim.metadata['uid'])
}

/** Whether the node is one from which the volume is reached (its node affinity). */
export function reaches(volume: KubeObject, node: KubeObject): boolean {
  const required = valueAt(volume, 'spec', 'nodeAffinity', 'required')
  return !isMap(required) || matchesNodeSelectorTerms(required, node)
}

/** The storage class of a volume or a claim: the annotation of old, else the field. Source: GetPersistentVolumeClaimClass. */
export function storageClassOf(object: KubeObject): string {
  const old = valueAt(object, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class')
  return typeof old === 'string' ? old : textAt(object, 'spec', 'storageClassName')
}

interface Wish {
  readonly claim: KubeObject
  readonly size: bigint
  readonly mode: string
  readonly attributes: string
  readonly storageClass: string
}

function wishOf(claim: KubeObject): Wish {
  return {
    claim,
    size: storageSizeOf(valueAt(claim, 'spec', 'resources', 'requests', 'storage')),
    mode: volumeModeOf(claim),
    attributes: textAt(claim, 'spec', 'volumeAttributesClassName'),
    storageClass: storageClassOf(claim),
  }
}

/** What even a volume that is reserved for the claim must have. */
function couldHold(volume: KubeObject, wanted: Wish): boolean {
  const { spec, metadata } = volume
  const isFree = !isMap(valueAt(spec, 'claimRef')) || isReservedFor(volume, wanted.claim)
  return (
    isFree &&
    metadata['deletionTimestamp'] === undefined &&
    volumeModeOf(volume) === wanted.mode &&
    textAt(spec, 'volumeAttributesClassName') === wanted.attributes &&
    storageSizeOf(valueAt(spec, 'capacity', 'storage')) >= wanted.size
  )
}

function isFitting(volume: KubeObject, { claim, storageClass }: Wish, node: KubeObject | undefined): boolean {
  if (textAt(volume, 'status', 'phase') !== 'Available' || storageClassOf(volume) !== storageClass) return false
  const selector = valueAt(claim, 'spec', 'selector')
  const labels = (valueAt(volume, 'metadata', 'labels') ?? {}) as Record<string, string>
  if (isMap(selector) && !labelSelectorOf(selector).matches(labels)) return false
  return hasAccessModes(volume, claim) && (node === undefined || reaches(volume, node))
}

/** Whether a volume can be used in all the ways that a claim asks for. */
export function hasAccessModes(volume: KubeObject, claim: KubeObject): boolean {
  const given = modesOf(volume)
  return modesOf(claim).every((mode) => given.includes(mode))
}

function modesOf(object: KubeObject): readonly Json[] {
  const modes = valueAt(object, 'spec', 'accessModes')
  return Array.isArray(modes) ? modes : []
}

/** `Filesystem` or `Block`. */
export function volumeModeOf(object: KubeObject): string {
  return textAt(object, 'spec', 'volumeMode') || 'Filesystem'
}

/** An amount of storage in billionths of a byte; nothing for what is none. */
export function storageSizeOf(amount: Json | undefined): bigint {
  return parseQuantity(typeof amount === 'string' || typeof amount === 'number' ? String(amount) : '')?.nanos ?? 0n
}
