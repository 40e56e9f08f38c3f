import { followPods, type PodFollower, type ReleaseEvent, type ReleaseWorld } from '#release'
import { emptyProgress, foldEvent, type ProgressNode } from '../view/progress-state.ts'

/** Remembers what a release tells, to explain a failure. */
export interface Observer {
  readonly report: (event: ReleaseEvent) => void
  /** Looks after the pods of what is waited for, too. */
  follow(world: ReleaseWorld): void
  /** Forgets what was seen: a new step begins. */
  reset(): void
  /** Looks a last time. What is not well, by object. */
  look(): Promise<readonly ProgressNode[]>
  stop(): void
}

/** An observer that has seen nothing. */
export function createObserver(): Observer {
  let state = emptyProgress()
  let follower: PodFollower | undefined
  let world: ReleaseWorld | undefined
  return {
    report: (event) => {
      foldEvent(state, event)
      follower?.see(event)
    },
    follow: (followed) => {
      world = followed
      follower = followPods(followed)
    },
    reset: () => {
      state = emptyProgress()
      follower?.stop()
      if (world !== undefined) follower = followPods(world)
    },
    look: async () => {
      await follower?.close()
      return [...state.roots.values()].filter((node) => node.state === 'failed' || node.state === 'in-progress')
    },
    stop: () => follower?.stop(),
  }
}

/** Most objects that a failure tells of. */
const MAX_OBJECTS = 10

/** Objects that are not well, each with its pods, their events and the last lines of their logs. */
export function reasonLines(nodes: readonly ProgressNode[]): string[] {
  const shown = nodes.slice(0, MAX_OBJECTS).flatMap((node) => linesOf(node, ''))
  const left = nodes.length - MAX_OBJECTS
  return left > 0 ? [...shown, `and ${left} more`] : shown
}

function linesOf({ title, reason, lines, children }: ProgressNode, indent: string): string[] {
  const told = lines.map(({ from, text }) => `${indent}  ${from === 'log' ? '| ' : ''}${text}`)
  const unwell = [...children.values()].filter(({ state }) => state !== 'ready' && state !== 'gone')
  return [`${indent}${title}: ${reason}`, ...told, ...unwell.flatMap((child) => linesOf(child, `${indent}  `))]
}
