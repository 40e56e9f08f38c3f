/**
 * The controllers of the control plane, one file each on the one loop. A client and what only the composition root can do
 * (sign a certificate) go in; objects are made to be what others say. They touch no file, no socket and no clock of their own.
 */
import type { Controller } from '#reconcile'
import { tokenCleaner } from './access/token-cleaner.ts'
import { type SignToken, tokenSecretController } from './access/token-secret.ts'
import { certificateController, type SignRequest } from './certificate/controller.ts'
import { garbageCollector } from './garbage/controller.ts'
import { namespaceController } from './namespace/controller.ts'
import { rootCaController, serviceAccountController } from './namespace/furniture.ts'
import { disruptionController } from './policy/disruption.ts'
import { protectionControllers } from './protection/protection.ts'
import { quotaController } from './quota/controller.ts'
import type { QuotaRules } from './quota/rules.ts'

export { type ElectionOptions, elect, type Running, type RunOptions, runControllers, type TraceLine } from '#reconcile'
export type { SignToken } from './access/token-secret.ts'
export type { SignRequest } from './certificate/controller.ts'
export type { QuotaRules } from './quota/rules.ts'

/** What controllers cannot make themselves. */
export interface ControllerOptions {
  /** The certificate of the cluster's authority (PEM), as it is now. */
  readonly authority: () => string
  readonly signRequest: SignRequest
  readonly signToken: SignToken
  readonly quota: QuotaRules
}

/** Every controller that a control plane runs. */
export function createControllers(options: ControllerOptions): readonly Controller[] {
  const { authority, signRequest, signToken, quota } = options
  return [
    namespaceController,
    serviceAccountController,
    rootCaController(authority),
    garbageCollector(),
    certificateController(signRequest),
    tokenCleaner,
    tokenSecretController(signToken, authority),
    quotaController(quota),
    disruptionController,
    ...protectionControllers,
  ]
}
