import type { Kind } from '#kinds'
import type { FieldContext } from '#kube'
import type { Core } from '../core.ts'
import { appliedSchema } from './applied-schema.ts'
import { versionsOf } from './field-versions.ts'
import { keptByStatus } from './prepare-change.ts'
import type { WriteRequest } from './write-request.ts'

/** Who writes what, as the keeper of managedFields asks. */
export function fieldContext(core: Core, write: WriteRequest): FieldContext {
  const { kind, subresource } = write
  const resetFields = resetFieldsOf(kind, subresource)
  const versions = versionsOf(core, kind)
  return {
    gvk: kind,
    schema: appliedSchema(kind),
    manager: write.fieldManager,
    ...(subresource !== '' && { subresource }),
    now: core.clock.now(),
    ...(versions !== undefined && { versions }),
    ...(resetFields !== undefined && { resetFields }),
  }
}

interface Lists {
  readonly object: readonly string[] | undefined
  readonly status: readonly string[]
}

const lists = new WeakMap<Kind, Lists>()

/** Fields that an endpoint leaves as they are; one list for each endpoint. */
function resetFieldsOf(kind: Kind, subresource: string): readonly string[] | undefined {
  const known = lists.get(kind) ?? makeLists(kind)
  lists.set(kind, known)
  if (subresource === 'status') return known.status
  return subresource === '' ? known.object : undefined
}

function makeLists(kind: Kind): Lists {
  const hasStatus = kind.subresources.some(({ name }) => name === 'status')
  const metadata = kind.isCustom === true ? ['metadata'] : keptByStatus(kind).map((field) => `metadata.${field}`)
  return { object: hasStatus ? ['status'] : undefined, status: ['spec', ...metadata] }
}
