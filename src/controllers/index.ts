/**
 * The controllers of the control plane, one file each on the one loop. A client and what only the composition root can do
 * (sign a certificate) go in; objects are made to be what others say. They touch no file, no socket and no clock of their own.
 */
import type { Controller } from '#reconcile'
import { bootstrapSigner } from './access/bootstrap-signer.ts'
import { tokenCleaner } from './access/token-cleaner.ts'
import { type SignToken, tokenSecretController } from './access/token-secret.ts'
import { autoscaleController } from './autoscale/controller.ts'
import { certificateController, type SignRequest } from './certificate/controller.ts'
import { cronJobController } from './cron-job/controller.ts'
import { daemonSetController } from './daemon-set/controller.ts'
import { deploymentController } from './deployment/controller.ts'
import { endpointsController } from './endpoints/endpoints-controller.ts'
import { endpointSliceMirroring } from './endpoints/mirror-controller.ts'
import { endpointSliceController } from './endpoints/slice-controller.ts'
import { garbageCollector } from './garbage/controller.ts'
import { jobController } from './job/controller.ts'
import { jobOrphanController } from './job/orphan-controller.ts'
import { namespaceController } from './namespace/controller.ts'
import { rootCaController, serviceAccountController } from './namespace/furniture.ts'
import { nodeIpamController, type PodRange } from './node/ipam.ts'
import { nodeLifecycleController } from './node/lifecycle.ts'
import { taintEvictionController } from './node/taint-eviction.ts'
import { podGarbageCollector } from './pod-gc/controller.ts'
import { disruptionController } from './policy/disruption.ts'
import { staleDisruptionController } from './policy/stale-disruption.ts'
import { protectionControllers } from './protection/protection.ts'
import { quotaController } from './quota/controller.ts'
import type { QuotaRules } from './quota/rules.ts'
import { replicaSetControllers } from './replica-set/controller.ts'
import { serviceCidrController } from './service-cidr/controller.ts'
import { statefulSetController } from './stateful-set/controller.ts'
import { ttlAfterFinished } from './ttl/controller.ts'
import { volumeControllers } from './volume/all.ts'
import type { VolumeHost } from './volume/host.ts'

export {
  type Controller,
  type ElectionOptions,
  elect,
  type Running,
  type RunOptions,
  runControllers,
  type TraceLine,
} from '#reconcile'
export type { SignToken } from './access/token-secret.ts'
export type { SignRequest } from './certificate/controller.ts'
export type { PodRange } from './node/ipam.ts'
export type { QuotaRules } from './quota/rules.ts'
export type { VolumeHost } from './volume/host.ts'

/** What controllers cannot make themselves. */
export interface ControllerOptions {
  /** The certificate of the cluster's authority (PEM), as it is now. */
  readonly authority: () => string
  readonly signRequest: SignRequest
  readonly signToken: SignToken
  readonly quota: QuotaRules
  /** Where nodes get their pod addresses from; 10.244.0.0/14 in parts of /24 unless told: room for 1,024 nodes. */
  readonly podRanges?: readonly PodRange[]
  /** Makes and removes what is behind local volumes; absent: they are kept account of, no more. */
  readonly volumeHost?: VolumeHost
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
    bootstrapSigner,
    tokenSecretController(signToken, authority),
    quotaController(quota),
    nodeLifecycleController(),
    taintEvictionController(),
    nodeIpamController(options.podRanges),
    podGarbageCollector(),
    disruptionController(),
    staleDisruptionController,
    statefulSetController,
    daemonSetController,
    endpointsController,
    endpointSliceController,
    endpointSliceMirroring,
    serviceCidrController,
    ...volumeControllers(options.volumeHost),
    jobController,
    jobOrphanController,
    cronJobController,
    ttlAfterFinished,
    autoscaleController(),
    ...protectionControllers,
    deploymentController,
    ...replicaSetControllers(),
  ]
}
