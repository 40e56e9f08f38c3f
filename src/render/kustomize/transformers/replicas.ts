import { KustomizeError } from '../error.ts'
import { type Field, fieldList } from '../fields/field.ts'
import { withNumber } from '../fields/scalar.ts'
import { updateField } from '../fields/update.ts'
import type { FieldSpec, Replica } from '../file/types.ts'
import { gvkText, isSelectedGvk } from '../resource/gvk.ts'
import type { ResourceList, Transform } from '../resource/list.ts'

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
    let isFound = false
    for (const field of fields) {
      if (setCount(resources, { field, name, count })) isFound = true
    }
    if (!isFound) throw notFound(name, fieldSpecs)
  }
}

function setCount(
  resources: ResourceList,
  { field, name, count }: { readonly field: Field; readonly name: string; readonly count: number },
): boolean {
  const found = resources.byAnyId((id) => id.name === name && isSelectedGvk(id.gvk, field.spec))
  for (const resource of found) {
    if (isSelectedGvk(resource.gvk, field.spec))
      updateField(resource, field, (old, isQuoted) => withNumber(old, count, isQuoted), 'text')
  }
  return found.length > 0
}

function notFound(name: string, fieldSpecs: readonly FieldSpec[]): KustomizeError {
  const kinds = fieldSpecs.map((spec) => gvkText(spec)).join(' ')
  const message = `resource with name ${name} does not match a config with the following GVK [${kinds}]`
  return new KustomizeError({ code: 'no-match', message })
}
