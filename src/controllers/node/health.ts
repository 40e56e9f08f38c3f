import { type JsonObject, type KubeObject, textAt, timeText } from '#kube'
import { conditionOf } from '../pod/state.ts'

/** A node without any sign of life for so long is unknown. Source: kube-controller-manager --node-monitor-grace-period. */
const GRACE_MS = 50_000
/** The same for one that has never told its status (--node-startup-grace-period). */
const STARTUP_GRACE_MS = 60_000

/** What was last seen of a node, and when by our own clock: its own may be wrong. */
export interface Health {
  /** Undefined until a Ready condition was seen. */
  readonly heartbeat: string | undefined
  readonly renewed: string
  /** When it last gave a sign of life, in milliseconds. */
  readonly probedAt: number
}

/** The signs of life there are now. */
export interface Signs {
  readonly node: KubeObject
  /** `renewTime` of the node's lease; empty without one. */
  readonly renewed: string
  readonly nowMs: number
}

/** What is known of a node after looking at it. Source: kubernetes nodelifecycle tryUpdateNodeHealth. */
export function observe(known: Health | undefined, { node, renewed, nowMs }: Signs): Health {
  const heartbeat = heartbeatOf(node)
  const isRenewed = renewed !== '' && (known === undefined || isLater(renewed, known.renewed))
  const isAlive = isRenewed || (known !== undefined && heartbeat !== known.heartbeat)
  if (known !== undefined && !isAlive) return known
  const createdAt = Date.parse(textAt(node, 'metadata', 'creationTimestamp'))
  const isNew = known === undefined && !isRenewed && heartbeat === undefined && !Number.isNaN(createdAt)
  return { heartbeat, renewed: isRenewed ? renewed : (known?.renewed ?? ''), probedAt: isNew ? createdAt : nowMs }
}

/** What we say for a node that never told is no sign of it. */
function heartbeatOf(node: KubeObject): string | undefined {
  const ready = conditionOf(node, 'Ready')
  return ready === undefined || ready['reason'] === NEVER_UPDATED ? undefined : textAt(ready, 'lastHeartbeatTime')
}

const NEVER_UPDATED = 'NodeStatusNeverUpdated'

/** Whether a node has been silent for longer than it may. */
export function isSilent({ heartbeat, probedAt }: Health, nowMs: number): boolean {
  return nowMs > probedAt + (heartbeat === undefined ? STARTUP_GRACE_MS : GRACE_MS)
}

/** What a kubelet alone knows of its node; NetworkUnavailable is the control plane's. */
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const

/** The conditions of a silent node; undefined when they say so already. */
export function unknownConditions(node: KubeObject, nowMs: number): readonly JsonObject[] | undefined {
  const old = conditionsOf(node)
  const now = timeText(nowMs)
  const told = old.map((condition) => (isOutdated(condition) ? outdated(condition, now) : condition))
  const untold = KUBELET_CONDITIONS.filter((type) => !old.some((one) => one['type'] === type))
  const createdAt = textAt(node, 'metadata', 'creationTimestamp')
  if (untold.length === 0 && told.every((condition, at) => condition === old[at])) return undefined
  return [...told, ...untold.map((type) => neverTold(type, createdAt, now))]
}

function isOutdated({ type, status }: JsonObject): boolean {
  return KUBELET_CONDITIONS.some((name) => name === type) && status !== 'Unknown'
}

function outdated(condition: JsonObject, now: string): JsonObject {
  const message = 'Kubelet stopped posting node status.'
  return { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message, lastTransitionTime: now }
}

function neverTold(type: string, createdAt: string, now: string): JsonObject {
  const message = 'Kubelet never posted node status.'
  const times = { lastHeartbeatTime: createdAt, lastTransitionTime: now }
  return { type, status: 'Unknown', ...times, reason: NEVER_UPDATED, message }
}

/** The conditions of a node. */
export function conditionsOf(node: KubeObject): readonly JsonObject[] {
  const { conditions } = (node['status'] ?? {}) as { readonly conditions?: readonly JsonObject[] }
  return conditions ?? []
}

/** `True`, `False`, `Unknown`; empty for a node that has not told yet. */
export function readiness(node: KubeObject): string {
  return textAt(conditionOf(node, 'Ready'), 'status')
}

function isLater(a: string, b: string): boolean {
  return a !== b && (b === '' || Date.parse(a) > Date.parse(b))
}
