import { isMap, type JsonObject, type KubeObject } from '#kube'
import type { RestAnswer, RestCall } from '../../contract/rest.ts'
import { metadataText, readIncludedObject, tableParts } from '../../table/table.ts'
import type { Core } from '../core.ts'
import type { Kept } from '../write/write-request.ts'

/** The answer that gives one object, in the form that the client asked for. */
export function objectAnswer(core: Core, call: RestCall, kept: Kept, status = 200): RestAnswer {
  const { as, kind } = call
  const { text, object: shared } = kept
  if (as === undefined) return { status, parts: [text], ...(shared !== undefined && { object: shared }) }
  const object = JSON.parse(text) as KubeObject
  if (object.kind === 'Status' || object.kind !== kind.kind) return { status, parts: [text] }
  if (as.kind !== 'Table') return { status, parts: [metadataText(object, as.version)] }
  const include = readIncludedObject(call.query)
  const metadata = revisionOf(object)
  const options = { include, version: as.version, nowMs: core.clock.now(), metadata, hasColumns: true }
  return { status, parts: tableParts(kind, [{ object, text }], options) }
}

function revisionOf({ metadata }: KubeObject): JsonObject {
  const resourceVersion = isMap(metadata) ? metadata['resourceVersion'] : undefined
  return resourceVersion === undefined ? {} : { resourceVersion }
}
