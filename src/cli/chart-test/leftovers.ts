import { type JsonObject, textAt, valueAt } from '#kube'
import type { ReleaseContent } from '#release'
import { documentsOf } from './documents.ts'
import { STAND_IN } from './stand-ins.ts'
import type { Seen, Survey } from './survey.ts'

/** What an uninstalled release has left behind. */
export interface Leftovers {
  /** Nobody will ever remove these. */
  readonly lost: readonly Seen[]
  /** Left on purpose, with the reason. */
  readonly kept: readonly { readonly seen: Seen; readonly reason: string }[]
}

/** Tells what is there now and was not before, by why it stays; `contents` is what the release rendered. */
export function leftovers(before: Survey, now: Survey, contents: readonly ReleaseContent[]): Leftovers {
  const fresh = [...now].filter(([uid]) => !before.has(uid))
  const reasons = new Map<string, string>()
  for (const [uid, seen] of fresh) {
    const reason = reasonOf(seen, contents)
    if (reason !== undefined) reasons.set(uid, reason)
  }
  inherit(fresh, reasons)
  return {
    lost: fresh.filter(([uid]) => !reasons.has(uid)).map(([, seen]) => seen),
    kept: fresh.flatMap(([uid, seen]) => {
      const reason = reasons.get(uid)
      return reason === undefined || reason === INHERITED ? [] : [{ seen, reason }]
    }),
  }
}

/** `Kind/name`, with the namespace where there is one. */
export function nameOf({ object, type }: Seen): string {
  const { name } = object.metadata
  const namespace = textAt(object.metadata, 'namespace')
  const group = type.group === '' ? '' : `.${type.group}`
  return `${type.kind}${group} ${namespace === '' ? '' : `${namespace}/`}${name}`
}

/** Kept for a reason that is told elsewhere. */
const INHERITED = ''

/** The label of APIServices that the server makes for every group it serves. */
const OF_SERVER = 'kube-aggregator.kubernetes.io/automanaged'

function reasonOf({ object, type }: Seen, contents: readonly ReleaseContent[]): string | undefined {
  const { name } = object.metadata
  const policy = textAt(valueAt(object, 'metadata', 'annotations'), 'helm.sh/resource-policy')
  if (policy.trim().toLowerCase() === 'keep') return 'its resource policy says so'
  const labels = valueAt(object, 'metadata', 'labels')
  if ([STAND_IN, OF_SERVER].some((label) => valueAt(labels, label) !== undefined)) return INHERITED
  const isNamed = (one: { readonly kind: string; readonly name: string }): boolean =>
    one.kind === type.kind && one.name === name
  if (contents.some(({ hooks }) => hooks.some(isNamed))) return 'a hook made it, and its delete policy leaves it'
  if (type.kind === 'CustomResourceDefinition' && contents.some(({ crds }) => crds.some(isNamed)))
    return 'it is of crds/, which an uninstallation leaves'
  if (type.kind === 'PersistentVolumeClaim' && isOfStatefulSet(name, contents)) return 'a StatefulSet keeps its claims'
  return undefined
}

/** `TEMPLATE-SET-ORDINAL` of a StatefulSet that the release has. */
function isOfStatefulSet(claim: string, contents: readonly ReleaseContent[]): boolean {
  const owner = claim.replace(/-\d+$/, '')
  const sets = contents.flatMap(documentsOf).filter(({ kind, name }) => kind === 'StatefulSet' && name !== '')
  return owner !== claim && sets.some(({ name }) => owner.endsWith(`-${name}`))
}

/** What every namespace has by itself. */
const FURNITURE: ReadonlySet<string> = new Set(['ConfigMap kube-root-ca.crt', 'ServiceAccount default'])

/** What belongs to an object that stays, stays with it: owned objects, volumes of claims, what every namespace has. */
function inherit(fresh: readonly (readonly [string, Seen])[], reasons: Map<string, string>): void {
  const explains = (uid: unknown): boolean => typeof uid === 'string' && reasons.has(uid)
  const namespaces = fresh.filter(([uid, { type }]) => type.kind === 'Namespace' && reasons.has(uid))
  const staying = new Set(namespaces.map(([, { object }]) => object.metadata.name))
  for (const [uid, { object, type }] of fresh) {
    const isFurniture = FURNITURE.has(`${type.kind} ${object.metadata.name}`)
    if (isFurniture && staying.has(textAt(object.metadata, 'namespace'))) reasons.set(uid, INHERITED)
  }
  for (let found = true; found; ) {
    found = false
    for (const [uid, { object, type }] of fresh) {
      if (reasons.has(uid)) continue
      const owners = (valueAt(object, 'metadata', 'ownerReferences') ?? []) as readonly JsonObject[]
      const claim = type.kind === 'PersistentVolume' ? object.metadata.name.replace(/^pvc-/, '') : undefined
      if (!owners.some((owner) => explains(owner['uid'])) && !explains(claim)) continue
      reasons.set(uid, INHERITED)
      found = true
    }
  }
}
