import type { StackRelease } from '#stack'

/** A release as people name it: `apps/web`. */
export function titleOf({ id }: Pick<StackRelease, 'id'>): string {
  return id.replace(/^\//, '')
}
