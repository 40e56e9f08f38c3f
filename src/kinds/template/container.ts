import { checkIp, checkPortName, checkPortNumber, type JsonObject } from '#kube'
import { addDuplicate, addInvalid, addRequired, addUnsupported, checkWord, type Findings } from '../check/finding.ts'
import { isSet, isTrue, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkEnvironment, checkEnvironmentSources } from './environment.ts'
import { checkMounts, type VolumeMap } from './mount.ts'
import { checkResources, claimNames } from './resources.ts'
import { checkContainerSecurity } from './security.ts'

/** Where a container stands. */
export interface ContainerPlace {
  readonly field: string
  /** The spec of its pod. */
  readonly spec: JsonObject
  /** The pod's volumes without faults. */
  readonly volumes: VolumeMap
}

/** Checks what containers of every sort have in common (core validateContainerCommon). */
export function checkContainer(found: Findings, container: JsonObject, place: ContainerPlace): void {
  const { field, spec, volumes } = place
  if (textAt(container, 'image') === '') addRequired(found, `${field}.image`)
  const message = textAt(container, 'terminationMessagePolicy')
  if (message === '') addRequired(found, `${field}.terminationMessagePolicy`)
  else if (!['File', 'FallbackToLogsOnError'].includes(message)) {
    addUnsupported(found, `${field}.terminationMessagePolicy`, message, ['FallbackToLogsOnError', 'File'])
  }
  checkPorts(found, mapsAt(container, 'ports'), `${field}.ports`)
  checkEnvironment(found, mapsAt(container, 'env'), `${field}.env`)
  checkEnvironmentSources(found, mapsAt(container, 'envFrom'), `${field}.envFrom`)
  checkMounts(found, container, { field, volumes })
  const pull = textAt(container, 'imagePullPolicy')
  checkWord(found, `${field}.imagePullPolicy`, pull, ['Always', 'IfNotPresent', 'Never'])
  checkResources(found, mapAt(container, 'resources'), { field: `${field}.resources`, claims: claimNames(spec) })
  checkResizePolicy(found, container, place)
  checkContainerSecurity(found, mapAt(container, 'securityContext'), {
    field: `${field}.securityContext`,
    sharesUsers: spec['hostUsers'] !== false,
  })
}

/** Checks that the name of an image has no space around it, which only templates may have. */
export function checkImageSpace(found: Findings, container: JsonObject, field: string): void {
  const image = textAt(container, 'image')
  if (image !== image.trim()) {
    addInvalid(found, `${field}.image`, image, 'must not have leading or trailing whitespace')
  }
}

const resizable = ['cpu', 'memory']
const resizes = ['NotRequired', 'RestartContainer']

/** Checks what a container does when its resources change (core validateResizePolicy). */
function checkResizePolicy(found: Findings, container: JsonObject, { field, spec }: ContainerPlace): void {
  const place = `${field}.resizePolicy`
  const seen = new Set<string>()
  const isNever = textAt(spec, 'restartPolicy') === 'Never'
  for (const [at, policy] of mapsAt(container, 'resizePolicy').entries()) {
    const [resource, restart] = [textAt(policy, 'resourceName'), textAt(policy, 'restartPolicy')]
    if (seen.has(resource)) addDuplicate(found, `${place}[${at}]`, resource)
    seen.add(resource)
    checkWord(found, place, resource, resizable)
    checkWord(found, place, restart, resizes)
    if (isNever && textAt(container, 'restartPolicy') === '' && restart !== 'NotRequired') {
      addInvalid(found, place, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'")
    }
  }
}

function checkPorts(found: Findings, ports: readonly JsonObject[], field: string): void {
  const names = new Set<string>()
  for (const [at, port] of ports.entries()) {
    const place = `${field}[${at}]`
    const name = textAt(port, 'name')
    if (name !== '') {
      const details = checkPortName(name)
      addInvalid(found, `${place}.name`, name, ...details)
      if (details.length === 0 && names.has(name)) addDuplicate(found, `${place}.name`, name)
      names.add(name)
    }
    checkPortNumbers(found, port, place)
    checkWord(found, `${place}.protocol`, textAt(port, 'protocol'), ['SCTP', 'TCP', 'UDP'])
  }
}

/** Checks that in the network of the node a port is one of the node (core validatePodHostNetworkDeps). */
export function checkNodePorts(found: Findings, spec: JsonObject, field: string): void {
  if (!isTrue(spec, 'hostNetwork')) return
  for (const [at, container] of mapsAt(spec, 'containers').entries()) {
    for (const [index, port] of mapsAt(container, 'ports').entries()) {
      if (numberAt(port, 'hostPort') === numberAt(port, 'containerPort')) continue
      const place = `${field}.containers[${at}].ports[${index}].hostPort`
      addInvalid(found, place, port['hostPort'] ?? 0, 'must match `containerPort` when `hostNetwork` is true')
    }
  }
}

function checkPortNumbers(found: Findings, port: JsonObject, field: string): void {
  const number = numberAt(port, 'containerPort') ?? 0
  if (number === 0) addRequired(found, `${field}.containerPort`)
  else addInvalid(found, `${field}.containerPort`, number, ...checkPortNumber(number))
  const host = numberAt(port, 'hostPort') ?? 0
  if (host !== 0) addInvalid(found, `${field}.hostPort`, host, ...checkPortNumber(host))
  if (isSet(port, 'hostIP') && textAt(port, 'hostIP') !== '') {
    addInvalid(found, `${field}.hostIP`, textAt(port, 'hostIP'), ...checkIp(textAt(port, 'hostIP')))
  }
}
