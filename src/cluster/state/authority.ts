import {
  type Authority,
  createAuthority,
  isRenewalDue,
  type KeyPair,
  lifetimeOf,
  readAuthority,
} from '../certificate/door.ts'
import { type Keeper, readPair, writePair } from './keeper.ts'

/** An authority and everything that is trusted in its place: successor, itself, predecessor. */
export interface TrustedAuthority {
  /** The one that signs. */
  readonly authority: Authority
  /** Certificates that are trusted, PEM, the signing one first. */
  readonly trusted: readonly string[]
}

/** Which authority, and how it may change. */
export interface AuthorityOrder {
  /** What its files are called. */
  readonly name: string
  readonly commonName: string
  readonly nowMs: number
  /** False where others have the same one: it stays until it ends. */
  readonly isRenewed: boolean
}

const DAY_MS = 24 * 3_600_000
const LIFE_MS = 10 * 365 * DAY_MS
/** A successor is trusted for so long before it signs: clients learn of it meanwhile. */
const OVERLAP_MS = 30 * DAY_MS

/**
 * An authority as kept. Late in its life a successor is made (`NAME-next`) and trusted; thirty days later the successor
 * signs, and the old one (`NAME-old`) stays trusted until it ends. Throws ClusterError `io`.
 */
export async function readyAuthority(order: AuthorityOrder, keep: Keeper): Promise<TrustedAuthority> {
  const present = await readPair(order.name, keep)
  if (present === undefined || isOver(present.certificate, order.nowMs)) {
    const made = create(order)
    await writePair(order.name, made.pair, keep)
    return { authority: made, trusted: [made.pair.certificate] }
  }
  const next = await successorOf(present, order, keep)
  if (next === undefined || !isRipe(next, present, order.nowMs)) {
    return withOld(readAuthority(present), next === undefined ? [] : [next.certificate], order, keep)
  }
  await keep.write(`${order.name}-old.crt`, present.certificate)
  await writePair(order.name, next, keep)
  await forgetNext(order, keep)
  return withOld(readAuthority(next), [], order, keep)
}

function create({ commonName, nowMs }: AuthorityOrder): Authority {
  return createAuthority(commonName, { nowMs, durationMs: LIFE_MS })
}

/** The successor that was made; a new one when it is time for one. */
async function successorOf(present: KeyPair, order: AuthorityOrder, keep: Keeper): Promise<KeyPair | undefined> {
  if (!order.isRenewed) return undefined
  const kept = await readPair(`${order.name}-next`, keep)
  if (kept?.certificate === present.certificate) await forgetNext(order, keep)
  else if (kept !== undefined && !isOver(kept.certificate, order.nowMs)) return kept
  if (!isRenewalDue(present.certificate, order.nowMs)) return undefined
  const { pair } = create(order)
  await writePair(`${order.name}-next`, pair, keep)
  return pair
}

async function forgetNext({ name }: AuthorityOrder, keep: Keeper): Promise<void> {
  await keep.remove(`${name}-next.crt`)
  await keep.remove(`${name}-next.key`)
}

/** Whether a successor was known long enough, or cannot wait longer. */
function isRipe(next: KeyPair, present: KeyPair, nowMs: number): boolean {
  return (
    nowMs >= lifetimeOf(next.certificate).notBeforeMs + OVERLAP_MS ||
    nowMs >= lifetimeOf(present.certificate).notAfterMs - OVERLAP_MS
  )
}

async function withOld(
  authority: Authority,
  more: readonly string[],
  { name, nowMs }: AuthorityOrder,
  keep: Keeper,
): Promise<TrustedAuthority> {
  const old = await keep.read(`${name}-old.crt`)
  const isTrusted = old !== undefined && old !== '' && !isOver(old, nowMs)
  return { authority, trusted: [authority.pair.certificate, ...more, ...(isTrusted ? [old] : [])] }
}

/** Whether a certificate holds no more, or cannot be read. */
function isOver(certificate: string, nowMs: number): boolean {
  try {
    return nowMs >= lifetimeOf(certificate).notAfterMs
  } catch {
    return true
  }
}
