import type { Position } from '#render'
import type { Trouble } from './result.ts'

/** The shape that all rooms' errors share. */
interface Coded extends Error {
  readonly hint?: string
  readonly position?: Partial<Position>
}

/** Anything thrown, as a report tells it. */
export function troubleOf(error: unknown): Trouble {
  const { message, hint, position }: Coded = error instanceof Error ? error : new Error(String(error))
  const advice = hintOf(message) ?? hint
  return {
    message: message.trim(),
    ...(advice !== undefined && { hint: advice }),
    ...(isPlace(position) && { position }),
    reasons: [],
  }
}

function isPlace(position: Partial<Position> | undefined): position is Position {
  return position?.file !== undefined && position.line !== undefined
}

/** What helps when the cluster of a test lacks something. */
const HINTS: readonly (readonly [pattern: RegExp, hint: (kind: string) => string])[] = [
  [/no matches for kind "([^"]+)"/, (kind) => `if ${kind} comes from another chart, give its definition with --crds`],
  [
    /namespaces "([^"]+)" not found/,
    (name) => `if the chart belongs into that namespace, install it there: -n ${name}`,
  ],
  [/didn't match Pod's node affinity/, () => 'nodes get labels with --node-label'],
  [
    /(?:secret|configmap) "([^"]+)" not found/,
    (name) => `if ${name} is there where the chart is used, give it with --with`,
  ],
  [/incompatible with Kubernetes/, () => 'test with another version: --kube-version'],
]

/** The way out of a failure that the cluster of a test explains; undefined when there is none. */
export function hintOf(message: string): string | undefined {
  for (const [pattern, hint] of HINTS) {
    const found = pattern.exec(message)
    if (found !== null) return hint(found[1] ?? '')
  }
  return undefined
}
