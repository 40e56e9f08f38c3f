import type { ReleaseHook } from '../contract/release.ts'

/** When hooks run; Helm's words. */
export type HookEvent =
  | 'pre-install'
  | 'post-install'
  | 'pre-delete'
  | 'post-delete'
  | 'pre-upgrade'
  | 'post-upgrade'
  | 'pre-rollback'
  | 'post-rollback'
  | 'test'

/** The hooks of an event by weight, then name; equal ones stay in their order, which is by kind. */
export function hooksFor(hooks: readonly ReleaseHook[], event: HookEvent): readonly ReleaseHook[] {
  return byWeight(hooks.filter(({ events }) => events.includes(event)))
}

/** Hooks in the order in which they run. Source: helm pkg/action/hooks.go hookByWeight. */
export function byWeight(hooks: readonly ReleaseHook[]): readonly ReleaseHook[] {
  return [...hooks].sort((a, b) => (a.weight ?? 0) - (b.weight ?? 0) || compareBytes(a.name, b.name))
}

/** Names are plain ASCII: their code units order as Go's bytes do. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
