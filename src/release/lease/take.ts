import { ClientError, pause } from '#client'
import { StatusError } from '#kube'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { explainJournal } from '../journal/explain.ts'
import type { Interruption, Journal } from '../journal/journal.ts'
import { Hold, NOTICED_MS } from './hold.ts'
import { judge, look } from './judge.ts'
import { type Claim, leaseObject, leases, type OtherRun } from './lease-object.ts'

/** What came of taking a lease. */
export interface Taken {
  /** Undefined where leases cannot be written: the run goes on without. */
  readonly hold: Hold | undefined
  /** There is no namespace for it yet. */
  readonly mayComeLater?: boolean
  /** The dead run whose lease this was. */
  readonly interrupted: Interruption | undefined
  /** That run lives, and has been told of as one that lost its lease. */
  readonly isTakenOver?: boolean
}

/** Others may take and leave the lease while we look at it. */
const MAX_TRIES = 5

/** What is taken. */
export interface Wish {
  readonly name: string
  readonly journal: Journal
  /** Also from a run that lives. */
  readonly takesOver: boolean
}

/**
 * Takes the lease of a release. Throws ReleaseError `locked` when somebody holds it who lives, unless it is to be taken over;
 * a warning is told, and no lease taken, where the server does not let us.
 */
export async function takeLease(world: ReleaseWorld, { name, journal, takesOver }: Wish): Promise<Taken> {
  const nowMs = world.clock.now()
  const { namespace, identity: holder } = world
  const claim = { name, namespace, holder, process: world.process?.id ?? '', sinceMs: nowMs, renewedMs: nowMs, journal }
  try {
    return await tryToTake(world, claim, takesOver)
  } catch (error) {
    if (!isUnwritable(error)) throw error
    const mayComeLater = isWithoutNamespace(error)
    if (!mayComeLater) world.report({ type: 'warning', text: unguarded(name, error) })
    return { hold: undefined, interrupted: undefined, mayComeLater }
  }
}

async function tryToTake(world: ReleaseWorld, claim: Claim, takesOver: boolean): Promise<Taken> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const fresh = await create(world, claim)
    if (fresh !== undefined) return { hold: fresh, interrupted: undefined }
    const other = await look(world, claim.name)
    if (other === undefined) continue
    const verdict = await judge(world, claim.name, other)
    if (verdict === undefined) continue
    if (verdict.isAlive && (!takesOver || world.signal.aborted)) throw lockedBy(claim.name, verdict.run)
    const taken = await replace(world, claim, verdict.run)
    if (taken === undefined) continue
    if (!verdict.isAlive) return taken
    await letNotice(world, claim.name, verdict.run)
    return { ...taken, isTakenOver: true }
  }
  throw new ReleaseError('locked', `release ${claim.name} is taken by others again and again`)
}

/** Undefined when there is a lease already. */
async function create(world: ReleaseWorld, claim: Claim): Promise<Hold | undefined> {
  try {
    const mine = { ...claim, renewedMs: world.clock.now() }
    return new Hold(world, mine, await world.client.create(leases, leaseObject(mine)))
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}

/** Undefined when somebody else was quicker. */
async function replace(world: ReleaseWorld, claim: Claim, dead: OtherRun): Promise<Taken | undefined> {
  const { holder, seen, journal, uid, resourceVersion } = dead
  // a run that died while it settled another leaves that one to us
  const interrupted = journal?.interrupted ?? { holder, seen, journal }
  const mine = { ...claim, renewedMs: world.clock.now(), journal: { ...claim.journal, interrupted } }
  try {
    const lease = await world.client.update(leases, leaseObject(mine, { uid, resourceVersion }))
    return { hold: new Hold(world, mine, lease), interrupted }
  } catch (error) {
    if (isConflict(error) || isMissing(error)) return undefined
    throw error
  }
}

/** Who lost its lease may have a write under way, and knows nothing of it before its next sign of life. */
async function letNotice(world: ReleaseWorld, name: string, other: OtherRun): Promise<void> {
  const text = `release ${name} is taken over from ${heldBy(other)}; going on in ${NOTICED_MS / 1000} s, when that run has noticed`
  world.report({ type: 'warning', text })
  await pause(world.clock, NOTICED_MS, world.signal)
}

function lockedBy(name: string, other: OtherRun): ReleaseError {
  return new ReleaseError('locked', `release ${name} is held by ${heldBy(other)}`, {
    hint:
      'wait until that run ends; when it dies, the next run takes over by itself; ' +
      '--take-over takes the release away from a run that hangs',
  })
}

function heldBy({ holder, journal, seen }: OtherRun): string {
  const what = journal === undefined ? '' : ` since ${journal.since}: ${explainJournal(journal)}`
  return `${holder}${what}; last sign of life ${seen}`
}

function unguarded(name: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return `release ${name} has no lease, so no other run is kept out: ${reason}`
}

/** The server does not let us, or has no leases; or the namespace of the release is still to come. */
function isUnwritable(error: unknown): boolean {
  if (error instanceof StatusError) return [403, 404, 405].includes(error.status.code ?? 0)
  return error instanceof ClientError && error.code === 'unknown-kind'
}

function isWithoutNamespace(error: unknown): boolean {
  return isMissing(error) && error instanceof StatusError && error.status.details?.kind === 'namespaces'
}

function isConflict(error: unknown): boolean {
  return error instanceof StatusError && error.status.code === 409
}

function isMissing(error: unknown): boolean {
  return error instanceof StatusError && error.status.code === 404
}
