/**
 * The controllers of the control plane, one file each on the one loop. A client and what only the composition root can do
 * (sign a certificate) go in; objects are made to be what others say. They touch no file, no socket and no clock of their own.
 */
import type { Controller } from '#reconcile'
import { tokenCleaner } from './access/token-cleaner.ts'
import { certificateController, type SignRequest } from './certificate/controller.ts'
import { garbageCollector } from './garbage/controller.ts'
import { namespaceController } from './namespace/controller.ts'
import { rootCaController, serviceAccountController } from './namespace/furniture.ts'
import { disruptionController } from './policy/disruption.ts'

export { type ElectionOptions, elect, type Running, type RunOptions, runControllers, type TraceLine } from '#reconcile'
export type { SignRequest } from './certificate/controller.ts'

/** What controllers cannot make themselves. */
export interface ControllerOptions {
  /** The certificate of the cluster's authority (PEM), as it is now. */
  readonly authority: () => string
  readonly signRequest: SignRequest
}

/** Every controller that a control plane runs. */
export function createControllers({ authority, signRequest }: ControllerOptions): readonly Controller[] {
  return [
    namespaceController,
    serviceAccountController,
    rootCaController(authority),
    garbageCollector(),
    certificateController(signRequest),
    tokenCleaner,
    disruptionController,
  ]
}
