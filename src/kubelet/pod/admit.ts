import { asMap, listAt, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { NodeState } from '../fleet.ts'
import { amountsOf, type Room, roomOf } from '../node/room.ts'
import { areInConflict, hostPortsOf } from './host-ports.ts'

/** Why a node does not take a pod. */
export interface Rejection {
  readonly reason: string
  readonly message: string
}

/**
 * Whether a node takes a pod that was bound to it: undefined when it does. Room, node selector and affinity, ports of the
 * node, and taints that drive pods away are looked at. Source: kubernetes pkg/kubelet/lifecycle/predicate.go.
 */
export function rejectionOf(pod: KubeObject, state: NodeState): Rejection | undefined {
  const { node } = state
  if (node === undefined) return undefined
  return (
    lackOf(roomOf(pod), amountsOf(mapAt(node, 'status', 'allocatable')), state.used) ??
    (matchesNode(pod, node)
      ? undefined
      : refused('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")) ??
    (hasFreePorts(pod, state)
      ? undefined
      : refused('NodePorts', "node(s) didn't have free ports for the requested pod ports")) ??
    (toleratesAll(pod, node)
      ? undefined
      : refused('TaintToleration', "node(s) had taints that the pod didn't tolerate"))
  )
}

function refused(name: string, why: string): Rejection {
  return { reason: name, message: `Pod was rejected: Predicate ${name} failed: ${why}` }
}

function lackOf(wanted: Room, capacity: Room, used: ReadonlyMap<string, number>): Rejection | undefined {
  for (const [name, amount] of wanted) {
    const taken = used.get(name) ?? 0
    const all = capacity.get(name) ?? 0
    if (amount === 0 || taken + amount <= all) continue
    const [requested, inUse, whole] = [amount, taken, all].map((milli) =>
      name === 'cpu' ? milli : Math.ceil(milli / 1000),
    )
    const message = `Pod was rejected: Node didn't have enough resource: ${name}, requested: ${requested}, used: ${inUse}, capacity: ${whole}`
    return { reason: `OutOf${name}`, message }
  }
  return undefined
}

function hasFreePorts(pod: KubeObject, { pods }: NodeState): boolean {
  const wanted = hostPortsOf(pod)
  if (wanted.length === 0) return true
  const taken = [...pods.values()].flatMap(({ hostPorts }) => hostPorts)
  return !wanted.some((port) => taken.some((other) => areInConflict(port, other)))
}

function matchesNode(pod: KubeObject, node: KubeObject): boolean {
  const spec = mapAt(pod, 'spec')
  const labels = mapAt(node, 'metadata', 'labels')
  if (!Object.entries(mapAt(spec, 'nodeSelector')).every(([key, value]) => labels[key] === value)) return false
  const required = mapAt(spec, 'affinity', 'nodeAffinity')['requiredDuringSchedulingIgnoredDuringExecution']
  if (required === undefined || required === null) return true
  return mapsAt(asMap(required), 'nodeSelectorTerms').some((term) => matchesTerm(term, node))
}

function matchesTerm(term: JsonObject, node: KubeObject): boolean {
  const expressions = mapsAt(term, 'matchExpressions')
  const fields = mapsAt(term, 'matchFields')
  if (expressions.length + fields.length === 0) return false
  const labels = mapAt(node, 'metadata', 'labels')
  const name = { 'metadata.name': node.metadata.name }
  return expressions.every((one) => matches(one, labels)) && fields.every((one) => matches(one, name))
}

type Match = (value: string | undefined, values: readonly string[]) => boolean

const OPERATORS: Readonly<Record<string, Match>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
  Gt: (value, [limit = '']) => value !== undefined && /^-?\d+$/.test(value) && Number(value) > Number(limit),
  Lt: (value, [limit = '']) => value !== undefined && /^-?\d+$/.test(value) && Number(value) < Number(limit),
}

function matches(requirement: JsonObject, values: JsonObject): boolean {
  const value = values[textAt(requirement, 'key')]
  const operator = textAt(requirement, 'operator')
  const match = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined
  return match?.(typeof value === 'string' ? value : undefined, textsAt(requirement, 'values')) ?? false
}

/** Only taints that drive pods away count here: the others are the scheduler's. */
function toleratesAll(pod: KubeObject, node: KubeObject): boolean {
  const tolerations = listAt(mapAt(pod, 'spec'), 'tolerations').map(asMap)
  const taints = mapsAt(mapAt(node, 'spec'), 'taints').filter((taint) => taint['effect'] === 'NoExecute')
  return taints.every((taint) => tolerations.some((one) => tolerates(one, taint)))
}

function tolerates(toleration: JsonObject, taint: JsonObject): boolean {
  const [key, effect] = [textAt(toleration, 'key'), textAt(toleration, 'effect')]
  if (effect !== '' && effect !== textAt(taint, 'effect')) return false
  if (key !== '' && key !== textAt(taint, 'key')) return false
  return textAt(toleration, 'operator') === 'Exists' || textAt(toleration, 'value') === textAt(taint, 'value')
}
