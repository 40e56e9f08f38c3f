import { KustomizeError, within, wrapFailure } from '../error.ts'
import { type Field, fieldList, fieldOf } from '../fields/field.ts'
import { located, updateField } from '../fields/update.ts'
import { demandKind, wrongKindOf } from '../fields/wrong-kind.ts'
import type { FieldSpec } from '../file/types.ts'
import { idKey } from '../resource/id.ts'
import { isNull, isObject, type Json, scalarText } from '../resource/json.ts'
import type { ResourceList, Transform } from '../resource/list.ts'
import { resourceText } from '../resource/print.ts'
import type { Resource } from '../resource/resource.ts'

import { type SubjectMode, subjectMode } from './subject-mode.ts'

/** What the step for namespaces is told. */
export interface NamespaceConfig {
  readonly namespace?: string | undefined
  readonly fieldSpecs?: readonly FieldSpec[] | undefined
  /** Leaves namespaces that are written alone. */
  readonly unsetOnly?: boolean | undefined
  /** Which subjects of role bindings it is for: `defaultOnly`, `allServiceAccounts` or `none`. */
  readonly setRoleBindingSubjects?: string | undefined
}

/**
 * Puts every object that is not certainly cluster-scoped into a namespace: `namespace`. Throws `bad-config` for a subject
 * mode that is not known. The step throws `conflict` where two objects become one, and `bad-value`.
 */
export function namespaceTransformer(config: NamespaceConfig): Transform {
  const setting = settingOf(config)
  return (resources) => {
    if (setting.namespace === '') return
    const ids = countIds(resources)
    for (const resource of resources) {
      if (resource.isEmpty) continue
      const old = idKey(resource.id)
      resource.rememberId()
      setNamespace(resource, setting)
      checkId(resources, resource, { ids, old })
    }
  }
}

/** Sets the namespace of one resource, as the `value` of a value-adding step does. Mutates it. Throws `bad-value`. */
export function moveToNamespace(resource: Resource, namespace: string): void {
  setNamespace(resource, settingOf({ namespace }))
}

interface Setting {
  readonly namespace: string
  readonly fieldSpecs: readonly FieldSpec[]
  readonly mode: SubjectMode
  readonly set: (value: Json) => Json
}

const METADATA_NAMESPACE = fieldOf({ path: 'metadata/namespace', create: true })

function settingOf({ namespace = '', fieldSpecs = [], unsetOnly, setRoleBindingSubjects }: NamespaceConfig): Setting {
  const keeps = (value: Json): boolean => unsetOnly === true && !isNull(value) && scalarText(value) !== ''
  const set = (value: Json): Json => {
    if (keeps(value)) return value
    demandKind(value, 'ScalarNode')
    return namespace
  }
  return { namespace, fieldSpecs, mode: subjectMode(setRoleBindingSubjects), set }
}

function setNamespace(resource: Resource, setting: Setting): void {
  const { gvk } = resource
  if (!gvk.isClusterScoped) updateField(resource, METADATA_NAMESPACE, setting.set, 'text')
  const isRoleBinding = gvk.kind === 'RoleBinding' || gvk.kind === 'ClusterRoleBinding'
  if (isRoleBinding) setSubjects(resource, setting)
  for (const field of fieldList(setting.fieldSpecs).of(gvk)) {
    if (isHandledElsewhere(field, resource)) continue
    setField(resource, field, setting)
  }
}

// `metadata/name` is for the namespaces of Kubernetes alone, not for other objects of that kind.
function isHandledElsewhere({ spec: { path, kind } }: Field, { apiVersion, gvk }: Resource): boolean {
  if (path === 'metadata/namespace') return true
  if (path === 'metadata/name') return apiVersion !== 'v1'
  return path === 'subjects/namespace' && kind === gvk.kind && kind.endsWith('RoleBinding')
}

function setField(resource: Resource, field: Field, { set }: Setting): void {
  try {
    updateField(resource, field, set, 'text')
  } catch (error) {
    const actual = wrongKindOf(error)
    const isNoScalar = actual !== undefined && actual !== 'ScalarNode'
    const prefix = isNoScalar ? 'namespace field specs must target scalar nodes' : 'namespace transformation failed'
    throw wrapFailure(error, (message) => `${prefix}: ${message}`)
  }
}

function setSubjects(resource: Resource, { mode, set }: Setting): void {
  const { subjects } = resource.value
  if (mode === 'none' || subjects === undefined || isNull(subjects)) return
  try {
    within('setting namespace on (cluster)role binding subjects', () => {
      demandKind(subjects, 'SequenceNode')
      for (const subject of subjects as Json[]) setSubject(subject, mode, set)
    })
  } catch (error) {
    throw located(error, resource)
  }
}

const CHOSEN_BY = {
  defaultOnly: { field: 'name', text: 'default' },
  allServiceAccounts: { field: 'kind', text: 'ServiceAccount' },
} as const

function setSubject(subject: Json, mode: Exclude<SubjectMode, 'none'>, set: (value: Json) => Json): void {
  const { field, text } = CHOSEN_BY[mode]
  const value = within(`looking up ${field} on (cluster)role binding subject`, () => {
    demandKind(subject, 'MappingNode')
    const found = isObject(subject) ? (subject[field] ?? null) : null
    demandKind(found, 'ScalarNode')
    return found
  })
  if (!isObject(subject) || isNull(value) || scalarText(value) !== text) return
  subject['namespace'] = set(subject['namespace'] ?? '')
}

function countIds(resources: ResourceList): Map<string, number> {
  const ids = new Map<string, number>()
  for (const { id } of resources) ids.set(idKey(id), (ids.get(idKey(id)) ?? 0) + 1)
  return ids
}

function checkId(
  resources: ResourceList,
  resource: Resource,
  { ids, old }: { readonly ids: Map<string, number>; readonly old: string },
): void {
  const key = idKey(resource.id)
  ids.set(old, (ids.get(old) ?? 1) - 1)
  const count = (ids.get(key) ?? 0) + 1
  ids.set(key, count)
  if (count === 1) return
  const texts = [...resources].filter(({ id }) => idKey(id) === key).map(resourceText)
  const message = `namespace transformation produces ID conflict: [${texts.join(' ')}]`
  throw located(
    new KustomizeError({ code: 'conflict', message, hint: 'rename one of them, or keep them in two kustomizations' }),
    resource,
  )
}
