import type { Client } from '#client'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { readHistory } from '../history/read.ts'
import type { Interruption, Journal } from '../journal/journal.ts'
import { findStep, type Operation, type StepName } from '../journal/steps.ts'
import type { Hold } from '../lease/hold.ts'
import { type Taken, takeLease, type Wish } from '../lease/take.ts'
import { taken } from './taken.ts'

/** What a run is for. */
export interface Task {
  readonly name: string
  readonly operation: Operation
  /** What a good end writes as description; Helm's text when left out. */
  readonly description?: string | undefined
  readonly keepsHistory?: boolean | undefined
  /** A run that lives loses the release. */
  readonly takesOver?: boolean | undefined
}

/** Holds a release while `work` changes it: its lease is taken before, and gone after, however `work` ends. */
export async function withRun<T>(world: ReleaseWorld, task: Task, work: (run: Run) => Promise<T>): Promise<T> {
  const { name, takesOver = false } = task
  const wish = { name, takesOver, journal: firstJournal(world, task) }
  const run = new Run(world, wish, await takeLease(world, wish))
  try {
    run.history = await readHistory(world, task.name)
    return await work(run)
  } finally {
    await run.end()
  }
}

/** One run of an action: its journal and the records that it knows. */
export class Run {
  readonly name: string
  /** The dead run whose lease this one took, or the live one that lost it. */
  readonly interrupted: Interruption | undefined
  readonly isTakenOver: boolean
  /** Oldest first; what is written through the run is kept up to date. */
  history: readonly Release[] = []
  /** The revision at work; hooks and failures change it. */
  #current: Release | undefined
  /** Its signal fires when the user gives up, and when the release is lost to another run. */
  world: ReleaseWorld
  #journal: Journal
  #hold: Hold | undefined
  readonly #outside: ReleaseWorld
  readonly #isWarned: boolean

  constructor(world: ReleaseWorld, { name, journal }: Wish, taken: Taken) {
    this.name = name
    this.interrupted = taken.interrupted
    this.isTakenOver = taken.isTakenOver === true
    this.#journal = { ...journal, ...(taken.interrupted !== undefined && { interrupted: taken.interrupted }) }
    this.#hold = taken.hold
    this.#isWarned = !taken.mayComeLater && taken.hold === undefined
    this.#outside = world
    this.world = this.#watching(world)
  }

  get operation(): Operation {
    return this.#journal.operation
  }

  /** The revision at work. */
  get current(): Release {
    if (this.#current === undefined) throw new ReleaseError('record-missing', 'release: not found')
    return this.#current
  }

  set current(release: Release) {
    this.#current = release
    this.#journal = { ...this.#journal, revision: release.version }
  }

  /** Does one step of the operation's table; it is in the journal before it begins. */
  async step<T>(name: StepName, work: () => Promise<T>): Promise<T> {
    if (findStep(this.operation, name) === undefined) throw new TypeError(`${this.operation} has no step ${name}`)
    this.check()
    if (name !== 'recover') this.forgetInterruption()
    const stepSince = this.#now()
    this.#journal = { ...this.#journal, step: name, stepSince }
    await this.#hold?.note(this.#journal)
    this.world.report({ type: 'step', step: name, operation: this.operation, release: this.name })
    return await work()
  }

  /** Throws ReleaseError `interrupted` after a signal, in Helm's words, and `locked` when the release is lost. */
  check(): void {
    this.checkHeld()
    if (this.world.signal.aborted) throw new ReleaseError('interrupted', 'context canceled')
  }

  /** Throws ReleaseError `locked` when another run has the release: nothing may be written any more. */
  checkHeld(): void {
    const lost = this.#hold?.lost
    if (lost?.aborted === true) throw lost.reason
  }

  /** The user gave up. */
  get isCancelled(): boolean {
    return this.#outside.signal.aborted
  }

  /** From here on the user's signal is not listened to: what a failure needs is done to its end. */
  goOnCalmly(): void {
    this.world = this.#watching({ ...this.#outside, signal: new AbortController().signal })
  }

  /** Becomes a run of another operation on the same release: an undo. */
  turnInto(operation: Operation): void {
    this.#journal = { ...this.#journal, operation, description: '' }
  }

  /** Takes the lease where there was no namespace for it before. */
  async holdNow(): Promise<void> {
    if (this.#hold !== undefined || this.#isWarned) return
    const { name } = this
    this.#hold = (await takeLease(this.#outside, { name, journal: this.#journal, takesOver: false })).hold
    this.world = this.#watching(this.#outside)
  }

  /**
   * Writes a new record. Throws ReleaseError `locked` where somebody without a lease was quicker, `record-broken` and
   * `record-exists` where what is there cannot be read or is hidden.
   */
  async create(release: Release): Promise<void> {
    await this.#hold?.confirm()
    try {
      await this.world.driver.create(release)
    } catch (error) {
      if (!(error instanceof ReleaseError) || error.code !== 'record-exists') throw error
      throw await taken(release, error, this.world.driver)
    }
    this.current = release
    this.#remember(release)
  }

  /** Writes a record again. Throws what the driver throws. */
  async update(release: Release): Promise<void> {
    await this.#hold?.confirm()
    await this.world.driver.update(release)
    if (release.version === this.#current?.version) this.#current = release
    this.#remember(release)
  }

  /** Removes a record. */
  async remove(release: Release): Promise<void> {
    await this.#hold?.confirm()
    await this.world.driver.remove(release.name, release.version)
    this.history = this.history.filter(({ version }) => version !== release.version)
  }

  /** Writes the revision at work again; a failure is told, not thrown, as Helm does. */
  async record(): Promise<void> {
    await this.updateQuietly(this.current)
  }

  /** As `update`, but a failure is told, not thrown. */
  async updateQuietly(release: Release): Promise<void> {
    try {
      await this.update(release)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.world.report({ type: 'warning', text: `failed to update release ${release.name}: ${reason}` })
    }
  }

  /** Nothing is left of the run that was found dead. */
  forgetInterruption(): void {
    const { interrupted: _, ...journal } = this.#journal
    this.#journal = journal
  }

  /** Gives the lease back; where another run's death is not settled yet, the next one finds what is known of it. */
  async end(): Promise<void> {
    if (this.#journal.interrupted === undefined) await this.#hold?.giveBack()
    else await this.#hold?.leaveBehind()
  }

  #now(): string {
    return new Date(this.world.clock.now()).toISOString()
  }

  #remember(release: Release): void {
    const others = this.history.filter(({ version }) => version !== release.version)
    this.history = [...others, release].sort((a, b) => a.version - b.version)
  }

  #watching(world: ReleaseWorld): ReleaseWorld {
    const hold = this.#hold
    if (hold === undefined) return world
    return { ...world, signal: AbortSignal.any([world.signal, hold.lost]), client: fenced(world.client, hold) }
  }
}

/** The client of a run whose writes ask first whether the release is still its own. */
function fenced(client: Client, hold: Hold): Client {
  const sure = <A extends readonly unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      await hold.confirm()
      return await write(...args)
    }
  }
  const { create, update, patch, remove, removeAll } = client
  return {
    ...client,
    create: sure(create),
    update: sure(update),
    patch: sure(patch),
    remove: sure(remove),
    removeAll: sure(removeAll),
  }
}

function firstJournal({ clock }: ReleaseWorld, { operation, description = '', keepsHistory = false }: Task): Journal {
  const since = new Date(clock.now()).toISOString()
  return { operation, revision: 0, step: 'begin', stepSince: since, since, description, keepsHistory }
}
