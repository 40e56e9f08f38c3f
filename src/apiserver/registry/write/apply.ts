import { applyServerSide, badRequest, isMap, type KubeObject } from '#kube'
import type { RestBody } from '../../contract/rest.ts'
import { decodeObject } from '../body/read-object.ts'
import type { Core } from '../core.ts'
import type { QueryOptions } from '../options/write-options.ts'
import { fieldContext } from './field-context.ts'
import type { WriteRequest } from './write-request.ts'

/** One server-side apply. */
export interface Application {
  /** Absent where the apply creates. */
  readonly present: KubeObject | undefined
  readonly body: RestBody
  readonly options: QueryOptions
}

/** The object after an apply: merged with what is there by owner of each field. Throws 400 and 409. */
export function applyConfiguration(
  core: Core,
  write: WriteRequest,
  { present, body, options }: Application,
): KubeObject {
  const { value } = body
  if (!isMap(value)) throw badRequest('error decoding YAML: json: cannot unmarshal value into a map')
  const { object } = applyServerSide({
    ...fieldContext(core, write),
    patch: structuredClone(value),
    isForced: options.force,
    ...(present !== undefined && { live: present }),
  })
  tellDuplicates(write, body, options)
  decodeObject(write.kind, object)
  write.kind.strategy.defaults?.(object)
  return object
}

/** Unknown fields are refused by the types; what is left to tell are repeated keys. */
function tellDuplicates(write: WriteRequest, { strictErrors }: RestBody, { fieldValidation }: QueryOptions): void {
  if (strictErrors.length === 0 || fieldValidation === 'Ignore') return
  const text = strictErrors
    .map((one) => (one.startsWith('yaml: ') ? `error converting YAML to JSON: ${one}` : one))
    .join('\n')
  if (fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: ${text}`)
  write.warn(text)
}
