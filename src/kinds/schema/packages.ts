import { admissionV1 } from './tables/admission-v1.ts'
import { admissionregistrationV1 } from './tables/admissionregistration-v1.ts'
import { apidiscoveryV2 } from './tables/apidiscovery-v2.ts'
import { apiextensionsV1 } from './tables/apiextensions-v1.ts'
import { apiregistrationV1 } from './tables/apiregistration-v1.ts'
import { appsV1 } from './tables/apps-v1.ts'
import { authenticationV1 } from './tables/authentication-v1.ts'
import { authorizationV1 } from './tables/authorization-v1.ts'
import { autoscalingV1 } from './tables/autoscaling-v1.ts'
import { autoscalingV2 } from './tables/autoscaling-v2.ts'
import { batchV1 } from './tables/batch-v1.ts'
import { certificatesV1 } from './tables/certificates-v1.ts'
import { coordinationV1 } from './tables/coordination-v1.ts'
import { coreV1 } from './tables/core-v1.ts'
import { discoveryV1 } from './tables/discovery-v1.ts'
import { eventsV1 } from './tables/events-v1.ts'
import { flowcontrolV1 } from './tables/flowcontrol-v1.ts'
import { intstr } from './tables/intstr.ts'
import { metaV1 } from './tables/meta-v1.ts'
import { networkingV1 } from './tables/networking-v1.ts'
import { nodeV1 } from './tables/node-v1.ts'
import { policyV1 } from './tables/policy-v1.ts'
import { rbacV1 } from './tables/rbac-v1.ts'
import { resource } from './tables/resource.ts'
import { resourceV1 } from './tables/resource-v1.ts'
import { runtime } from './tables/runtime.ts'
import { schedulingV1 } from './tables/scheduling-v1.ts'
import { storageV1 } from './tables/storage-v1.ts'
import { version } from './tables/version.ts'

/** One package of API types: how the tables call it, how OpenAPI names its types, its table, its descriptions. */
export interface TypePackage {
  readonly key: string
  /** Group and version of the API; absent for packages that are no API. */
  readonly group?: string
  readonly version?: string
  readonly prefix: string
  readonly text: string
  /** Loads the descriptions: one text a type, told in each file. */
  describe(): Promise<readonly string[]>
}

/** Every package of types that is built in. */
export const packages: readonly TypePackage[] = [
  {
    key: 'admission/v1',
    group: 'admission.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.admission.v1',
    text: admissionV1,
    describe: async () => (await import('./descriptions/admission-v1.ts')).admissionV1,
  },
  {
    key: 'admissionregistration/v1',
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.admissionregistration.v1',
    text: admissionregistrationV1,
    describe: async () => (await import('./descriptions/admissionregistration-v1.ts')).admissionregistrationV1,
  },
  {
    key: 'apidiscovery/v2',
    group: 'apidiscovery.k8s.io',
    version: 'v2',
    prefix: 'io.k8s.api.apidiscovery.v2',
    text: apidiscoveryV2,
    describe: async () => (await import('./descriptions/apidiscovery-v2.ts')).apidiscoveryV2,
  },
  {
    key: 'apiextensions/v1',
    group: 'apiextensions.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
    text: apiextensionsV1,
    describe: async () => (await import('./descriptions/apiextensions-v1.ts')).apiextensionsV1,
  },
  {
    key: 'apiregistration/v1',
    group: 'apiregistration.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
    text: apiregistrationV1,
    describe: async () => (await import('./descriptions/apiregistration-v1.ts')).apiregistrationV1,
  },
  {
    key: 'apps/v1',
    group: 'apps',
    version: 'v1',
    prefix: 'io.k8s.api.apps.v1',
    text: appsV1,
    describe: async () => (await import('./descriptions/apps-v1.ts')).appsV1,
  },
  {
    key: 'authentication/v1',
    group: 'authentication.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.authentication.v1',
    text: authenticationV1,
    describe: async () => (await import('./descriptions/authentication-v1.ts')).authenticationV1,
  },
  {
    key: 'authorization/v1',
    group: 'authorization.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.authorization.v1',
    text: authorizationV1,
    describe: async () => (await import('./descriptions/authorization-v1.ts')).authorizationV1,
  },
  {
    key: 'autoscaling/v1',
    group: 'autoscaling',
    version: 'v1',
    prefix: 'io.k8s.api.autoscaling.v1',
    text: autoscalingV1,
    describe: async () => (await import('./descriptions/autoscaling-v1.ts')).autoscalingV1,
  },
  {
    key: 'autoscaling/v2',
    group: 'autoscaling',
    version: 'v2',
    prefix: 'io.k8s.api.autoscaling.v2',
    text: autoscalingV2,
    describe: async () => (await import('./descriptions/autoscaling-v2.ts')).autoscalingV2,
  },
  {
    key: 'batch/v1',
    group: 'batch',
    version: 'v1',
    prefix: 'io.k8s.api.batch.v1',
    text: batchV1,
    describe: async () => (await import('./descriptions/batch-v1.ts')).batchV1,
  },
  {
    key: 'certificates/v1',
    group: 'certificates.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.certificates.v1',
    text: certificatesV1,
    describe: async () => (await import('./descriptions/certificates-v1.ts')).certificatesV1,
  },
  {
    key: 'coordination/v1',
    group: 'coordination.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.coordination.v1',
    text: coordinationV1,
    describe: async () => (await import('./descriptions/coordination-v1.ts')).coordinationV1,
  },
  {
    key: 'core/v1',
    group: '',
    version: 'v1',
    prefix: 'io.k8s.api.core.v1',
    text: coreV1,
    describe: async () => (await import('./descriptions/core-v1.ts')).coreV1,
  },
  {
    key: 'discovery/v1',
    group: 'discovery.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.discovery.v1',
    text: discoveryV1,
    describe: async () => (await import('./descriptions/discovery-v1.ts')).discoveryV1,
  },
  {
    key: 'events/v1',
    group: 'events.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.events.v1',
    text: eventsV1,
    describe: async () => (await import('./descriptions/events-v1.ts')).eventsV1,
  },
  {
    key: 'flowcontrol/v1',
    group: 'flowcontrol.apiserver.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.flowcontrol.v1',
    text: flowcontrolV1,
    describe: async () => (await import('./descriptions/flowcontrol-v1.ts')).flowcontrolV1,
  },
  {
    key: 'intstr',
    prefix: 'io.k8s.apimachinery.pkg.util.intstr',
    text: intstr,
    describe: async () => (await import('./descriptions/intstr.ts')).intstr,
  },
  {
    key: 'meta/v1',
    group: 'meta.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.apimachinery.pkg.apis.meta.v1',
    text: metaV1,
    describe: async () => (await import('./descriptions/meta-v1.ts')).metaV1,
  },
  {
    key: 'networking/v1',
    group: 'networking.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.networking.v1',
    text: networkingV1,
    describe: async () => (await import('./descriptions/networking-v1.ts')).networkingV1,
  },
  {
    key: 'node/v1',
    group: 'node.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.node.v1',
    text: nodeV1,
    describe: async () => (await import('./descriptions/node-v1.ts')).nodeV1,
  },
  {
    key: 'policy/v1',
    group: 'policy',
    version: 'v1',
    prefix: 'io.k8s.api.policy.v1',
    text: policyV1,
    describe: async () => (await import('./descriptions/policy-v1.ts')).policyV1,
  },
  {
    key: 'rbac/v1',
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.rbac.v1',
    text: rbacV1,
    describe: async () => (await import('./descriptions/rbac-v1.ts')).rbacV1,
  },
  {
    key: 'resource',
    prefix: 'io.k8s.apimachinery.pkg.api.resource',
    text: resource,
    describe: async () => (await import('./descriptions/resource.ts')).resource,
  },
  {
    key: 'resource/v1',
    group: 'resource.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.resource.v1',
    text: resourceV1,
    describe: async () => (await import('./descriptions/resource-v1.ts')).resourceV1,
  },
  {
    key: 'runtime',
    prefix: 'io.k8s.apimachinery.pkg.runtime',
    text: runtime,
    describe: async () => (await import('./descriptions/runtime.ts')).runtime,
  },
  {
    key: 'scheduling/v1',
    group: 'scheduling.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.scheduling.v1',
    text: schedulingV1,
    describe: async () => (await import('./descriptions/scheduling-v1.ts')).schedulingV1,
  },
  {
    key: 'storage/v1',
    group: 'storage.k8s.io',
    version: 'v1',
    prefix: 'io.k8s.api.storage.v1',
    text: storageV1,
    describe: async () => (await import('./descriptions/storage-v1.ts')).storageV1,
  },
  {
    key: 'version',
    prefix: 'io.k8s.apimachinery.pkg.version',
    text: version,
    describe: async () => (await import('./descriptions/version.ts')).version,
  },
]
