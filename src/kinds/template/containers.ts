import { checkDnsLabel, type JsonObject } from '#kube'
import {
  addDuplicate,
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkWord,
  type Findings,
} from '../check/finding.ts'
import { isSet, listAt, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkContainer, checkImageSpace } from './container.ts'
import type { VolumeMap } from './mount.ts'
import { checkLifecycle, checkProbes } from './probe.ts'

/** Checks the containers of every sort in a pod spec: names are unique, ports of the node are taken once. */
export function checkContainers(found: Findings, spec: JsonObject, { field, volumes }: SpecPlace): void {
  const containers = mapsAt(spec, 'containers')
  if (containers.length === 0) addRequired(found, `${field}.containers`)
  const names = new Set<string>()
  for (const [at, container] of containers.entries()) {
    const place = `${field}.containers[${at}]`
    checkName(found, { container, field: place, names })
    checkContainer(found, container, { field: place, spec, volumes })
    checkProbes(found, container, place)
    checkHooks(found, container, { field: place, spec })
    checkRestart(found, container, place)
  }
  checkHostPorts(found, containers, `${field}.containers`)
  checkInit(found, spec, { field, names, volumes })
  checkEphemeral(found, spec, { field, names, volumes })
}

/** Where the spec of a pod stands. */
export interface SpecPlace {
  readonly field: string
  /** The pod's volumes without faults. */
  readonly volumes: VolumeMap
}

interface Named {
  readonly container: JsonObject
  readonly field: string
  readonly names: Set<string>
}

type Place = Pick<Named, 'field' | 'names'> & SpecPlace

function checkName(found: Findings, { container, field, names }: Named): void {
  const name = textAt(container, 'name')
  if (name === '') addRequired(found, `${field}.name`)
  else addInvalid(found, `${field}.name`, name, ...checkDnsLabel(name))
  if (names.has(name)) addDuplicate(found, `${field}.name`, name)
  else names.add(name)
}

function checkHooks(
  found: Findings,
  container: JsonObject,
  { field, spec }: { readonly field: string; readonly spec: JsonObject },
): void {
  const graceSeconds = numberAt(spec, 'terminationGracePeriodSeconds') ?? 0
  checkLifecycle(found, mapAt(container, 'lifecycle'), { field: `${field}.lifecycle`, graceSeconds })
}

function checkInit(found: Findings, spec: JsonObject, { field, names, volumes }: Place): void {
  for (const [at, container] of mapsAt(spec, 'initContainers').entries()) {
    const place = `${field}.initContainers[${at}]`
    checkName(found, { container, field: place, names })
    checkContainer(found, container, { field: place, spec, volumes })
    checkHostPorts(found, [container], `${field}.initContainers`, at)
    const isSidecar = container['restartPolicy'] === 'Always'
    if (isSidecar) {
      checkProbes(found, container, place)
      checkHooks(found, container, { field: place, spec })
    } else forbidForInit(found, container, place)
    checkRestart(found, container, place)
  }
}

/** What runs to an end before the others has no probes and no hooks. */
function forbidForInit(found: Findings, container: JsonObject, field: string): void {
  for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (isSet(container, key)) {
      addForbidden(found, `${field}.${key}`, 'may not be set for init containers without restartPolicy=Always')
    }
  }
  if (listAt(container, 'resizePolicy').length > 0) {
    addInvalid(found, `${field}.resizePolicy`, container['resizePolicy'], 'must not be set for init containers')
  }
}

function checkRestart(found: Findings, container: JsonObject, field: string): void {
  const policy = textAt(container, 'restartPolicy')
  const words = ['Always', 'Never', 'OnFailure']
  if (policy !== '' && !words.includes(policy)) addUnsupported(found, `${field}.restartPolicy`, policy, words)
  const rules = mapsAt(container, 'restartPolicyRules')
  if (rules.length > 0 && !isSet(container, 'restartPolicy')) {
    addRequired(found, `${field}.restartPolicy`, 'must specify restartPolicy when restart rules are used')
  }
  for (const [at, rule] of rules.entries()) {
    checkWord(found, `${field}.restartPolicyRules[${at}].action`, textAt(rule, 'action'), ['Restart'])
  }
}

const forbiddenForEphemeral = [
  'ports',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
]

function checkEphemeral(found: Findings, spec: JsonObject, { field, names, volumes }: Place): void {
  const known = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  for (const [at, container] of mapsAt(spec, 'ephemeralContainers').entries()) {
    const place = `${field}.ephemeralContainers[${at}]`
    const forbid = (key: string) => addForbidden(found, `${place}.${key}`, 'cannot be set for an Ephemeral Container')
    checkName(found, { container, field: place, names })
    checkContainer(found, container, { field: place, spec, volumes })
    checkImageSpace(found, container, place)
    const target = textAt(container, 'targetContainerName')
    if (target !== '' && !known.some((each) => each['name'] === target)) {
      found.push({ field: `${place}.targetContainerName`, type: 'not-found', value: target })
    }
    for (const key of forbiddenForEphemeral) if (isSet(container, key)) forbid(key)
    if (Object.keys(mapAt(container, 'resources')).length > 0) forbid('resources')
    for (const key of subPathsOf(container)) forbid(key)
  }
}

/** Mounts of a part of a volume. */
function subPathsOf(container: JsonObject): string[] {
  return mapsAt(container, 'volumeMounts').flatMap((mount, at) =>
    ['subPath', 'subPathExpr'].filter((key) => textAt(mount, key) !== '').map((key) => `volumeMounts[${at}].${key}`),
  )
}

/** Two containers cannot have the same port of the node. */
function checkHostPorts(
  found: Findings,
  containers: readonly JsonObject[],
  field: string,
  ...[first = 0]: number[]
): void {
  const taken = new Set<string>()
  for (const [at, container] of containers.entries()) {
    for (const [index, port] of mapsAt(container, 'ports').entries()) {
      const number = numberAt(port, 'hostPort') ?? 0
      if (number === 0) continue
      const text = `${textAt(port, 'protocol')}/${textAt(port, 'hostIP')}/${number}`
      if (taken.has(text)) addDuplicate(found, `${field}[${first + at}].ports[${index}].hostPort`, text)
      taken.add(text)
    }
  }
}
