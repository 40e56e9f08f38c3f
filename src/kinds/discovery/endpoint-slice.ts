import { checkDnsSubdomain, type KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { fewOf } from '../columns/list.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { sliceWarnings } from '../warn/endpoint.ts'
import { checkSlice, checkSliceUpdate, defaultSlice } from './endpoint-slice-check.ts'

/** Some of the addresses behind a service. */
export const endpointSlice: Kind = defineKind({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  columns: [
    nameColumn,
    column('AddressType', 'The type of address carried by this EndpointSlice.', (object) =>
      textAt(object, 'addressType'),
    ),
    column('Ports', 'The list of network ports exposed by each endpoint in this slice.', portsOf),
    column('Endpoints', 'A list of unique endpoints in this slice.', (object) =>
      fewOf(
        mapsAt(object, 'endpoints').flatMap((each) => textsAt(each, 'addresses')),
        '<unset>',
      ),
    ),
    ageColumn,
  ],
  rules: {
    checkName: checkDnsSubdomain,
    generationFields: ['endpoints', 'ports', 'addressType', 'metadata.labels'],
    defaults: defaultSlice,
    check: checkSlice,
    warnings: sliceWarnings,
    checkUpdate: checkSliceUpdate,
  },
})

function portsOf(object: KubeObject): string {
  const ports = mapsAt(object, 'ports').map((port) => String(numberAt(port, 'port') ?? '*'))
  return fewOf(ports, '<unset>')
}
