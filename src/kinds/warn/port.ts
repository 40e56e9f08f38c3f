import type { JsonObject } from '#kube'
import { mapsAt, numberAt, textAt } from '../read.ts'

/** A container of any sort, and the field it stands at. */
export interface Placed {
  readonly container: JsonObject
  readonly field: string
}

/** A port of a container. */
interface Port {
  readonly field: string
  readonly name: string
  readonly number: number
  readonly protocol: string
  readonly host: number
  readonly hostIp: string
}

/** With so many others a port is compared: a hostile pod could have one a thousand times. */
const MOST = 100

/** Sentences about ports that are there twice. */
export function portWarnings(containers: readonly Placed[]): string[] {
  const ports = containers.flatMap(portsOf)
  const known = new Map<string, Port[]>()
  const clashes = ports.flatMap((port) => {
    const key = `${port.number}/${port.protocol}`
    const others = known.get(key) ?? []
    known.set(key, others)
    const found = [...lonelyAddress(port), ...others.flatMap((other) => clash(port, other))]
    if (others.length < MOST) others.push(port)
    return found
  })
  return [...clashes, ...nameWarnings(ports)]
}

function portsOf({ container, field }: Placed): Port[] {
  return mapsAt(container, 'ports').map((port, at) => ({
    field: `${field}.ports[${at}]`,
    name: textAt(port, 'name'),
    number: numberAt(port, 'containerPort') ?? 0,
    protocol: textAt(port, 'protocol'),
    host: numberAt(port, 'hostPort') ?? 0,
    hostIp: textAt(port, 'hostIP'),
  }))
}

function lonelyAddress({ field, name, number, protocol, host, hostIp }: Port): string[] {
  if (hostIp === '' || host !== 0) return []
  const shown = `{Name:${name} HostPort:${host} ContainerPort:${number} Protocol:${protocol} HostIP:${hostIp}}`
  return [`${field}: hostIP set without hostPort: ${shown}`]
}

/** Two definitions of one port of a container. */
function clash(port: Port, other: Port): string[] {
  const tell = (words: string) => [`${port.field}: ${words} port definition with ${other.field}`]
  if (port.hostIp === other.hostIp && port.host === other.host) return tell('duplicate')
  if (port.host === 0 || other.host === 0) return tell('overlapping')
  const isAmbiguous = port.host === other.host && (port.hostIp === '') !== (other.hostIp === '')
  return isAmbiguous ? tell('dangerously ambiguous') : []
}

function nameWarnings(ports: readonly Port[]): string[] {
  const first = new Map<string, string>()
  return ports.flatMap(({ name, field }) => {
    if (name === '') return []
    const other = first.get(name)
    if (other === undefined) first.set(name, field)
    return other === undefined
      ? []
      : [
          `${field}: duplicate port name ${JSON.stringify(name)} with ${other}, services and probes that select ports by name will use ${other}`,
        ]
  })
}
