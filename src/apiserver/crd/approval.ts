import { asMap, mapAt, textAt } from '#kinds'
import { goQuote, type KubeObject } from '#kube'
import type { Condition } from './conditions.ts'

/** How the annotation that approves an API of a group of Kubernetes stands. */
export type ApprovalState = 'approved' | 'bypassed' | 'missing' | 'invalid'

/** Annotation that tells where an API of a protected group was approved. */
export const approvalAnnotation = 'api-approved.kubernetes.io'

/** Whether a group belongs to Kubernetes itself, so that its APIs want approval. */
export function isProtectedGroup(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group)
}

/** State and reason of the approval of a definition (apihelpers GetAPIApprovalState). */
export function approvalOf(definition: KubeObject): { readonly state: ApprovalState; readonly reason: string } {
  const text = textAt(mapAt(asMap(definition.metadata), 'annotations'), approvalAnnotation)
  const rule = `protected groups must have approval annotation ${goQuote(approvalAnnotation)}`
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111'
  if (text === '') return { state: 'missing', reason: `${rule}, ${see}` }
  if (text.startsWith('unapproved')) return { state: 'bypassed', reason: `not approved: ${goQuote(text)}` }
  if (isAddress(text)) return { state: 'approved', reason: `approved in ${text}` }
  return { state: 'invalid', reason: `${rule} with either a URL or a reason starting with "unapproved", ${see}` }
}

/** The condition that tells the approval; none for groups that need none. */
export function approvalCondition(definition: KubeObject): Condition | undefined {
  if (!isProtectedGroup(textAt(mapAt(definition, 'spec'), 'group'))) return undefined
  const { state, reason: message } = approvalOf(definition)
  const status = state === 'approved' ? 'True' : 'False'
  return { type: 'KubernetesAPIApprovalPolicyConformant', status, reason: reasons[state], message }
}

const reasons: Readonly<Record<ApprovalState, string>> = {
  approved: 'ApprovedAnnotation',
  bypassed: 'UnapprovedAnnotation',
  missing: 'MissingAnnotation',
  invalid: 'InvalidAnnotation',
}

/** An absolute address with a host: `https://…`. */
function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.test(text) && !/[\s\u0000-\u001f]/.test(text)
}
