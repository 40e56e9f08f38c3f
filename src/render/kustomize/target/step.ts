import type { Transform } from '../resource/list.ts'
import type { Origin } from '../resource/origin.ts'
import type { Resource } from '../resource/resource.ts'

/** A transformer that is configured. */
export interface Step {
  readonly run: Transform
  readonly origin: Origin | undefined
}

/** A generator that is configured: gives new resources. */
export interface Generator {
  readonly run: () => readonly Resource[]
  readonly origin: Origin | undefined
}
