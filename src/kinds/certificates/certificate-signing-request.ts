import { humanDuration, type KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { conditionOf, mapAt, numberAt, textAt } from '../read.ts'
import { checkRequest, checkRequestUpdate, defaultRequest, prepareRequest } from './request-rules.ts'

/** The wish for a certificate. */
export const certificateSigningRequest: Kind = defineKind({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  shortNames: ['csr'],
  scope: 'Cluster',
  subresources: [{ name: 'approval', verbs: ['get', 'patch', 'update'] }, statusSubresource],
  columns: [
    nameColumn,
    ageColumn,
    column('SignerName', 'The requested signer.', (object) => textAt(mapAt(object, 'spec'), 'signerName') || '<none>'),
    column('Requestor', 'The name of the user that created the CertificateSigningRequest.', (object) =>
      textAt(mapAt(object, 'spec'), 'username'),
    ),
    column('RequestedDuration', 'The requested duration of validity of the issued certificate.', (object) => {
      const seconds = numberAt(mapAt(object, 'spec'), 'expirationSeconds')
      return seconds === undefined ? '<none>' : humanDuration(seconds * 1000)
    }),
    column('Condition', 'Conditions applied to the request, such as approval or denial.', stateOf),
  ],
  selectableFields: { 'spec.signerName': (object) => textAt(mapAt(object, 'spec'), 'signerName') },
  rules: {
    newStatus: {},
    defaults: defaultRequest,
    prepare: prepareRequest,
    prepareUpdate: (object, old) => {
      object['spec'] = old['spec'] ?? {}
    },
    check: checkRequest,
    checkUpdate: checkRequestUpdate,
    checkStatus: checkRequestUpdate,
  },
})

function stateOf(object: KubeObject): string {
  const status = mapAt(object, 'status')
  const has = (type: string) => conditionOf(status, type) !== undefined
  const words = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'
  return `${words}${has('Failed') ? ',Failed' : ''}${textAt(status, 'certificate') === '' ? '' : ',Issued'}`
}
