import { KustomizeError } from '../error.ts'
import { type Field, fieldList } from '../fields/field.ts'
import { withNumber } from '../fields/scalar.ts'
import { updateField } from '../fields/update.ts'
import type { FieldSpec, Replica } from '../file/types.ts'
import { resourceHint } from '../patches/hint.ts'
import { gvkText, isSelectedGvk } from '../resource/gvk.ts'
import type { ResourceList, Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'

/** What the step for replica counts is told. */
export interface ReplicaConfig {
  readonly replica?: Replica | undefined
  readonly fieldSpecs?: readonly FieldSpec[] | undefined
}

/** Sets the number of replicas of the workloads of a name: `replicas`. The step throws `no-match` where there is none. */
export function replicaCountTransformer({ replica, fieldSpecs = [] }: ReplicaConfig): Transform {
  const { name = '', count = 0 } = replica ?? {}
  const { fields } = fieldList(fieldSpecs)
  return (resources) => {
    const named = [...resources].filter((resource) => isOrWas(resource, name))
    const counts = fields.map((field) => setCount(named, field, { name, count }))
    if (!counts.includes(true)) throw notFound(name, fieldSpecs, resources)
  }
}

function isOrWas(resource: Resource, name: string): boolean {
  return !resource.isEmpty && (resource.name === name || resource.former.some((former) => former.name === name))
}

function isOrWasKind(resource: Resource, name: string, { spec }: Field): boolean {
  const ids = [...resource.previousIds(), resource.id]
  return ids.some((id) => id.name === name && isSelectedGvk(id.gvk, spec))
}

/** Sets the count in resources that are or were of the field's kind; whether there are any. */
function setCount(named: readonly Resource[], field: Field, { name, count }: Required<Replica>): boolean {
  const found = named.filter((resource) => isOrWasKind(resource, name, field))
  for (const resource of found) {
    if (!isSelectedGvk(resource.gvk, field.spec)) continue
    updateField(resource, field, (old, isQuoted) => withNumber(old, count, isQuoted), 'text')
  }
  return found.length > 0
}

function notFound(name: string, fieldSpecs: readonly FieldSpec[], resources: ResourceList): KustomizeError {
  const kinds = fieldSpecs.map((spec) => gvkText(spec)).join(' ')
  const message = `resource with name ${name} does not match a config with the following GVK [${kinds}]`
  const hint = resourceHint(resources, { kind: '', name })
  return new KustomizeError({ code: 'no-match', message, hint })
}
