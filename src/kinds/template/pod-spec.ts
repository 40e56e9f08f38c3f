import { checkDnsLabel, checkDnsSubdomain, type JsonObject, rangeMessage } from '#kube'
import {
  addDuplicate,
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { checkLabels } from '../check/metadata.ts'
import { isSet, isTrue, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkAffinity } from './affinity.ts'
import { checkNodePorts } from './container.ts'
import { checkContainers } from './containers.ts'
import { checkDns, checkHostAliases } from './host.ts'
import { checkPodResources } from './pod-resources.ts'
import { checkResources } from './resources.ts'
import { checkReadinessGates, checkSchedulingGates, checkSpread } from './scheduling.ts'
import { checkPodSecurity } from './security.ts'
import { checkSystem } from './system.ts'
import { checkTolerations } from './toleration.ts'
import { checkVolumes } from './volume.ts'

/** Where the spec of a pod stands. */
export interface PodSpecPlace {
  readonly field: string
  /** Name of the pod; templates have none. */
  readonly podName?: string
}

/** Checks the spec of a pod (core ValidatePodSpec). */
export function checkPodSpec(found: Findings, spec: JsonObject, { field, podName = '' }: PodSpecPlace): void {
  const volumes = checkVolumes(found, mapsAt(spec, 'volumes'), { field: `${field}.volumes`, podName })
  checkPodClaims(found, mapsAt(spec, 'resourceClaims'), `${field}.resourceClaims`)
  if (isSet(spec, 'resources')) checkPodResources(found, spec, field)
  checkContainers(found, spec, { field, volumes })
  checkNodePorts(found, spec, field)
  checkPolicies(found, spec, field)
  checkLabels(found, spec['nodeSelector'], `${field}.nodeSelector`)
  checkPodSecurity(found, spec, field)
  checkPullSecrets(found, spec, field)
  checkAffinity(found, mapAt(spec, 'affinity'), `${field}.affinity`)
  checkDns(found, spec, field)
  checkReadinessGates(found, mapsAt(spec, 'readinessGates'), `${field}.readinessGates`)
  checkSchedulingGates(found, mapsAt(spec, 'schedulingGates'), `${field}.schedulingGates`)
  checkSpread(found, mapsAt(spec, 'topologySpreadConstraints'), `${field}.topologySpreadConstraints`)
  checkHostUsers(found, spec, field)
  checkSubdomainFields(found, spec, field)
  checkTolerations(found, mapsAt(spec, 'tolerations'), `${field}.tolerations`)
  checkHostAliases(found, mapsAt(spec, 'hostAliases'), `${field}.hostAliases`)
  checkRest(found, spec, field)
}

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']

function checkPolicies(found: Findings, spec: JsonObject, field: string): void {
  const restart = textAt(spec, 'restartPolicy')
  if (restart === '') addRequired(found, `${field}.restartPolicy`)
  else if (!restartPolicies.includes(restart)) addUnsupported(found, `${field}.restartPolicy`, restart, restartPolicies)
  const dns = textAt(spec, 'dnsPolicy')
  if (dns === '') addRequired(found, `${field}.dnsPolicy`)
  else if (!dnsPolicies.includes(dns)) addUnsupported(found, `${field}.dnsPolicy`, dns, dnsPolicies)
}

function checkPullSecrets(found: Findings, spec: JsonObject, field: string): void {
  for (const [at, secret] of mapsAt(spec, 'imagePullSecrets').entries()) {
    const isNamed = Object.keys(secret).length === 0 || isSet(secret, 'name')
    if (!isNamed) addRequired(found, `${field}.imagePullSecrets[${at}]`)
  }
}

function checkSubdomainFields(found: Findings, spec: JsonObject, field: string): void {
  for (const key of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName']) {
    const value = textAt(spec, key)
    if (value !== '') addInvalid(found, `${field}.${key}`, value, ...checkDnsSubdomain(value))
  }
  for (const key of ['hostname', 'subdomain']) {
    const value = textAt(spec, key)
    if (value !== '') addInvalid(found, `${field}.${key}`, value, ...checkDnsLabel(value))
  }
}

function checkRest(found: Findings, spec: JsonObject, field: string): void {
  const deadline = numberAt(spec, 'activeDeadlineSeconds')
  if (deadline !== undefined && (deadline < 1 || deadline > 2_147_483_647)) {
    addInvalid(found, `${field}.activeDeadlineSeconds`, deadline, rangeMessage(1, 2_147_483_647))
  }
  const preemption = textAt(spec, 'preemptionPolicy')
  checkOptionalWord(found, `${field}.preemptionPolicy`, preemption, ['Never', 'PreemptLowerPriority'])
  if (isSet(spec, 'overhead')) {
    checkResources(found, { limits: spec['overhead'] ?? {} }, { field: `${field}.overhead` })
  }
  if (isSet(spec, 'os')) checkSystem(found, spec, field)
}

/** Checks that a pod with users of its own shares nothing else with its node (core validateHostUsers). */
function checkHostUsers(found: Findings, spec: JsonObject, field: string): void {
  if (spec['hostUsers'] !== false) return
  for (const [key, word] of [
    ['hostNetwork', 'hostNetwork'],
    ['hostPID', 'HostPID'],
    ['hostIPC', 'HostIPC'],
  ] as const) {
    if (isTrue(spec, key)) addForbidden(found, `${field}.${word}`, 'when `pod.Spec.HostUsers` is false')
  }
}

/** Checks the claims that a pod brings for its containers (core validatePodResourceClaim). */
function checkPodClaims(found: Findings, claims: readonly JsonObject[], field: string): void {
  const seen = new Set<string>()
  for (const [at, claim] of claims.entries()) {
    const place = `${field}[${at}]`
    const name = textAt(claim, 'name')
    if (name === '') addRequired(found, `${place}.name`)
    else if (seen.has(name)) addDuplicate(found, `${place}.name`, name)
    else addInvalid(found, `${place}.name`, name, ...checkDnsLabel(name))
    seen.add(name)
    const given = ['resourceClaimName', 'resourceClaimTemplateName'].filter((key) => isSet(claim, key))
    if (given.length > 1) {
      const detail = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'
      addInvalid(found, place, claim, detail)
    }
    if (given.length === 0) {
      addInvalid(found, place, claim, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')
    }
    for (const key of given)
      addInvalid(found, `${place}.${key}`, textAt(claim, key), ...checkDnsSubdomain(textAt(claim, key)))
  }
}
