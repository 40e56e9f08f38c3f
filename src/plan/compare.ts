import {
  type GroupVersionKind,
  groupVersionOf,
  isMap,
  type KubeObject,
  type Schema,
  sameJson,
  textAt,
  valueAt,
} from '#kube'
import type { Cause, ChangeClass, Compared, FieldChange, ObjectChange } from './contract.ts'
import { crdWarnings } from './crd/compatible.ts'
import { diffFields, type FieldEdit } from './diff/fields.ts'
import { stepsOf, valueAtPath } from './diff/path.ts'
import { immutableReason } from './immutable.ts'
import { comparable } from './normalize.ts'
import { fieldOwner, isOnlyOurs, type Owner, ownerOf } from './owner.ts'
import { plainPath, withStringData } from './secret-data.ts'

/** What a comparison has to know beside the four objects. */
export interface CompareFacts {
  /** The template or file that the object comes from. */
  readonly source: string
  /** The schema of its kind, where one is known. */
  readonly schema: Schema | undefined
  /** Field managers that write for the release. */
  readonly ours: ReadonlySet<string>
  /** Whether the live object already belongs to the release. */
  readonly isOwned: boolean
  /** Paths of further fields that the server refuses to change. */
  readonly refused: readonly string[]
  /** Live objects of a custom kind, to check a new schema with. */
  readonly instances: readonly KubeObject[]
}

/**
 * What will happen to one object, and to which of its fields. At least one of the four objects must be there. Who wrote what
 * is newly asked for is not known here: its cause is `unknown`.
 */
export function compareObject(given: Compared, facts: CompareFacts): ObjectChange {
  const { previous, wanted, live } = given
  const subject = wanted ?? live ?? previous
  if (subject === undefined) throw new TypeError('nothing to compare')
  const gvk = { ...groupVersionOf(subject.apiVersion), kind: subject.kind }
  const compared = live === undefined ? given : asStored(given)
  const fields = fieldsOf(compared, gvk, facts).map((field) => {
    const askedAt = plainPath(field.path, wanted)
    return askedAt === undefined ? field : { ...field, askedAt }
  })
  const change = classify(compared, fields, { gvk, isOwned: facts.isOwned })
  return {
    gvk,
    namespace: textAt(subject.metadata, 'namespace'),
    name: subject.metadata.name,
    source: facts.source,
    change,
    fields,
    warnings: warningsOf(compared, { change, fields, gvk }, facts),
    against: live === undefined ? '' : textAt(live.metadata, 'resourceVersion'),
  }
}

/** What is asked for as the server keeps it, so that it can be held against what is there. */
function asStored({ previous, wanted, live, merged }: Compared): Compared {
  return {
    previous: previous && withStringData(previous),
    wanted: wanted && withStringData(wanted),
    live: live && withStringData(live),
    merged: merged && withStringData(merged),
  }
}

function fieldsOf(compared: Compared, gvk: GroupVersionKind, facts: CompareFacts): readonly FieldChange[] {
  const { wanted, live, merged } = compared
  if (wanted === undefined) return []
  if (live === undefined) return created(wanted, facts)
  const edits = diffFields(comparable(live), comparable(merged ?? live), facts.schema)
  return edits.map((edit) => {
    const isRefused = facts.refused.some((path) => edit.path === path || edit.path.startsWith(`${path}/`))
    const reason = isRefused ? 'the server refuses to change it' : immutableReason(gvk, edit.path, live)
    const cause = causeOf(edit, compared, facts)
    const overwrites = cause.kind === 'drift' ? undefined : overwritten(edit, compared, facts)
    return {
      ...edit,
      cause,
      ...(overwrites !== undefined && { overwrites }),
      ...(reason !== undefined && { immutable: reason }),
    }
  })
}

/** A new object's fields: as they are asked for, top by top; names and marks, which stand elsewhere, left out. */
function created(wanted: KubeObject, { schema }: CompareFacts): readonly FieldChange[] {
  const { apiVersion: _, kind: __, metadata, ...rest } = comparable(wanted)
  const { name: ___, namespace: ____, annotations, ...labelled } = metadata
  const kept = Object.entries(isMap(annotations) ? annotations : {}).filter(([key]) => !key.startsWith(MARK))
  const shown = { ...labelled, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) }
  return [...diffFields({ metadata: {} }, { metadata: shown }, schema), ...diffFields({}, rest, schema)].map(
    (edit) => ({ ...edit, cause: { kind: 'unknown' } }),
  )
}

const MARK = 'meta.helm.sh/release-'

function causeOf({ path }: FieldEdit, { previous, wanted, live }: Compared, facts: CompareFacts): Cause {
  const steps = stepsOf(path)
  const [before, asked] = [valueAtPath(previous, steps), valueAtPath(wanted, steps)]
  const isNew = previous === undefined || !sameJson(before, asked)
  if (isNew) return { kind: 'unknown' }
  if (asked === undefined) return { kind: 'server' }
  // A revision that failed has written it.
  if (isOnlyOurs(live as KubeObject, path, facts.ours)) return { kind: 'unknown' }
  return { kind: 'drift', ...ownerOf(live as KubeObject, path, facts.ours) }
}

/** Whose change is lost; only where the last revision asked for something else than what is there, and that has an owner. */
function overwritten(
  { path, before }: FieldEdit,
  { previous, live }: Compared,
  facts: CompareFacts,
): Owner | undefined {
  const asked = valueAtPath(previous, stepsOf(path))
  if (asked === undefined || live === undefined || sameJson(asked, before)) return undefined
  return fieldOwner(live, path, facts.ours)
}

/** What a class is decided by beside the objects. */
interface Grounds {
  readonly gvk: GroupVersionKind
  readonly isOwned: boolean
}

function classify({ wanted, live }: Compared, fields: readonly FieldChange[], { gvk, isOwned }: Grounds): ChangeClass {
  if (wanted === undefined) return live === undefined ? 'unchanged' : isKept(live) ? 'keep' : 'delete'
  if (live === undefined) return 'create'
  if (fields.some(({ immutable }) => immutable !== undefined)) return 'replace'
  if (!isOwned) return 'adopt'
  if (fields.length === 0) return 'unchanged'
  if (gvk.group === 'apiextensions.k8s.io' && gvk.kind === 'CustomResourceDefinition') return 'crd'
  if (fields.every(({ cause }) => cause.kind === 'drift')) return 'drift'
  return restartsPods(wanted, fields, gvk) ? 'restart' : 'update'
}

/** Whether an object's resource policy keeps it when its release no longer asks for it. */
function isKept(live: KubeObject): boolean {
  return textAt(live.metadata, 'annotations', 'helm.sh/resource-policy').trim().toLowerCase() === 'keep'
}

/** Kinds whose controller makes new pods when their template changes, with the field that holds it back. */
const ROLLING: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['strategy'],
  DaemonSet: ['updateStrategy'],
  StatefulSet: ['updateStrategy'],
}

function restartsPods(wanted: KubeObject, fields: readonly FieldChange[], { group, kind }: GroupVersionKind): boolean {
  const strategy = group === 'apps' && Object.hasOwn(ROLLING, kind) ? ROLLING[kind] : undefined
  if (strategy === undefined || textAt(wanted, 'spec', ...strategy, 'type') === 'OnDelete') return false
  if (valueAt(wanted, 'spec', 'paused') === true) return false
  return fields.some(({ path }) => path === '/spec' || path === '/spec/template' || path.startsWith('/spec/template/'))
}

interface Found {
  readonly change: ChangeClass
  readonly fields: readonly FieldChange[]
  readonly gvk: GroupVersionKind
}

function warningsOf({ previous, wanted, live }: Compared, found: Found, facts: CompareFacts): readonly string[] {
  const { change, fields, gvk } = found
  const warnings: string[] = []
  if (wanted === undefined && live === undefined) warnings.push('it is gone already')
  if (change === 'create' && previous !== undefined) warnings.push('somebody deleted it')
  if (change === 'keep') warnings.push('its resource policy keeps it; it no longer belongs to the release')
  if (change === 'drift' && restartsPods(live as KubeObject, fields, gvk)) warnings.push('its pods start again')
  const isCrd = gvk.group === 'apiextensions.k8s.io' && gvk.kind === 'CustomResourceDefinition'
  if (isCrd && live !== undefined) warnings.push(...crdWarnings(live, wanted, facts.instances))
  return warnings
}
