import { checkDnsLabel, checkDnsSubdomain, type JsonObject } from '#kube'
import {
  addDuplicate,
  addInvalid,
  addRequired,
  addTooMany,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'

/** A request asks for exactly one device unless told (mutates). */
export function defaultClaimSpec(spec: JsonObject): void {
  for (const request of mapsAt(mapAt(spec, 'devices'), 'requests')) {
    if (isSet(request, 'exactly')) defaultCount(mapAt(request, 'exactly'))
    for (const each of mapsAt(request, 'firstAvailable')) defaultCount(each)
  }
}

/** Checks the requests of a claim (resource validateResourceClaimSpec). */
export function checkClaimSpec(found: Findings, spec: JsonObject, field: string): void {
  const requests = mapsAt(mapAt(spec, 'devices'), 'requests')
  const place = `${field}.devices.requests`
  if (requests.length > 32) addTooMany(found, place, { count: requests.length, max: 32 })
  const seen = new Set<string>()
  for (const [at, request] of requests.entries()) {
    const name = textAt(request, 'name')
    if (name === '') addRequired(found, `${place}[${at}].name`)
    else addInvalid(found, `${place}[${at}].name`, name, ...checkDnsLabel(name))
    if (seen.has(name)) addDuplicate(found, `${place}[${at}].name`, name)
    seen.add(name)
    checkDeviceRequest(found, request, `${place}[${at}]`)
  }
}

function defaultCount(request: JsonObject): void {
  request['allocationMode'] ??= 'ExactCount'
  if (request['allocationMode'] === 'ExactCount') request['count'] ??= 1
}

function checkDeviceRequest(found: Findings, request: JsonObject, field: string): void {
  const [exactly, first] = [isSet(request, 'exactly'), mapsAt(request, 'firstAvailable').length > 0]
  if (exactly === first) {
    const detail = 'exactly one of `exactly` or `firstAvailable` is required'
    if (exactly) addInvalid(found, field, request, `${detail}, but multiple fields are set`)
    else addRequired(found, field, detail)
  }
  if (exactly) checkExact(found, mapAt(request, 'exactly'), `${field}.exactly`)
  for (const [at, each] of mapsAt(request, 'firstAvailable').entries())
    checkExact(found, each, `${field}.firstAvailable[${at}]`)
}

function checkExact(found: Findings, request: JsonObject, field: string): void {
  const name = textAt(request, 'deviceClassName')
  if (name === '') addRequired(found, `${field}.deviceClassName`)
  else addInvalid(found, `${field}.deviceClassName`, name, ...checkDnsSubdomain(name))
  const mode = textAt(request, 'allocationMode')
  checkOptionalWord(found, `${field}.allocationMode`, mode, ['All', 'ExactCount'])
  const count = numberAt(request, 'count') ?? 0
  if (mode === 'All' && count !== 0) {
    addInvalid(found, `${field}.count`, count, "must not be specified when allocationMode is 'All'")
  } else if (mode === 'ExactCount' && count <= 0)
    addInvalid(found, `${field}.count`, count, 'must be greater than zero')
}
