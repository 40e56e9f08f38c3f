import type { KubeObject } from '#kube'
import { valueAt } from '#kube'

/** What a signer of kubernetes.io accepts. */
export interface Signer {
  readonly name: string
  /** Whether the subject and usages are right; the second text says why not. */
  check(request: SignedRequest): string | undefined
  /** Whether requests of this kind are approved without a person. */
  readonly isApprovedFor?: (request: SignedRequest) => string | undefined
}

/** A CertificateSigningRequest with what its PEM says. */
export interface SignedRequest {
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly hosts: number
  readonly others: number
  readonly usages: readonly string[]
  readonly username: string
  readonly groups: readonly string[]
}

const CLIENT_USAGES = ['key encipherment', 'digital signature', 'client auth']
const SERVER_USAGES = ['key encipherment', 'digital signature', 'server auth']

/** Signers as the documentation of kubernetes.io lists them. `legacy-unknown` is not served by the v1 API. */
export const signers: readonly Signer[] = [
  {
    name: 'kubernetes.io/kube-apiserver-client',
    check: ({ usages }) => usageProblem(usages, ['client auth'], [...CLIENT_USAGES]),
  },
  {
    name: 'kubernetes.io/kube-apiserver-client-kubelet',
    check: (request) =>
      nodeProblem(request) ??
      sanProblem(request) ??
      usageProblem(request.usages, ['digital signature', 'client auth'], CLIENT_USAGES),
    isApprovedFor: (request) => {
      if (nodeProblem(request) !== undefined || request.hosts + request.others > 0) return undefined
      return request.username === request.commonName ? 'selfnodeclient' : 'nodeclient'
    },
  },
  {
    name: 'kubernetes.io/kubelet-serving',
    check: (request) =>
      nodeProblem(request) ??
      (request.hosts === 0 ? 'DNS or IP subjectAltName is required' : undefined) ??
      (request.others > 0 ? 'email and URI subjectAltNames are not allowed' : undefined) ??
      usageProblem(request.usages, ['digital signature', 'server auth'], SERVER_USAGES),
  },
]

/** The signer a request names; undefined for foreign ones. */
export function signerOf(request: KubeObject): Signer | undefined {
  const name = valueAt(request, 'spec', 'signerName')
  return signers.find((signer) => signer.name === name)
}

function nodeProblem({ commonName, organizations }: SignedRequest): string | undefined {
  if (organizations.length !== 1 || organizations[0] !== 'system:nodes')
    return 'subject organization is not system:nodes'
  return commonName.startsWith('system:node:') ? undefined : 'subject common name does not begin with system:node: '
}

function sanProblem({ hosts, others }: SignedRequest): string | undefined {
  return hosts + others > 0 ? 'subjectAltNames are not allowed' : undefined
}

function usageProblem(
  usages: readonly string[],
  required: readonly string[],
  allowed: readonly string[],
): string | undefined {
  const isRight = required.every((usage) => usages.includes(usage)) && usages.every((usage) => allowed.includes(usage))
  return isRight ? undefined : `usages did not match [${usages.join(' ')}]`
}
