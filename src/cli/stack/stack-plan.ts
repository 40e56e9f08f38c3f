import type { Plan } from '#plan'

/** The plan of one release; undefined where there is nothing to uninstall. */
export interface StackPlan {
  readonly release: string
  readonly plan: Plan | undefined
}
