import type { JsonObject } from '#kube'
import { addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkDownwardItems } from './environment.ts'
import { checkDescendingPath } from './mount.ts'

/** Checks several sources put into one volume (core validateProjectionSources). */
export function checkProjected(found: Findings, projected: JsonObject, field: string): void {
  for (const [at, source] of mapsAt(projected, 'sources').entries()) {
    const place = `${field}.sources[${at}]`
    const given = kinds.filter((kind) => isSet(source, kind))
    for (const extra of given.slice(1)) {
      addForbidden(found, `${place}.${extra}`, 'may not specify more than 1 volume type per source')
    }
    const [kind] = given
    if (kind !== undefined) checkProjection(found, mapAt(source, kind), { kind, field: `${place}.${kind}` })
  }
}

const kinds = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate']

interface Projection {
  readonly kind: string
  readonly field: string
}

function checkProjection(found: Findings, source: JsonObject, { kind, field }: Projection): void {
  if (kind === 'secret' || kind === 'configMap') checkNamed(found, source, field)
  else if (kind === 'downwardAPI') checkDownwardItems(found, source, field)
  else if (kind === 'serviceAccountToken') checkToken(found, source, field)
}

function checkNamed(found: Findings, source: JsonObject, field: string): void {
  if (textAt(source, 'name') === '') addRequired(found, `${field}.name`)
  for (const [at, item] of mapsAt(source, 'items').entries()) {
    for (const key of ['key', 'path']) if (textAt(item, key) === '') addRequired(found, `${field}.items[${at}].${key}`)
  }
}

function checkToken(found: Findings, source: JsonObject, field: string): void {
  const seconds = numberAt(source, 'expirationSeconds') ?? 0
  if (seconds < 600) {
    addInvalid(found, `${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')
  }
  if (seconds > 2 ** 32) {
    addInvalid(found, `${field}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')
  }
  if (textAt(source, 'path') === '') addRequired(found, `${field}.path`)
  else checkDescendingPath(found, textAt(source, 'path'), `${field}.path`)
}
