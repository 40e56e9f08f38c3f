import { checkDnsLabel, checkDnsSubdomain, type JsonObject, rangeMessage } from '#kube'
import { addInvalid, addRequired, addUnsupported, checkOptionalWord, type Findings } from '../check/finding.ts'
import { checkLabels } from '../check/metadata.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkAffinity } from './affinity.ts'
import { checkContainers } from './containers.ts'
import { checkDns, checkHostAliases } from './host.ts'
import { checkResources } from './resources.ts'
import { checkReadinessGates, checkSchedulingGates, checkSpread } from './scheduling.ts'
import { checkPodSecurity } from './security.ts'
import { checkTolerations } from './toleration.ts'
import { checkVolumes } from './volume.ts'

/** Checks the spec of a pod (core ValidatePodSpec). */
export function checkPodSpec(found: Findings, spec: JsonObject, field: string): void {
  checkVolumes(found, mapsAt(spec, 'volumes'), `${field}.volumes`)
  checkContainers(found, spec, field)
  checkPolicies(found, spec, field)
  checkLabels(found, spec['nodeSelector'], `${field}.nodeSelector`)
  checkPodSecurity(found, spec, field)
  checkPullSecrets(found, spec, field)
  checkAffinity(found, mapAt(spec, 'affinity'), `${field}.affinity`)
  checkDns(found, spec, field)
  checkReadinessGates(found, mapsAt(spec, 'readinessGates'), `${field}.readinessGates`)
  checkSchedulingGates(found, mapsAt(spec, 'schedulingGates'), `${field}.schedulingGates`)
  checkSpread(found, mapsAt(spec, 'topologySpreadConstraints'), `${field}.topologySpreadConstraints`)
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
    checkResources(found, { limits: spec['overhead'] ?? {} }, { field: `${field}.overhead`, isOverhead: true })
  }
  if (isSet(spec, 'resources')) checkResources(found, mapAt(spec, 'resources'), { field: `${field}.resources` })
  const system = mapAt(spec, 'os')
  if (isSet(spec, 'os')) {
    if (textAt(system, 'name') === '') addRequired(found, `${field}.os.name`)
    else checkOptionalWord(found, `${field}.os`, textAt(system, 'name'), ['linux', 'windows'])
  }
}
