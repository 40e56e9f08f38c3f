import { approveRequest, certificate, request } from './certificate.ts'
import { type Operations, operate } from './operations.ts'
import type { Rules, World } from './world.ts'

const failing = (type: string) => ({
  conditions: [{ type, status: 'False', reason: 'E2E', message: 'Set from an e2e test' }],
})
const policyStatus = {
  conditions: [
    {
      type: 'StatusPatchFailed',
      status: 'False',
      reason: 'E2E',
      message: 'x',
      lastTransitionTime: '2024-05-01T00:00:00Z',
    },
  ],
}
const matchDeployments = {
  resourceRules: [
    { operations: ['CREATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'], scope: '*' },
  ],
}

const kinds: Readonly<Record<string, (world: World) => Operations>> = {
  'API priority and fairness should support FlowSchema API operations': () => ({
    group: 'flowcontrol.apiserver.k8s.io',
    resource: 'flowschemas',
    kind: 'FlowSchema',
    object: {
      spec: {
        matchingPrecedence: 10_000,
        priorityLevelConfiguration: { name: 'global-default' },
        distinguisherMethod: { type: 'ByUser' },
        rules: [
          {
            subjects: [{ kind: 'User', user: { name: 'example-e2e-non-existent-user' } }],
            nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
          },
        ],
      },
    },
    patch: { spec: { matchingPrecedence: 9999 } },
    status: failing('PatchStatusFailed'),
    statusIsAlone: true,
  }),
  'API priority and fairness should support PriorityLevelConfiguration API operations': () => ({
    group: 'flowcontrol.apiserver.k8s.io',
    resource: 'prioritylevelconfigurations',
    kind: 'PriorityLevelConfiguration',
    object: { spec: { type: 'Limited', limited: { nominalConcurrencyShares: 2, limitResponse: { type: 'Reject' } } } },
    patch: { spec: { limited: { nominalConcurrencyShares: 4 } } },
    status: failing('PatchStatusFailed'),
    statusIsAlone: true,
  }),
  'Ingress API should support creating Ingress API operations': () => ({
    group: 'networking.k8s.io',
    resource: 'ingresses',
    kind: 'Ingress',
    isNamespaced: true,
    object: {
      spec: {
        defaultBackend: { service: { name: 'defaultbackend', port: { number: 80 } } },
        rules: [
          {
            host: 'a.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Exact',
                  backend: { service: { name: 'test-backend', port: { number: 8080 } } },
                },
              ],
            },
          },
        ],
      },
    },
    status: { loadBalancer: { ingress: [{ ip: '169.1.1.1' }] } },
  }),
  'IngressClass API should support creating IngressClass API operations': () => ({
    group: 'networking.k8s.io',
    resource: 'ingressclasses',
    kind: 'IngressClass',
    object: { spec: { controller: 'example.com/controller' } },
  }),
  'EndpointSlice should support creating EndpointSlice API operations': () => ({
    group: 'discovery.k8s.io',
    resource: 'endpointslices',
    kind: 'EndpointSlice',
    isNamespaced: true,
    object: { addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4', '5.6.7.8'] }] },
  }),
  'RuntimeClass should support RuntimeClasses API operations': ({ namespace }) => ({
    group: 'node.k8s.io',
    resource: 'runtimeclasses',
    kind: 'RuntimeClass',
    object: { handler: 'e2e-handler', overhead: { podFixed: { memory: '120Mi', cpu: '250m' } } },
    name: (index) => `${namespace}-e2e-${index}`,
  }),
  'CSIStorageCapacity should support CSIStorageCapacities API operations': () => ({
    group: 'storage.k8s.io',
    resource: 'csistoragecapacities',
    kind: 'CSIStorageCapacity',
    isNamespaced: true,
    object: { storageClassName: 'some-storage-class', nodeTopology: {}, capacity: '1Gi' },
    patch: { capacity: '5Gi', maximumVolumeSize: '5Gi' },
  }),
  'CronJob should support CronJob API operations': () => ({
    group: 'batch',
    resource: 'cronjobs',
    kind: 'CronJob',
    isNamespaced: true,
    object: {
      spec: {
        schedule: '*/1 * * * ?',
        concurrencyPolicy: 'Replace',
        suspend: true,
        jobTemplate: {
          spec: {
            parallelism: 1,
            completions: 1,
            template: {
              spec: {
                restartPolicy: 'OnFailure',
                containers: [{ name: 'c', image: 'busybox', command: ['sleep', '300'] }],
              },
            },
          },
        },
      },
    },
    status: { lastScheduleTime: '2024-05-01T10:00:00Z' },
  }),
  'Certificates API [Privileged:ClusterAdmin] should support CSR API operations': ({ namespace }) => ({
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    kind: 'CertificateSigningRequest',
    object: {
      spec: {
        request,
        signerName: `example.com/e2e-${namespace}`,
        expirationSeconds: 3600,
        usages: ['digital signature', 'key encipherment', 'server auth'],
      },
    },
    extra: approveRequest,
    status: {
      certificate,
      conditions: [{ type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }],
    },
  }),
  'ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicy API operations': ({
    namespace,
  }) => ({
    group: 'admissionregistration.k8s.io',
    resource: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    object: {
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          namespaceSelector: { matchLabels: { none: namespace } },
          ...matchDeployments,
        },
        validations: [{ expression: 'object.spec.replicas <= 100', message: 'too many' }],
      },
    },
    status: policyStatus,
    statusIsAlone: true,
  }),
  'ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicyBinding API operations':
    () => ({
      group: 'admissionregistration.k8s.io',
      resource: 'validatingadmissionpolicybindings',
      kind: 'ValidatingAdmissionPolicyBinding',
      object: { spec: { policyName: 'replicalimit-policy.example.com', validationActions: ['Deny'] } },
    }),
  'MutatingAdmissionPolicy [Privileged:ClusterAdmin] should support MutatingAdmissionPolicy API operations': ({
    namespace,
  }) => ({
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingadmissionpolicies',
    kind: 'MutatingAdmissionPolicy',
    object: {
      spec: {
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        matchConstraints: {
          namespaceSelector: { matchLabels: { none: namespace } },
          ...matchDeployments,
        },
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"a": "b"}}}' },
          },
        ],
      },
    },
  }),
  'MutatingAdmissionPolicy [Privileged:ClusterAdmin] should support MutatingAdmissionPolicyBinding API operations':
    () => ({
      group: 'admissionregistration.k8s.io',
      resource: 'mutatingadmissionpolicybindings',
      kind: 'MutatingAdmissionPolicyBinding',
      object: { spec: { policyName: 'policy.example.com' } },
    }),
  '[DRA] CRUD Tests resource.k8s.io/v1 DeviceClass': () => ({
    group: 'resource.k8s.io',
    resource: 'deviceclasses',
    kind: 'DeviceClass',
    object: { spec: {} },
    patch: { spec: { selectors: [{ cel: { expression: 'device.driver == "a.example.com"' } }] } },
  }),
  '[DRA] CRUD Tests resource.k8s.io/v1 ResourceClaim': () => ({
    group: 'resource.k8s.io',
    resource: 'resourceclaims',
    kind: 'ResourceClaim',
    isNamespaced: true,
    object: { spec: { devices: { requests: [{ name: 'req-0', exactly: { deviceClassName: 'example.com' } }] } } },
    status: {
      allocation: {
        devices: { results: [{ request: 'req-0', driver: 'dra.example.com', pool: 'pool', device: 'device' }] },
      },
    },
  }),
  '[DRA] CRUD Tests resource.k8s.io/v1 ResourceClaimTemplate': () => ({
    group: 'resource.k8s.io',
    resource: 'resourceclaimtemplates',
    kind: 'ResourceClaimTemplate',
    isNamespaced: true,
    object: {
      spec: { spec: { devices: { requests: [{ name: 'req-0', exactly: { deviceClassName: 'example.com' } }] } } },
    },
  }),
  '[DRA] CRUD Tests resource.k8s.io/v1 ResourceSlice': ({ namespace }) => ({
    group: 'resource.k8s.io',
    resource: 'resourceslices',
    kind: 'ResourceSlice',
    object: {
      spec: {
        driver: 'dra.example.com',
        nodeName: namespace,
        pool: { name: 'cluster', resourceSliceCount: 1, generation: 1 },
        devices: [{ name: 'device-0', attributes: { a: { string: 'b' } }, capacity: { memory: { value: '1Gi' } } }],
      },
    },
    patch: { spec: { pool: { resourceSliceCount: 2 } } },
  }),
}

/** Kinds that every operation of the API is tried on. */
export const apiOperations: Rules = Object.fromEntries(
  Object.entries(kinds).map(([name, describe]) => [name, (world: World) => operate(world, describe(world))]),
)
