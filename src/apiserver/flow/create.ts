import type { Handler } from '../contract/http.ts'
import type { Registry } from '../contract/registry.ts'
import { createFlowControl, type FlowOptions } from './control.ts'
import { flowFilter } from './filter.ts'
import { createFlowReconciler } from './reconcile.ts'
import { createTurnstile, type TurnstileOptions } from './turnstile.ts'

/** Priority and fairness of one API server. */
export interface FlowService {
  /** Stands behind impersonation and before authorization. */
  readonly filter: (next: Handler) => Handler
  /** Observes, and writes the default objects. Call it when the registry has started. */
  start(): Promise<void>
  close(): void
}

/** Seats, queues and default objects together. `onError` is told of writes in the background that did not work. */
export function createFlow(
  registry: Registry,
  options: FlowOptions & Partial<Pick<TurnstileOptions, 'count'>> & { readonly onError?: (error: unknown) => void },
): FlowService {
  const control = createFlowControl(registry, options)
  const reconciler = createFlowReconciler(registry, options.clock, options.onError ?? (() => {}))
  const turnstile = createTurnstile({ kinds: registry.kinds, count: (kind) => options.count?.(kind) ?? 0 })
  return {
    filter: flowFilter(control, turnstile),
    start: async () => {
      control.start()
      await reconciler.start()
    },
    close: () => {
      control.close()
      reconciler.close()
    },
  }
}
