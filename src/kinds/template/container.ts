import { checkIp, checkPortName, checkPortNumber, type JsonObject } from '#kube'
import { addDuplicate, addInvalid, addRequired, addUnsupported, checkWord, type Findings } from '../check/finding.ts'
import { isSet, isTrue, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkEnvironment, checkEnvironmentSources } from './environment.ts'
import { checkMounts } from './mount.ts'
import { checkResources } from './resources.ts'
import { checkContainerSecurity } from './security.ts'

/** Where a container stands. */
export interface ContainerPlace {
  readonly field: string
  /** The spec of its pod. */
  readonly spec: JsonObject
}

/** Checks what containers of every sort have in common (core validateContainerCommon). */
export function checkContainer(found: Findings, container: JsonObject, { field, spec }: ContainerPlace): void {
  checkImage(found, textAt(container, 'image'), `${field}.image`)
  const message = textAt(container, 'terminationMessagePolicy')
  if (message === '') addRequired(found, `${field}.terminationMessagePolicy`)
  else if (!['File', 'FallbackToLogsOnError'].includes(message)) {
    addUnsupported(found, `${field}.terminationMessagePolicy`, message, ['FallbackToLogsOnError', 'File'])
  }
  checkPorts(found, mapsAt(container, 'ports'), { field: `${field}.ports`, spec })
  checkEnvironment(found, mapsAt(container, 'env'), `${field}.env`)
  checkEnvironmentSources(found, mapsAt(container, 'envFrom'), `${field}.envFrom`)
  checkMounts(found, container, { field, spec })
  const pull = textAt(container, 'imagePullPolicy')
  checkWord(found, `${field}.imagePullPolicy`, pull, ['Always', 'IfNotPresent', 'Never'])
  checkResources(found, mapAt(container, 'resources'), { field: `${field}.resources` })
  checkContainerSecurity(found, mapAt(container, 'securityContext'), `${field}.securityContext`)
}

/** Checks the name of an image as far as the API server does. */
export function checkImage(found: Findings, image: string, field: string): void {
  if (image === '') addRequired(found, field)
  else if (image !== image.trim()) addInvalid(found, field, image, 'must not have leading or trailing whitespace')
}

function checkPorts(found: Findings, ports: readonly JsonObject[], { field, spec }: ContainerPlace): void {
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
    if (isTrue(spec, 'hostNetwork') && numberAt(port, 'hostPort') !== numberAt(port, 'containerPort')) {
      const detail = 'must match `hostPort` when `hostNetwork` is true'
      addInvalid(found, `${place}.containerPort`, numberAt(port, 'containerPort') ?? 0, detail)
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
