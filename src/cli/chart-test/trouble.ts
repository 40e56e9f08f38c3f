import type { Position } from '#render'
import type { Trouble } from './result.ts'

/** The shape that all rooms' errors share. */
interface Coded extends Error {
  readonly hint?: string
  readonly position?: Partial<Position>
  /** What was printed before it failed. */
  readonly lines?: readonly string[]
}

/** Anything thrown, as a report tells it. */
export function troubleOf(error: unknown): Trouble {
  const { message, hint, position, lines }: Coded = error instanceof Error ? error : new Error(String(error))
  const advice = hintOf(message) ?? hint
  return {
    message: message.trim(),
    ...(advice !== undefined && { hint: advice }),
    ...(isPlace(position) && { position }),
    reasons: lines ?? [],
  }
}

function isPlace(position: Partial<Position> | undefined): position is Position {
  return position?.file !== undefined && position.line !== undefined
}

/** What helps when the cluster of a test lacks something; `names` are what the pattern found, each once. */
const HINTS: readonly (readonly [pattern: RegExp, hint: (names: string) => string])[] = [
  [/no matches for kind "([^"]+)"/g, (kinds) => `if other charts bring ${kinds}, give the definitions with --crds`],
  [
    /namespaces "([^"]+)" not found/g,
    (name) => `if the chart belongs into that namespace, install it there: -n ${name}`,
  ],
  [/didn't match Pod's node affinity/g, () => 'nodes get labels with --node-label'],
  [
    /(?:secret|configmap) "([^"]+)" not found/g,
    (names) => `if ${names} is there where the chart is used, give it with --with`,
  ],
  [/missing in charts\/ directory: (.*)/g, (names) => `fetch ${names} first: --dependency-update`],
  [
    /storageclass\.storage\.k8s\.io "([^"]+)" not found/g,
    (names) => `if the class ${names} is there where the chart is used, give it with --with`,
  ],
  [/Pod in progress/g, () => 'a test that is started again never ends: its pod wants restartPolicy: Never'],
  [/incompatible with Kubernetes/g, () => 'test with another version: --kube-version'],
]

/** The way out of a failure that the cluster of a test explains; undefined when there is none. */
export function hintOf(text: string): string | undefined {
  for (const [pattern, hint] of HINTS) {
    const found = [...text.matchAll(pattern)].map(([, name = '']) => name)
    if (found.length > 0) return hint([...new Set(found)].join(', '))
  }
  return undefined
}
