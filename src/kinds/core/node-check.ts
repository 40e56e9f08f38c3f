import { checkCidr, checkLabelValue, checkQualifiedName, type JsonObject, type KubeObject, parseCidr } from '#kube'
import { addDuplicate, addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { canonizeResources, checkQuantity } from '../check/quantity.ts'
import { isSame } from '../equal.ts'
import { isSet, mapAt, mapsAt, textAt, textsAt } from '../read.ts'
import { checkTaintEffect } from '../template/toleration.ts'

/** What a node can give is what it has, unless told (mutates; core SetDefaults_NodeStatus). */
export function defaultNode(object: KubeObject): void {
  pairAddress(mapAt(object, 'spec'), 'podCIDR', 'podCIDRs')
  const status = mapAt(object, 'status')
  if (!isSet(status, 'allocatable') && isSet(status, 'capacity'))
    status['allocatable'] = { ...mapAt(status, 'capacity') }
  canonizeResources(status['capacity'])
  canonizeResources(status['allocatable'])
}

/** The older of two fields is the first of the newer list; where they differ, the older one counts (mutates). */
function pairAddress(spec: JsonObject, first: string, all: string): void {
  const [one, list] = [textAt(spec, first), textsAt(spec, all)]
  if (one !== '' && list[0] !== one) spec[all] = [one]
  else if (one === '' && list[0] !== undefined) spec[first] = list[0]
}

/** Checks a node (core ValidateNode). */
export function checkNode(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkTaints(found, mapsAt(spec, 'taints'))
  for (const list of ['capacity', 'allocatable']) {
    for (const [name, value] of Object.entries(mapAt(object, 'status', list))) {
      addInvalid(found, `status.${list}[${name}]`, name, ...checkQualifiedName(name))
      checkQuantity(found, value, `status.${list}[${name}]`)
    }
  }
  const ranges = textsAt(spec, 'podCIDRs')
  for (const [at, range] of ranges.entries()) addInvalid(found, `spec.podCIDRs[${at}]`, range, ...checkCidr(range))
  const families = new Set(ranges.map((range) => parseCidr(range)?.address.family))
  if (ranges.length > 2 || (ranges.length === 2 && families.size === 1)) {
    addInvalid(found, 'spec.podCIDRs', [...ranges], 'may specify no more than one CIDR for each IP family')
  }
}

/** Checks what may not change in a node (core ValidateNodeUpdate). */
export function checkNodeUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  const ranges = before['podCIDRs']
  if (isSet(before, 'podCIDRs') && textsAt(before, 'podCIDRs').length > 0 && !isSame(spec['podCIDRs'], ranges)) {
    addForbidden(found, 'spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')
  }
  if (textAt(before, 'providerID') !== '' && spec['providerID'] !== before['providerID']) {
    addForbidden(found, 'spec.providerID', 'node updates may not change providerID except from "" to valid')
  }
  const addresses = mapsAt(mapAt(object, 'status'), 'addresses')
  for (const [at, address] of addresses.entries()) {
    if (addresses.slice(0, at).some((other) => isSame(other, address))) {
      addDuplicate(found, `status.addresses[${at}]`, address)
    }
  }
}

function checkTaints(found: Findings, taints: readonly JsonObject[]): void {
  const seen = new Set<string>()
  for (const [at, taint] of taints.entries()) {
    const field = `spec.taints[${at}]`
    const [key, value, effect] = [textAt(taint, 'key'), textAt(taint, 'value'), textAt(taint, 'effect')]
    addInvalid(found, `${field}.key`, key, ...checkQualifiedName(key))
    addInvalid(found, `${field}.value`, value, ...checkLabelValue(value))
    if (effect === '') addRequired(found, `${field}.effect`)
    else checkTaintEffect(found, effect, `${field}.effect`)
    if (seen.has(`${key} ${effect}`)) {
      addDuplicate(found, field, taint)
    }
    seen.add(`${key} ${effect}`)
  }
}
