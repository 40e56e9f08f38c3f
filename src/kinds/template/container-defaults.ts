import type { JsonObject } from '#kube'
import { canonizeField, canonizeResources } from '../check/quantity.ts'
import { isSet, makeMap, mapAt, mapsAt, textAt } from '../read.ts'

/** Fills in what a container leaves out (mutates; core SetDefaults_Container and those of its parts). */
export function defaultContainer(container: JsonObject): void {
  container['imagePullPolicy'] ??= tagOf(textAt(container, 'image')) === 'latest' ? 'Always' : 'IfNotPresent'
  container['terminationMessagePath'] ??= '/dev/termination-log'
  container['terminationMessagePolicy'] ??= 'File'
  for (const port of mapsAt(container, 'ports')) port['protocol'] ??= 'TCP'
  for (const variable of mapsAt(container, 'env')) defaultSource(mapAt(variable, 'valueFrom'))
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (isSet(container, probe)) defaultProbe(mapAt(container, probe))
  }
  for (const hook of ['postStart', 'preStop']) defaultHandler(mapAt(container, 'lifecycle', hook))
  const resources = makeMap(container, 'resources')
  canonizeResources(resources['limits'])
  canonizeResources(resources['requests'])
}

/** References to fields of the pod name a version, and divisors are quantities (mutates). */
export function defaultSource(source: JsonObject): void {
  if (isSet(source, 'fieldRef')) mapAt(source, 'fieldRef')['apiVersion'] ??= 'v1'
  if (!isSet(source, 'resourceFieldRef')) return
  const reference = mapAt(source, 'resourceFieldRef')
  reference['divisor'] ??= '0'
  canonizeField(reference, 'divisor')
}

/** Requests are the limits where only those are given (mutates; core SetDefaults_Pod). */
export function requestLimits(container: JsonObject): void {
  const resources = mapAt(container, 'resources')
  if (!isSet(resources, 'limits')) return
  const requests = makeMap(resources, 'requests')
  for (const [name, value] of Object.entries(mapAt(resources, 'limits'))) {
    if (!Object.hasOwn(requests, name)) requests[name] = value
  }
}

/** Tag of an image: `latest` when it has neither tag nor digest. */
function tagOf(image: string): string {
  const [name = '', digest] = image.split('@')
  const colon = name.lastIndexOf(':')
  if (colon > name.lastIndexOf('/')) return name.slice(colon + 1)
  return digest === undefined ? 'latest' : ''
}

function defaultProbe(probe: JsonObject): void {
  const numbers = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }
  for (const [field, value] of Object.entries(numbers))
    if (!isSet(probe, field) || probe[field] === 0) probe[field] = value
  defaultHandler(probe)
  if (isSet(probe, 'grpc')) mapAt(probe, 'grpc')['service'] ??= ''
}

function defaultHandler(handler: JsonObject): void {
  if (!isSet(handler, 'httpGet')) return
  const request = mapAt(handler, 'httpGet')
  request['path'] ||= '/'
  request['scheme'] ||= 'HTTP'
}
