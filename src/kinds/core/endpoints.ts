import { type JsonObject, type KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { fewOf } from '../columns/list.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapsAt, scalarText, textAt } from '../read.ts'
import { endpointsWarnings } from '../warn/endpoint.ts'
import { checkEndpoints, defaultEndpoints } from './endpoint-subset.ts'

/** Addresses behind a service (deprecated: EndpointSlice). */
export const endpoints: Kind = defineKind({
  group: '',
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  columns: [
    nameColumn,
    column('Endpoints', 'The set of all endpoints is the union of all subsets.', listOf),
    ageColumn,
  ],
  rules: {
    defaults: defaultEndpoints,
    check: checkEndpoints,
    warnings: endpointsWarnings,
    createsOnUpdate: true,
  },
})

function listOf(object: KubeObject): string {
  const subsets = mapsAt(object, 'subsets')
  return subsets.length === 0 ? '<none>' : fewOf(subsets.flatMap(addressesOf), '')
}

function addressesOf(subset: JsonObject): readonly string[] {
  const addresses = mapsAt(subset, 'addresses').map((address) => textAt(address, 'ip'))
  const ports = mapsAt(subset, 'ports')
  if (ports.length === 0) return addresses
  return ports.flatMap((port) => addresses.map((address) => hostPort(address, scalarText(port['port']))))
}

function hostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
