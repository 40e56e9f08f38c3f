import { checkDnsLabel, type JsonObject } from '#kube'
import { addDuplicate, addForbidden, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkContainer } from './container.ts'
import { checkLifecycle, checkProbes } from './probe.ts'

/** Checks the containers of every sort in a pod spec: names are unique, ports of the node are taken once. */
export function checkContainers(found: Findings, spec: JsonObject, field: string): void {
  const containers = mapsAt(spec, 'containers')
  if (containers.length === 0) addRequired(found, `${field}.containers`)
  const names = new Set<string>()
  for (const [at, container] of containers.entries()) {
    checkName(found, { container, field: `${field}.containers[${at}]`, names })
    checkContainer(found, container, { field: `${field}.containers[${at}]`, spec })
    checkProbes(found, container, `${field}.containers[${at}]`)
    checkLifecycle(found, mapAt(container, 'lifecycle'), `${field}.containers[${at}].lifecycle`)
    checkRestart(found, container, `${field}.containers[${at}]`)
  }
  checkHostPorts(found, containers, `${field}.containers`)
  checkInit(found, spec, { field, names })
  checkEphemeral(found, spec, { field, names })
}

interface Named {
  readonly container: JsonObject
  readonly field: string
  readonly names: Set<string>
}

type Place = Pick<Named, 'field' | 'names'>

function checkName(found: Findings, { container, field, names }: Named): void {
  const name = textAt(container, 'name')
  if (name === '') addRequired(found, `${field}.name`)
  else addInvalid(found, `${field}.name`, name, ...checkDnsLabel(name))
  if (names.has(name)) addDuplicate(found, `${field}.name`, name)
  else names.add(name)
}

function checkInit(found: Findings, spec: JsonObject, { field, names }: Place): void {
  for (const [at, container] of mapsAt(spec, 'initContainers').entries()) {
    const place = `${field}.initContainers[${at}]`
    checkName(found, { container, field: place, names })
    checkContainer(found, container, { field: place, spec })
    checkHostPorts(found, [container], `${field}.initContainers`, at)
    const isSidecar = container['restartPolicy'] === 'Always'
    if (isSidecar) {
      checkProbes(found, container, place)
      checkLifecycle(found, mapAt(container, 'lifecycle'), `${place}.lifecycle`)
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
}

function checkRestart(found: Findings, container: JsonObject, field: string): void {
  const policy = textAt(container, 'restartPolicy')
  const words = ['Always', 'Never', 'OnFailure']
  if (policy !== '' && !words.includes(policy)) addUnsupported(found, `${field}.restartPolicy`, policy, words)
}

function checkEphemeral(found: Findings, spec: JsonObject, { field, names }: Place): void {
  for (const [at, container] of mapsAt(spec, 'ephemeralContainers').entries()) {
    const place = `${field}.ephemeralContainers[${at}]`
    checkName(found, { container, field: place, names })
    checkContainer(found, container, { field: place, spec })
    const target = textAt(container, 'targetContainerName')
    const known = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
    if (target !== '' && !known.some((each) => each['name'] === target)) {
      found.push({ field: `${place}.targetContainerName`, type: 'not-found', value: target })
    }
    for (const key of ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resizePolicy']) {
      if (isSet(container, key)) addForbidden(found, `${place}.${key}`, `cannot be set for an Ephemeral Container`)
    }
    if (Object.keys(mapAt(container, 'resources')).length > 0) {
      addForbidden(found, `${place}.resources`, 'cannot be set for an Ephemeral Container')
    }
  }
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
