import { inKnownWords } from '../frame/failure.ts'
import type { Session } from '../frame/session.ts'
import { framedFailure } from './kustomize-error.ts'

/** A place as any room's error gives it. */
interface Place {
  readonly file?: string
  readonly line: number
  readonly column: number
}

/** The shape all rooms' errors share (docs/architecture.md). */
interface Coded extends Error {
  readonly code?: unknown
  readonly position?: Place
  readonly hint?: string
  /** Lines that show the place: template, values file, rendered text. */
  readonly frame?: readonly string[]
  /** Further failures of the same run. */
  readonly others?: readonly Error[]
}

/** How a failure is told. */
export interface ErrorView {
  readonly asJson: boolean
  readonly exitCode: number
  readonly session: Session
}

/** What goes to stderr for a failure: Helm's line first, then (for berth) the place, the frame and the way out. */
export function describeError(error: unknown, view: ErrorView): string {
  const known = error instanceof Error ? error : new Error(String(error))
  const coded: Coded = framedFailure(known, view.session)
  if (view.asJson) return `${JSON.stringify({ error: asData(coded, view.exitCode) }, undefined, 2)}\n`
  const first = `Error: ${inKnownWords(coded.message)}`
  if (view.session.persona === 'helm') return `${first}\n`
  const blocks = [first, ...details(coded)]
  for (const other of coded.others ?? [])
    blocks.push('', `Error: ${inKnownWords(other.message)}`, ...details(other as Coded))
  return `${blocks.join('\n')}\n`
}

function details(error: Coded): string[] {
  const lines: string[] = []
  const place = error.position && placeText(error.position)
  if (place && !error.frame && !error.message.includes(place)) lines.push(`  at ${place}`)
  if (error.frame) lines.push(...error.frame)
  if (error.hint) lines.push(`hint: ${error.hint}`)
  return lines
}

function placeText(place: Place): string {
  return `${place.file ?? ''}:${place.line}:${place.column}`
}

function asData(error: Coded, exitCode: number): Record<string, unknown> {
  const { code, position, hint, frame } = error
  const message = inKnownWords(error.message)
  const others = error.others?.map((other) => asData(other as Coded, exitCode))
  return { code: typeof code === 'string' ? code : 'internal', message, position, hint, frame, exitCode, others }
}
