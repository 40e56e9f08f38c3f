import { type JsonObject, type KubeObject, readCertificateRequest, textAt, timeText, valueAt } from '#kube'
import type { Context, Controller, Result } from '#reconcile'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { type SignedRequest, type Signer, signerOf } from './signers.ts'

/** Signs a PKCS#10 request (PEM) for so long; gives the certificate as PEM. Throws when the request is none. */
export type SignRequest = (pem: string, usages: readonly string[], durationMs: number) => string

/** A year, unless `spec.expirationSeconds` asks for less. */
const DURATION_MS = 365 * 24 * 3_600_000
const SHORTEST_MS = 600_000
const PENDING_MS = 24 * 3_600_000
const SETTLED_MS = 3_600_000

/**
 * Approves kubelets' own requests, signs what is approved for the kubernetes.io signers, and takes old requests away.
 * Source: kubernetes pkg/controller/certificates.
 */
export function certificateController(sign: SignRequest): Controller {
  return {
    name: 'certificate-signing',
    watches: [{ type: types.certificateRequests }],
    reconcile: async ({ name }, context) => {
      const request = context.informer(types.certificateRequests).cache.get('', name)
      if (request === undefined) return undefined
      const signer = signerOf(request)
      if (signer !== undefined) await step(request, signer, { sign, context })
      return cleanUp(request, context)
    },
  }
}

interface Signing {
  readonly sign: SignRequest
  readonly context: Context
}

async function step(request: KubeObject, signer: Signer, signing: Signing): Promise<void> {
  if (valueAt(request, 'status', 'certificate') !== undefined || has(request, 'Denied') || has(request, 'Failed'))
    return
  const pem = Buffer.from(textAt(request, 'spec', 'request'), 'base64').toString('utf8')
  if (!has(request, 'Approved')) return approve(request, pem, signer, signing.context)
  const { client, clock } = signing.context
  const usages = (valueAt(request, 'spec', 'usages') ?? []) as string[]
  const problem = signer.check(readRequest(request, pem))
  const status = (request['status'] ?? {}) as JsonObject
  if (problem !== undefined) {
    const failed = conditionOf('Failed', 'SignerValidationFailure', problem, clock.now())
    const conditions = [...((status['conditions'] ?? []) as JsonObject[]), failed]
    await client.update(
      types.certificateRequests,
      { ...request, status: { ...status, conditions } },
      { subresource: 'status' },
    )
    return
  }
  const certificate = Buffer.from(signing.sign(pem, usages, durationOf(request))).toString('base64')
  await client.update(
    types.certificateRequests,
    { ...request, status: { ...status, certificate } },
    { subresource: 'status' },
  )
}

async function approve(request: KubeObject, pem: string, signer: Signer, context: Context): Promise<void> {
  const subresource = signer.isApprovedFor?.(readRequest(request, pem))
  if (subresource === undefined || !(await mayAsk(request, subresource, context))) return
  const message =
    subresource === 'selfnodeclient'
      ? 'Auto approving self kubelet client certificate after SubjectAccessReview.'
      : 'Auto approving kubelet client certificate after SubjectAccessReview.'
  const status = (request['status'] ?? {}) as JsonObject
  const approved = conditionOf('Approved', 'AutoApproved', message, context.clock.now())
  const conditions = [...((status['conditions'] ?? []) as JsonObject[]), approved]
  await context.client.update(
    types.certificateRequests,
    { ...request, status: { ...status, conditions } },
    { subresource: 'approval' },
  )
}

/** Whether the requester may create `certificatesigningrequests/SUBRESOURCE`. */
async function mayAsk(request: KubeObject, subresource: string, { client }: Context): Promise<boolean> {
  const spec = (request['spec'] ?? {}) as JsonObject
  const review: KubeObject = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: { name: '' },
    spec: {
      user: spec['username'] ?? '',
      groups: spec['groups'] ?? [],
      uid: spec['uid'] ?? '',
      extra: spec['extra'] ?? {},
      resourceAttributes: {
        group: 'certificates.k8s.io',
        resource: 'certificatesigningrequests',
        verb: 'create',
        subresource,
      },
    },
  }
  const type = {
    group: 'authorization.k8s.io',
    version: 'v1',
    resource: 'subjectaccessreviews',
    kind: 'SubjectAccessReview',
    isNamespaced: false,
  }
  return valueAt(await client.create(type, review), 'status', 'allowed') === true
}

function readRequest(request: KubeObject, pem: string): SignedRequest {
  const said = readCertificateRequest(pem)
  return {
    commonName: said.commonName,
    organizations: said.organizations,
    hosts: said.dnsNames.length + said.addresses.length,
    others: said.emails.length + said.uris.length,
    usages: (valueAt(request, 'spec', 'usages') ?? []) as string[],
    username: textAt(request, 'spec', 'username'),
    groups: (valueAt(request, 'spec', 'groups') ?? []) as string[],
  }
}

function durationOf(request: KubeObject): number {
  const seconds = valueAt(request, 'spec', 'expirationSeconds')
  return typeof seconds === 'number' ? Math.min(DURATION_MS, Math.max(SHORTEST_MS, seconds * 1000)) : DURATION_MS
}

function has(request: KubeObject, type: string): boolean {
  const conditions = valueAt(request, 'status', 'conditions')
  return Array.isArray(conditions) && (conditions as JsonObject[]).some((condition) => condition['type'] === type)
}

function conditionOf(type: string, reason: string, message: string, now: number): JsonObject {
  const time = timeText(now)
  return { type, status: 'True', reason, message, lastUpdateTime: time, lastTransitionTime: time }
}

/** Settled requests are kept for an hour, open ones for a day. */
async function cleanUp(request: KubeObject, { client, clock }: Context): Promise<Result | undefined> {
  const isSettled =
    has(request, 'Denied') || has(request, 'Failed') || valueAt(request, 'status', 'certificate') !== undefined
  const madeAt = Date.parse(textAt(request, 'metadata', 'creationTimestamp'))
  const leftMs = madeAt + (isSettled ? SETTLED_MS : PENDING_MS) - clock.now()
  if (Number.isNaN(leftMs)) return undefined
  if (leftMs > 0) return { requeueAfterMs: leftMs }
  await unless(['NotFound'], client.remove(types.certificateRequests, { name: request.metadata.name }))
  return undefined
}
