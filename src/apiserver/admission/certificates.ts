import { mapAt, textAt } from '#kinds'
import { type KubeObject, readCertificateRequest, sameJson } from '#kube'
import { questionOf } from '../authz/attributes.ts'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import { forbid } from './refuse.ts'

const GROUP = 'certificates.k8s.io'

/** Who approves or denies a request must be allowed to `approve` for its signer. */
export function certificateApproval(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateApproval',
    operations: ['UPDATE'],
    validate: async (request) => {
      if (!isSigningRequest(request, 'approval') || request.oldObject === undefined) return
      const signer = signerOf(request.oldObject)
      if (await isAllowed(authorizer, request, { verb: 'approve', signer })) return
      throw forbid(request, `user not permitted to approve requests with signerName ${JSON.stringify(signer)}`)
    },
  }
}

/** Who writes a certificate into a request must be allowed to `sign` for its signer. */
export function certificateSigning(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateSigning',
    operations: ['UPDATE'],
    validate: async (request) => {
      const { object, oldObject } = request
      if (!isSigningRequest(request, 'status') || object === undefined || oldObject === undefined) return
      const [before, after] = [mapAt(oldObject, 'status'), mapAt(object, 'status')]
      const isSame =
        before['certificate'] === after['certificate'] && sameJson(before['conditions'], after['conditions'])
      const signer = signerOf(oldObject)
      if (isSame || (await isAllowed(authorizer, request, { verb: 'sign', signer }))) return
      throw forbid(request, `user not permitted to sign requests with signerName ${JSON.stringify(signer)}`)
    },
  }
}

/** Nobody becomes a cluster administrator by a certificate. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  operations: ['CREATE'],
  validate: (request) => {
    const { object } = request
    if (object === undefined || !isSigningRequest(request, '')) return
    const signer = signerOf(object)
    if (signer !== 'kubernetes.io/kube-apiserver-client') return
    if (!organizationsOf(request, object).includes('system:masters')) return
    throw forbid(request, `use of ${signer} signer with system:masters group is not allowed`)
  },
}

function isSigningRequest({ resource, subresource }: AdmissionRequest, wanted: string): boolean {
  return resource.group === GROUP && resource.resource === 'certificatesigningrequests' && subresource === wanted
}

function signerOf(object: KubeObject): string {
  return textAt(mapAt(object, 'spec'), 'signerName')
}

function organizationsOf(request: AdmissionRequest, object: KubeObject): readonly string[] {
  const pem = Buffer.from(textAt(mapAt(object, 'spec'), 'request'), 'base64').toString('latin1')
  try {
    return readCertificateRequest(pem).organizations
  } catch (error) {
    throw forbid(request, `unable to parse CSR: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A right for one signer, or for all of its domain. */
async function isAllowed(
  authorizer: Authorizer,
  { user }: AdmissionRequest,
  { verb, signer }: { readonly verb: string; readonly signer: string },
): Promise<boolean> {
  const ask = async (name: string): Promise<boolean> =>
    (await authorizer.authorize(questionOf(user, verb, { group: GROUP, resource: 'signers', name }))).answer === 'allow'
  return (await ask(signer)) || (await ask(`${signer.split('/', 1)[0] ?? ''}/*`))
}
