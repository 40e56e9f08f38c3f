import type { Kind } from '#kinds'
import { type JsonObject, type KubeObject, textAt, timeText, valueAt } from '#kube'
import { apiServiceKind, type RemoteService, readRemote } from './api-service.ts'
import { type CheckAccess, type Checked, checkRemote } from './check.ts'

const SERVER = {
  user: { name: 'system:apiserver', groups: ['system:masters'] },
  isInternal: true,
  fieldManager: 'kube-apiserver',
} as const
/** What is well is looked at again after this, what is not sooner and sooner less often. */
const GOOD_MS = 30_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 30_000

/** What the checks are told to, beside the status. */
export interface AvailabilityOptions extends CheckAccess {
  /** Hears what a server serves, `undefined` for one that is gone. */
  onChecked(name: string, checked: Checked | undefined): void
  onError(error: unknown): void
}

/**
 * Looks after the `Available` condition of APIServices with a service: at every change of one, of its service and its
 * endpoints, and from time to time.
 */
export class Availability {
  readonly #options: AvailabilityOptions
  readonly #kind: Kind
  readonly #watched = new Map<string, Watched>()
  #stops: readonly (() => void)[] = []

  constructor(options: AvailabilityOptions) {
    this.#options = options
    this.#kind = apiServiceKind(options.registry)
  }

  /** Begins to look. */
  start(): void {
    this.#stops = [
      this.#options.registry.observe(this.#kind, ({ type, object }) =>
        type === 'DELETED' ? this.#forget(object.metadata.name) : this.#take(object),
      ),
      this.#follow('', 'services', ({ metadata }) => metadata.name),
      this.#follow('discovery.k8s.io', 'endpointslices', (slice) =>
        textAt(slice, 'metadata', 'labels', 'kubernetes.io/service-name'),
      ),
    ]
  }

  /** Looks no more. */
  close(): void {
    for (const stop of this.#stops) stop()
    for (const one of this.#watched.values()) one.cancel()
    this.#watched.clear()
  }

  #follow(group: string, resource: string, nameOf: (object: KubeObject) => string): () => void {
    const { registry } = this.#options
    const followed = registry.kinds.find(group, 'v1', resource)
    if (followed === undefined) return () => undefined
    return registry.observe(followed, ({ object }) => {
      if (this.#watched.size > 0) this.#lookAt(textAt(object, 'metadata', 'namespace'), nameOf(object))
    })
  }

  #take(object: KubeObject): void {
    const remote = readRemote(object)
    const known = this.#watched.get(object.metadata.name)
    if (remote === undefined) return this.#forget(object.metadata.name)
    if (known !== undefined && isSame(known.remote, remote)) return
    known?.cancel()
    const one: Watched = { remote, retryMs: FIRST_RETRY_MS, isRunning: false, isDue: false, cancel: () => undefined }
    this.#watched.set(remote.name, one)
    void this.#look(one)
  }

  #forget(name: string): void {
    this.#watched.get(name)?.cancel()
    if (this.#watched.delete(name)) this.#options.onChecked(name, undefined)
  }

  #lookAt(namespace: string, service: string): void {
    for (const one of this.#watched.values()) {
      if (one.remote.service.namespace !== namespace || one.remote.service.name !== service) continue
      one.retryMs = FIRST_RETRY_MS
      void this.#look(one)
    }
  }

  async #look(one: Watched): Promise<void> {
    one.cancel()
    one.isDue = one.isRunning
    if (one.isRunning) return
    one.isRunning = true
    try {
      await this.#check(one)
    } catch (error) {
      this.#options.onError(error)
      this.#schedule(one, LAST_RETRY_MS)
    } finally {
      one.isRunning = false
    }
    if (one.isDue) void this.#look(one)
  }

  async #check(one: Watched): Promise<void> {
    const checked = await checkRemote(this.#options, one.remote)
    if (!this.#isCurrent(one)) return
    this.#options.onChecked(one.remote.name, checked)
    await note(this.#options, this.#kind, one.remote, checked)
    one.retryMs = checked.isAvailable ? FIRST_RETRY_MS : Math.min(one.retryMs * 2, LAST_RETRY_MS)
    this.#schedule(one, checked.isAvailable ? GOOD_MS : one.retryMs)
  }

  #schedule(one: Watched, delayMs: number): void {
    if (this.#isCurrent(one)) one.cancel = this.#options.clock.setTimer(delayMs, () => void this.#look(one))
  }

  #isCurrent(one: Watched): boolean {
    return this.#watched.get(one.remote.name) === one
  }
}

interface Watched {
  readonly remote: RemoteService
  retryMs: number
  isRunning: boolean
  /** Something changed while a check ran. */
  isDue: boolean
  cancel: () => void
}

/** Its condition is what comes of a check, no reason for one. */
function isSame(a: RemoteService, b: RemoteService): boolean {
  return JSON.stringify({ ...a, isAvailable: true }) === JSON.stringify({ ...b, isAvailable: true })
}

async function note(
  { registry, clock }: AvailabilityOptions,
  kind: Kind,
  remote: RemoteService,
  checked: Checked,
): Promise<void> {
  const now = timeText(clock.now())
  const target = { kind, namespace: '', name: remote.name, subresource: 'status' }
  try {
    await registry.update(target, (current) => withCondition(current, checked, now), SERVER)
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'NotFound') throw error
  }
}

/** Undefined where nothing changes. */
function withCondition(current: KubeObject, checked: Checked, now: string): KubeObject | undefined {
  const present = valueAt(current, 'status', 'conditions')
  const conditions = (Array.isArray(present) ? present : []) as JsonObject[]
  const old = conditions.find((one) => one['type'] === 'Available')
  const { reason, message } = checked
  const status = checked.isAvailable ? 'True' : 'False'
  if (old?.['status'] === status && old['reason'] === reason && old['message'] === message) return undefined
  const since = old?.['status'] === status ? (old['lastTransitionTime'] ?? now) : now
  const made: JsonObject = { type: 'Available', status, lastTransitionTime: since, reason, message }
  const others = conditions.filter((one) => one !== old)
  return { ...current, status: { conditions: [...others, made] } }
}
