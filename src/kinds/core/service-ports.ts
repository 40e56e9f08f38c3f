import {
  checkDnsLabel,
  checkPortName,
  checkPortNumber,
  checkQualifiedName,
  type JsonObject,
  type KubeObject,
} from '#kube'
import { addDuplicate, addForbidden, addInvalid, addRequired, checkWord, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'

/** Checks the ports of a service: names and numbers are unique. */
export function checkServicePorts(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const ports = mapsAt(spec, 'ports')
  const type = textAt(spec, 'type')
  if (ports.length === 0 && textAt(spec, 'clusterIP') !== 'None' && type !== 'ExternalName') {
    addRequired(found, 'spec.ports')
  }
  const names = new Set<string>()
  for (const [at, port] of ports.entries()) {
    const field = `spec.ports[${at}]`
    checkName(found, textAt(port, 'name'), { field, names, isNeeded: ports.length > 1 })
    checkNumbers(found, port, field)
    if (type === 'ClusterIP' && (numberAt(port, 'nodePort') ?? 0) !== 0) {
      addForbidden(found, `${field}.nodePort`, "may not be used when `type` is 'ClusterIP'")
    }
  }
  checkUnique(found, ports)
}

interface NamePlace {
  readonly field: string
  readonly names: Set<string>
  readonly isNeeded: boolean
}

function checkName(found: Findings, name: string, { field, names, isNeeded }: NamePlace): void {
  if (name === '') {
    if (isNeeded) addRequired(found, `${field}.name`)
    return
  }
  addInvalid(found, `${field}.name`, name, ...checkDnsLabel(name))
  if (names.has(name)) addDuplicate(found, `${field}.name`, name)
  names.add(name)
}

function checkNumbers(found: Findings, port: JsonObject, field: string): void {
  const number = numberAt(port, 'port') ?? 0
  addInvalid(found, `${field}.port`, number, ...checkPortNumber(number))
  checkWord(found, `${field}.protocol`, textAt(port, 'protocol'), ['SCTP', 'TCP', 'UDP'])
  const target = port['targetPort']
  if (typeof target === 'string') addInvalid(found, `${field}.targetPort`, target, ...checkPortName(target))
  else {
    const value = typeof target === 'number' ? target : 0
    addInvalid(found, `${field}.targetPort`, value, ...checkPortNumber(value))
  }
  if (isSet(port, 'appProtocol')) {
    const protocol = textAt(port, 'appProtocol')
    addInvalid(found, `${field}.appProtocol`, protocol, ...checkQualifiedName(protocol))
  }
}

/** The same protocol and number, or node port, may be there once. */
function checkUnique(found: Findings, ports: readonly JsonObject[]): void {
  const [numbers, nodePorts] = [new Set<string>(), new Set<string>()]
  for (const [at, port] of ports.entries()) {
    const protocol = textAt(port, 'protocol')
    const [number, nodePort] = [numberAt(port, 'port') ?? 0, numberAt(port, 'nodePort') ?? 0]
    const key = { Name: '', Protocol: protocol, AppProtocol: null, Port: 0, TargetPort: 0, NodePort: 0 }
    if (numbers.has(`${protocol} ${number}`)) addDuplicate(found, `spec.ports[${at}]`, { ...key, Port: number })
    numbers.add(`${protocol} ${number}`)
    if (nodePort === 0) continue
    if (nodePorts.has(`${protocol} ${nodePort}`)) {
      addDuplicate(found, `spec.ports[${at}].nodePort`, nodePort)
    }
    nodePorts.add(`${protocol} ${nodePort}`)
  }
}
