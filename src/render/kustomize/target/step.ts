import type { Transform } from '../resource/list.ts'
import type { Origin } from '../resource/origin.ts'
import type { Resource } from '../resource/resource.ts'
import type { Cause } from './observer.ts'

/** A transformer that is configured. */
export interface Step {
  readonly run: Transform
  readonly origin: Origin | undefined
  readonly cause: Cause
}

/** A generator that is configured: gives new resources. */
export interface Generator {
  readonly run: () => readonly Resource[]
  readonly origin: Origin | undefined
  readonly cause: Cause
}
