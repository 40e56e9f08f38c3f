import { type KubeObject, StatusError } from '#kube'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import type { Journal } from '../journal/journal.ts'
import { look } from './judge.ts'
import {
  type Claim,
  ENDED,
  LEASE_MS,
  type LeaseVersion,
  leaseName,
  leaseObject,
  leases,
  versionOf,
} from './lease-object.ts'

/** Between two signs of life. */
const BEAT_MS = LEASE_MS / 3
/** A run that was silent for longer asks whether the release is still its own before it writes again. */
const SURE_MS = BEAT_MS + 1000

/** After so long a run that has lost its lease writes no more: it has noticed, or asks first. */
export const NOTICED_MS = SURE_MS + 1000

/** A lease that is ours: it is renewed until it is given back, and carries the journal. */
export class Hold {
  readonly #world: ReleaseWorld
  readonly #lost = new AbortController()
  #claim: Claim
  #version: LeaseVersion
  #provenMs: number
  #isOver = false
  #cancel: () => void = () => undefined
  /** Writes go one after the other: each needs the version of the one before. */
  #writing: Promise<void> = Promise.resolve()

  constructor(world: ReleaseWorld, claim: Claim, lease: KubeObject) {
    this.#world = world
    this.#claim = claim
    this.#version = versionOf(lease)
    this.#provenMs = claim.renewedMs
    this.#beat()
  }

  /** Fires when another run has taken the release over: nothing may be written any more. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** Writes where the run stands. Throws ReleaseError `locked` when the lease is lost. */
  async note(journal: Journal): Promise<void> {
    this.#claim = { ...this.#claim, journal }
    await this.#write()
  }

  /**
   * Makes sure that the release is still ours; asks the server only when that was long ago, as after a process was stopped.
   * Throws ReleaseError `locked` when the lease is lost; when the server does not answer, the write that comes next will tell.
   */
  async confirm(): Promise<void> {
    if (this.#isOver || this.#world.clock.now() - this.#provenMs < SURE_MS) return
    await this.#write().catch(() => undefined)
    this.#lost.signal.throwIfAborted()
  }

  /** Ends the heartbeat and deletes the lease, unless it is somebody else's by now. A failure is left to the lease's end. */
  async giveBack(): Promise<void> {
    const { name, namespace } = this.#claim
    await this.#end(async () => {
      const preconditions = { ...this.#version }
      await this.#world.client.remove(leases, { namespace, name: leaseName(name) }, { preconditions })
    })
  }

  /** Ends the heartbeat and leaves the lease to the next run: what it tells of another that died is not settled yet. */
  async leaveBehind(): Promise<void> {
    this.#claim = { ...this.#claim, process: ENDED }
    await this.#end(() => this.#update())
  }

  async #end(work: () => Promise<void>): Promise<void> {
    this.#isOver = true
    this.#cancel()
    await this.#writing.catch(() => undefined)
    if (this.#lost.signal.aborted) return
    const { name } = this.#claim
    try {
      await work()
    } catch (error) {
      if (error instanceof StatusError && [404, 409].includes(error.status.code ?? 0)) return
      const reason = error instanceof Error ? error.message : String(error)
      this.#world.report({ type: 'warning', text: `release ${name}: its lease could not be given back: ${reason}` })
    }
  }

  #beat(): void {
    if (this.#isOver || this.#lost.signal.aborted) return
    this.#cancel = this.#world.clock.setTimer(BEAT_MS, () => {
      // a beat that fails is followed by another; steps throw what is wrong
      void this.#write()
        .catch(() => undefined)
        .then(() => this.#beat())
    })
  }

  #write(): Promise<void> {
    const next = this.#writing.catch(() => undefined).then(() => this.#put())
    this.#writing = next
    return next
  }

  async #put(): Promise<void> {
    if (this.#lost.signal.aborted) throw lostError(this.#claim.name)
    if (this.#isOver) return
    this.#claim = { ...this.#claim, renewedMs: this.#world.clock.now() }
    try {
      await this.#update()
    } catch (error) {
      const code = error instanceof StatusError ? error.status.code : undefined
      if (code === 403) return this.#goOnWithout(error)
      if (code !== 404 && code !== 409) throw error
      if (code === 409 && (await this.#isStillOurs())) return await this.#update()
      this.#lost.abort(lostError(this.#claim.name))
      throw lostError(this.#claim.name)
    }
  }

  async #update(): Promise<void> {
    const lease = await this.#world.client.update(leases, leaseObject(this.#claim, this.#version))
    this.#version = versionOf(lease)
    this.#provenMs = this.#claim.renewedMs
  }

  /** A write of ours may have gone through although its answer was lost. */
  async #isStillOurs(): Promise<boolean> {
    const other = await look(this.#world, this.#claim.name)
    if (other === undefined || other.holder !== this.#claim.holder || other.process !== this.#claim.process)
      return false
    if (other.journal?.since !== this.#claim.journal.since) return false
    const { uid, resourceVersion } = other
    this.#version = { uid, resourceVersion }
    return true
  }

  #goOnWithout(error: unknown): void {
    this.#isOver = true
    const reason = error instanceof Error ? error.message : String(error)
    this.#world.report({ type: 'warning', text: `release ${this.#claim.name} goes on without its lease: ${reason}` })
  }
}

function lostError(name: string): ReleaseError {
  return new ReleaseError('locked', `release ${name} was taken over by another run`, {
    hint: 'this run was silent for longer than its lease holds',
  })
}
