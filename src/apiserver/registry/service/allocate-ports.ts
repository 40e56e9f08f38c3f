import { type Finding, internalError, isMap, type JsonObject, type KubeObject } from '#kube'
import { type Claims, nodePortsOf, portsOf } from './claims.ts'
import { specOf } from './families.ts'
import { needsHealthPort, needsNodePorts } from './normalize.ts'

/** Ports that nodes open for services, both ends included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** What ports are taken from. */
export interface PortPool {
  readonly range: PortRange
  readonly claims: Claims
  readonly random: () => number
}

/** What an allocation took, to give back, and what was wrong. */
export interface Allocation {
  readonly claimed: readonly string[]
  readonly findings: readonly Finding[]
}

/** Gives node ports to a service that needs them (mutates it). Throws 500 when none is left. */
export function allocatePorts(pool: PortPool, service: KubeObject, old: KubeObject | undefined): Allocation {
  const spec = specOf(service)
  const own = new Set(old === undefined ? [] : nodePortsOf(old))
  const claimed: string[] = []
  const findings: Finding[] = []
  const take = (value: number, field: string): number => {
    const problem = problemOf(pool, value, own, claimed)
    if (problem !== undefined) findings.push({ field, type: 'invalid', value, detail: problem })
    else if (!own.has(String(value)) && !claimed.includes(String(value))) claim(pool, claimed, value)
    return value
  }
  if (needsNodePorts(spec)) givePorts(pool, service, { take, claimed })
  if (needsHealthPort(spec)) {
    const asked = numberOf(spec, 'healthCheckNodePort')
    spec['healthCheckNodePort'] = asked > 0 ? take(asked, 'spec.healthCheckNodePort') : takeFree(pool, claimed)
  }
  return { claimed, findings }
}

interface Taking {
  readonly take: (value: number, field: string) => number
  readonly claimed: string[]
}

/** Ports with the same number but other protocols share a node port. */
function givePorts(pool: PortPool, service: KubeObject, { take, claimed }: Taking): void {
  const given = new Map<string, { readonly number: number; readonly protocols: Set<unknown> }>()
  portsOf(service).forEach((port, at) => {
    if (!isMap(port)) return
    const asked = numberOf(port, 'nodePort')
    const key = String(numberOf(port, 'port'))
    const shared = given.get(key)
    if (asked > 0) port['nodePort'] = take(asked, `spec.ports[${at}].nodePort`)
    else if (shared !== undefined && !shared.protocols.has(port['protocol'])) port['nodePort'] = shared.number
    else port['nodePort'] = takeFree(pool, claimed)
    const number = numberOf(port, 'nodePort')
    const protocols = given.get(key)?.protocols ?? new Set()
    given.set(key, { number, protocols: protocols.add(port['protocol']) })
  })
}

function problemOf(
  { range, claims }: PortPool,
  value: number,
  own: ReadonlySet<string>,
  claimed: readonly string[],
): string | undefined {
  const name = String(value)
  if (own.has(name) || claimed.includes(name)) return undefined
  if (value < range.first || value > range.last) {
    return `provided port is not in the valid range. The range of valid ports is ${range.first}-${range.last}`
  }
  return claims.isTaken(name) ? 'provided port is already allocated' : undefined
}

function takeFree(pool: PortPool, claimed: string[]): number {
  const { range, claims, random } = pool
  const size = range.last - range.first + 1
  // The first ports are left for those who ask for one by number, as upstream does.
  const reserved = size < 32 ? 0 : Math.min(Math.max(16, Math.floor(size / 32)), 128)
  const count = size - reserved
  const start = Math.floor(random() * count)
  for (let step = 0; step < size; step++) {
    const place = step < count ? reserved + ((start + step) % count) : step - count
    const port = range.first + place
    if (!claims.isTaken(String(port))) return claim(pool, claimed, port)
  }
  throw internalError('failed to allocate a nodePort: range is full')
}

function claim({ claims }: PortPool, claimed: string[], port: number): number {
  claims.claim(String(port))
  claimed.push(String(port))
  return port
}

function numberOf(map: JsonObject, key: string): number {
  const value = map[key]
  return typeof value === 'number' ? value : 0
}
