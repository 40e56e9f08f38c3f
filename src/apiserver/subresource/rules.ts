import type { Kind } from '#kinds'
import type { Finding, KubeObject } from '#kube'
import { mergeApproval } from './approval.ts'
import { findEphemeralFaults, mergeEphemeral } from './ephemeral-containers.ts'
import { findFinalizerFaults, mergeFinalize } from './finalize.ts'
import { findResizeFaults, mergeResize } from './resize.ts'

/** A subresource through which only a part of the object changes. */
export interface SubresourceRule {
  /** The old object with the part that the new one may bring. */
  merge(object: KubeObject, old: KubeObject, nowMs: number): KubeObject
  /** What is wrong with the merged object. */
  check?(object: KubeObject, old: KubeObject): readonly Finding[]
  /** Set where the whole object has to be right as well, not only the part. */
  readonly checksWhole?: boolean
}

/** The rule of a subresource; undefined for the object itself, its status and its scale. */
export function ruleOf({ group, plural }: Kind, subresource: string): SubresourceRule | undefined {
  return subresource === '' ? undefined : rules[`${plural}.${group}/${subresource}`]
}

const rules: Readonly<Record<string, SubresourceRule>> = {
  'pods./ephemeralcontainers': { merge: mergeEphemeral, check: findEphemeralFaults },
  'pods./resize': { merge: mergeResize, check: findResizeFaults, checksWhole: true },
  'namespaces./finalize': { merge: mergeFinalize, check: findFinalizerFaults },
  'certificatesigningrequests.certificates.k8s.io/approval': { merge: mergeApproval },
}
