import type { Clock } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { alwaysPullImages } from './always-pull-images.ts'
import { certificateApproval, certificateSigning, certificateSubjectRestriction } from './certificates.ts'
import { defaultIngressClass, defaultStorageClass } from './default-class.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { extendedResourceToleration } from './extended-resource-toleration.ts'
import { limitRanger } from './limit-ranger.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'
import { nodeRestriction } from './node-restriction.ts'
import { ownerReferencesPermission } from './owner-references.ts'
import { podNodeSelector } from './pod-node-selector.ts'
import { type PodSecurityOptions, podSecurity } from './pod-security/plugin.ts'
import { priority } from './priority.ts'
import { resourceQuota } from './quota/plugin.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'
import { storageObjectInUseProtection } from './storage-protection.ts'
import { taintNodesByCondition } from './taint-nodes.ts'
import { persistentVolumeClaimResize } from './volume-resize.ts'

/** What the built-in plugins need, and what else stands between them. */
export interface AdmissionOptions {
  readonly authorizer: Authorizer
  readonly clock: Clock
  /** A number from 0 up to 1. */
  random(): number
  readonly podSecurity?: PodSecurityOptions
  /** Names of plugins to add to, or to take from, those that are on by default. */
  readonly enable?: readonly string[]
  readonly disable?: readonly string[]
  /** MutatingAdmissionPolicy and MutatingAdmissionWebhook. */
  readonly mutating?: readonly AdmissionPlugin[]
  /** ValidatingAdmissionPolicy and ValidatingAdmissionWebhook. */
  readonly validating?: readonly AdmissionPlugin[]
  /** The check of `createAuthorization` that nobody gives away more than he has. */
  readonly escalation?: AdmissionPlugin
}

const OFF_BY_DEFAULT: ReadonlySet<string> = new Set([
  'AlwaysPullImages',
  'ExtendedResourceToleration',
  'OwnerReferencesPermissionEnforcement',
])

/** The plugins in the order of kube-apiserver; ResourceQuota is last, so that only what is let in is counted. */
export function defaultAdmission(options: AdmissionOptions): readonly AdmissionPlugin[] {
  const { authorizer, enable = [], disable = [], mutating = [], validating = [], escalation } = options
  const builtIn: readonly AdmissionPlugin[] = [
    namespaceLifecycle,
    podNodeSelector,
    limitRanger,
    serviceAccount(options),
    nodeRestriction,
    taintNodesByCondition,
    alwaysPullImages,
    podSecurity(options.podSecurity),
    priority,
    defaultTolerationSeconds(),
    extendedResourceToleration,
    defaultStorageClass,
    storageObjectInUseProtection,
    ownerReferencesPermission(authorizer),
    persistentVolumeClaimResize,
    runtimeClass,
    certificateApproval(authorizer),
    certificateSigning(authorizer),
    certificateSubjectRestriction,
    defaultIngressClass,
  ]
  const isOn = ({ name }: AdmissionPlugin): boolean =>
    !disable.includes(name) && (enable.includes(name) || !OFF_BY_DEFAULT.has(name))
  const rest = [...mutating, ...(escalation === undefined ? [] : [escalation]), ...validating, resourceQuota()]
  return [...builtIn.filter(isOn), ...rest.filter(({ name }) => !disable.includes(name))]
}
