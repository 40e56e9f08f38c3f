import { checkDnsSubdomain, checkIp, checkQualifiedName, type JsonObject, type KubeObject, parseIp } from '#kube'
import { addDuplicate, addForbidden, addInvalid, checkUnchanged, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkAnnotationUpdates } from '../template/annotations.ts'
import { checkId } from '../template/security.ts'

/** Checks a new status of a pod (core ValidatePodStatusUpdate). */
export function checkPodStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  const [status, before] = [mapAt(object, 'status'), mapAt(old, 'status')]
  checkAnnotationUpdates(found, object, old)
  checkPodConditions(found, status)
  checkNomination(found, { status, before, spec: mapAt(old, 'spec') })
  checkGeneration(found, status, 'status.observedGeneration')
  const quality = status['qosClass'] ?? ''
  checkUnchanged(found, 'status.qosClass', quality, quality === (before['qosClass'] ?? ''))
  checkStates(found, { status, before, spec: mapAt(old, 'spec') })
  checkClaimStatuses(found, status, mapAt(object, 'spec'))
  checkAddresses(found, status, before)
  for (const { list } of [...lists, ephemeral]) checkUsers(found, mapsAt(status, list), `status.${list}`)
}

interface Change {
  readonly status: JsonObject
  readonly before: JsonObject
  /** The pod's spec before the write. */
  readonly spec: JsonObject
}

const lists = [
  { list: 'containerStatuses', containers: 'containers' },
  { list: 'initContainerStatuses', containers: 'initContainers' },
] as const
const ephemeral = { list: 'ephemeralContainerStatuses' } as const

function checkGeneration(found: Findings, map: JsonObject, field: string): void {
  const generation = numberAt(map, 'observedGeneration') ?? 0
  if (generation < 0) addInvalid(found, field, generation, 'must be a non-negative integer')
}

function checkPodConditions(found: Findings, status: JsonObject): void {
  for (const [at, condition] of mapsAt(status, 'conditions').entries()) {
    const field = `status.conditions[${at}]`
    checkGeneration(found, condition, `${field}.observedGeneration`)
    const type = textAt(condition, 'type')
    if (['PodScheduled', 'Ready', 'Initialized'].includes(type)) continue
    addInvalid(found, `${field}.Type`, type, ...checkQualifiedName(type))
  }
}

function checkNomination(found: Findings, { status, before, spec }: Change): void {
  const name = textAt(status, 'nominatedNodeName')
  if (name === '' || name === textAt(before, 'nominatedNodeName')) return
  const field = 'status.nominatedNodeName'
  addInvalid(found, field, name, ...checkDnsSubdomain(name))
  if (textAt(spec, 'nodeName') !== '') {
    addForbidden(found, field, 'may not be set on pods that are already bound to a node')
  }
}

/** A container that ended for good does not come back. */
function checkStates(found: Findings, { status, before, spec }: Change): void {
  const check = (list: string, comesBack: (name: string, exitCode: number) => boolean) => {
    const statuses = mapsAt(status, list)
    for (const [at, old] of mapsAt(before, list).entries()) {
      if (!isTerminated(old)) continue
      const risen = statuses.find((each) => each['name'] === old['name'] && !isTerminated(each))
      const code = numberAt(mapAt(old, 'state', 'terminated'), 'exitCode') ?? 0
      if (risen === undefined || comesBack(textAt(old, 'name'), code)) continue
      addForbidden(found, `status.${list}[${at}].state`, 'may not be transitioned to non-terminated state')
    }
  }
  for (const { list, containers } of lists) {
    const known = mapsAt(spec, containers)
    check(list, (name, code) => {
      const container = known.find((each) => each['name'] === name)
      return container !== undefined && restarts(container, spec, code)
    })
  }
  check(ephemeral.list, () => false)
}

function isTerminated(status: JsonObject): boolean {
  return isSet(mapAt(status, 'state'), 'terminated')
}

/** Whether a container is started again after it ended: by its rules, its policy, or the pod's (pod util ContainerShouldRestart). */
function restarts(container: JsonObject, spec: JsonObject, exitCode: number): boolean {
  const own = textAt(container, 'restartPolicy')
  if (own !== '' && mapsAt(container, 'restartPolicyRules').find((rule) => matches(rule, exitCode))) return true
  const policy = own || textAt(spec, 'restartPolicy') || 'Always'
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

function matches(rule: JsonObject, exitCode: number): boolean {
  const codes = mapAt(rule, 'exitCodes')
  const values = codes['values']
  const isListed = Array.isArray(values) && values.includes(exitCode)
  return isSet(rule, 'exitCodes') && (textAt(codes, 'operator') === 'In' ? isListed : !isListed)
}

function checkClaimStatuses(found: Findings, status: JsonObject, spec: JsonObject): void {
  const claims = new Set(mapsAt(spec, 'resourceClaims').map((claim) => textAt(claim, 'name')))
  const seen = new Set<string>()
  for (const [at, claim] of mapsAt(status, 'resourceClaimStatuses').entries()) {
    const field = `status.resourceClaimStatuses[${at}].name`
    const [name, claimName] = [textAt(claim, 'name'), textAt(claim, 'resourceClaimName')]
    if (!claims.has(name)) {
      addInvalid(found, field, name, 'must match the name of an entry in `spec.resourceClaims`')
    }
    if (seen.has(name)) addDuplicate(found, field, name)
    seen.add(name)
    if (isSet(claim, 'resourceClaimName')) addInvalid(found, field, claimName, ...checkDnsSubdomain(claimName))
  }
}

function checkAddresses(found: Findings, status: JsonObject, before: JsonObject): void {
  checkFamilies(found, status, { list: 'podIPs', known: before })
  const [first] = mapsAt(status, 'hostIPs')
  if (first !== undefined && textAt(first, 'ip') !== textAt(status, 'hostIP')) {
    addInvalid(found, 'status.hostIPs[0].ip', textAt(first, 'ip'), 'must be equal to `hostIP`')
  }
  checkFamilies(found, status, { list: 'hostIPs', known: before })
}

/** One address of each family at most; those that were there before stay what they are. */
function checkFamilies(
  found: Findings,
  status: JsonObject,
  { list, known }: { readonly list: string; readonly known: JsonObject },
): void {
  const field = `status.${list}`
  const addresses = mapsAt(status, list).map((each) => textAt(each, 'ip'))
  const old = new Set(mapsAt(known, list).map((each) => textAt(each, 'ip')))
  for (const [at, address] of addresses.entries()) {
    if (!old.has(address)) addInvalid(found, `${field}[${at}]`, address, ...checkIp(address))
  }
  const families = new Set(addresses.map((address) => parseIp(address)?.family))
  if (addresses.length > 1 && (families.size < 2 || addresses.length > 2)) {
    addInvalid(found, field, status[list], 'may specify no more than one IP for each IP family')
  }
}

function checkUsers(found: Findings, statuses: readonly JsonObject[], field: string): void {
  for (const [at, status] of statuses.entries()) {
    const user = mapAt(status, 'user', 'linux')
    const place = `${field}[${at}].linux`
    for (const key of ['uid', 'gid']) checkId(found, numberAt(user, key), `${place}.${key}`)
    const groups = Array.isArray(user['supplementalGroups']) ? user['supplementalGroups'] : []
    for (const [index, group] of groups.entries()) {
      if (typeof group === 'number') checkId(found, group, `${place}.supplementalGroups[${index}]`)
    }
  }
}
