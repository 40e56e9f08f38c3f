/**
 * Decides which node each pod runs on. A client with its caches and a configuration go in; bindings, conditions and Events
 * come out. It starts nothing on a node, and it keeps no state that a restart would miss.
 */
export type { SchedulerConfiguration } from './configuration/configuration.ts'
export { SchedulerError, type SchedulerErrorCode } from './error.ts'
export { createScheduler } from './scheduler.ts'
