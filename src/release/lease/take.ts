import { ClientError } from '#client'
import { StatusError } from '#kube'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { explainJournal } from '../journal/explain.ts'
import type { Interruption, Journal } from '../journal/journal.ts'
import { Hold } from './hold.ts'
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
}

/** Others may take and leave the lease while we look at it. */
const MAX_TRIES = 5

/**
 * Takes the lease of a release. Throws ReleaseError `locked` when somebody holds it; a warning is told, and no lease taken,
 * where the server does not let us.
 */
export async function takeLease(world: ReleaseWorld, name: string, journal: Journal): Promise<Taken> {
  const nowMs = world.clock.now()
  const { namespace, identity: holder } = world
  const claim = { name, namespace, holder, process: world.process?.id ?? '', sinceMs: nowMs, renewedMs: nowMs, journal }
  try {
    return await tryToTake(world, claim)
  } catch (error) {
    if (!isUnwritable(error)) throw error
    const mayComeLater = isWithoutNamespace(error)
    if (!mayComeLater) world.report({ type: 'warning', text: unguarded(name, error) })
    return { hold: undefined, interrupted: undefined, mayComeLater }
  }
}

async function tryToTake(world: ReleaseWorld, claim: Claim): Promise<Taken> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const fresh = await create(world, claim)
    if (fresh !== undefined) return { hold: fresh, interrupted: undefined }
    const other = await look(world, claim.name)
    if (other === undefined) continue
    const verdict = await judge(world, claim.name, other)
    if (verdict === undefined) continue
    if (verdict.isAlive) throw lockedBy(claim.name, verdict.run)
    const taken = await replace(world, claim, verdict.run)
    if (taken !== undefined) return taken
  }
  throw new ReleaseError('locked', `release ${claim.name} is taken by others again and again`)
}

/** Undefined when there is a lease already. */
async function create(world: ReleaseWorld, claim: Claim): Promise<Hold | undefined> {
  try {
    return new Hold(world, claim, await world.client.create(leases, leaseObject(claim)))
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}

/** Undefined when somebody else was quicker. */
async function replace(world: ReleaseWorld, claim: Claim, dead: OtherRun): Promise<Taken | undefined> {
  const { holder, seen, journal } = dead
  // a run that died while it settled another leaves that one to us
  const interrupted = journal?.interrupted ?? { holder, seen, journal }
  const mine = { ...claim, journal: { ...claim.journal, interrupted } }
  try {
    const lease = await world.client.update(leases, leaseObject(mine, dead.resourceVersion))
    return { hold: new Hold(world, mine, lease), interrupted }
  } catch (error) {
    if (isConflict(error) || isMissing(error)) return undefined
    throw error
  }
}

function lockedBy(name: string, { holder, journal, seen }: OtherRun): ReleaseError {
  const what = journal === undefined ? '' : `: ${explainJournal(journal)}`
  const since = journal === undefined ? '' : ` since ${journal.since}`
  return new ReleaseError('locked', `release ${name} is held by ${holder}${since}${what}; last sign of life ${seen}`, {
    hint: 'wait until that run ends; when it dies, the next run takes over by itself',
  })
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
