import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#kube'
import { claim, create, deployment, job, podSpec, selector, template, update } from './testing-writes.ts'

describe('an object as its writer sends it', () => {
  const rows: [string, JsonObject][] = [
    ['Pod', { spec: podSpec }],
    ['apps/Deployment', deployment],
    ['apps/ReplicaSet', deployment],
    [
      'apps/StatefulSet',
      {
        spec: {
          selector,
          template: {
            ...template,
            spec: { containers: [{ name: 'c', image: 'i', volumeMounts: [{ name: 'd', mountPath: '/d' }] }] },
          },
          volumeClaimTemplates: [{ metadata: { name: 'd' }, ...claim }],
        },
      },
    ],
    [
      'apps/StatefulSet',
      {
        spec: { selector, template, serviceName: 'web', volumeClaimTemplates: [{ metadata: { name: 'd' }, ...claim }] },
      },
    ],
    ['apps/DaemonSet', deployment],
    ['ReplicationController', { spec: { template } }],
    ['PodTemplate', { template }],
    ['batch/Job', job],
    ['batch/CronJob', { spec: { schedule: '*/5 * * * *', jobTemplate: job } }],
    ['Service', { spec: { ports: [{ port: 80 }], selector: { app: 'web' } } }],
    ['Service', { spec: { type: 'ExternalName', externalName: 'example.com' } }],
    ['ConfigMap', { data: { a: 'b' }, binaryData: { c: 'AAAA' } }],
    ['Secret', { stringData: { a: 'b' } }],
    ['Secret', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'e30=' } }],
    ['ServiceAccount', {}],
    ['Namespace', {}],
    ['Node', { status: { capacity: { cpu: '4' } } }],
    ['LimitRange', { spec: { limits: [{ type: 'Container', max: { cpu: '1' }, default: { cpu: '500m' } }] } }],
    ['ResourceQuota', { spec: { hard: { pods: '10', 'requests.cpu': '1', 'count/deployments.apps': '2' } } }],
    ['PersistentVolumeClaim', claim],
    [
      'PersistentVolume',
      { spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } } },
    ],
    ['Endpoints', { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }],
    ['Event', { involvedObject: { kind: 'Pod', namespace: 'default', name: 'x' }, reason: 'R' }],
    [
      'events.k8s.io/Event',
      {
        eventTime: '2026-01-01T00:00:00.000000Z',
        reportingController: 'x.io/c',
        reportingInstance: 'i',
        action: 'A',
        reason: 'R',
        type: 'Normal',
        regarding: { namespace: 'default' },
      },
    ],
    [
      'networking.k8s.io/Ingress',
      {
        spec: {
          rules: [
            {
              host: 'a.b',
              http: {
                paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }],
              },
            },
          ],
        },
      },
    ],
    ['networking.k8s.io/IngressClass', { spec: { controller: 'example.com/c' } }],
    [
      'networking.k8s.io/NetworkPolicy',
      {
        spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }] },
      },
    ],
    ['networking.k8s.io/ServiceCIDR', { spec: { cidrs: ['10.0.0.0/16'] } }],
    [
      'networking.k8s.io/IPAddress',
      { metadata: { name: '10.0.0.1' }, spec: { parentRef: { resource: 'services', name: 'x', namespace: 'd' } } },
    ],
    ['policy/PodDisruptionBudget', { spec: { minAvailable: '50%', selector } }],
    [
      'rbac.authorization.k8s.io/Role',
      { metadata: { name: 'system:x' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] },
    ],
    ['rbac.authorization.k8s.io/ClusterRole', { rules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] }],
    [
      'rbac.authorization.k8s.io/RoleBinding',
      {
        roleRef: { kind: 'Role', name: 'r' },
        subjects: [
          { kind: 'User', name: 'u' },
          { kind: 'ServiceAccount', name: 's', namespace: 'd' },
          { kind: 'ServiceAccount', name: 'of-the-same-namespace' },
        ],
      },
    ],
    ['storage.k8s.io/StorageClass', { provisioner: 'example.com/p' }],
    ['storage.k8s.io/CSIDriver', { metadata: { name: 'csi.example.com' }, spec: {} }],
    ['scheduling.k8s.io/PriorityClass', { value: 100 }],
    ['coordination.k8s.io/Lease', { spec: { holderIdentity: 'x', leaseDurationSeconds: 15 } }],
    [
      'discovery.k8s.io/EndpointSlice',
      { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
    ],
    ['node.k8s.io/RuntimeClass', { handler: 'runc' }],
    [
      'autoscaling/HorizontalPodAutoscaler',
      { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 3 } },
    ],
    [
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      {
        webhooks: [
          {
            name: 'a.example.com',
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
            clientConfig: { url: 'https://x.y/z' },
            rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
          },
        ],
      },
    ],
    [
      'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
      {
        spec: {
          matchConstraints: {
            resourceRules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
          },
          validations: [{ expression: 'true' }],
        },
      },
    ],
    [
      'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
      { spec: { policyName: 'p', validationActions: ['Deny'] } },
    ],
    [
      'apiextensions.k8s.io/CustomResourceDefinition',
      {
        metadata: { name: 'foos.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { plural: 'foos', kind: 'Foo' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
                },
              },
            },
          ],
        },
      },
    ],
    [
      'apiregistration.k8s.io/APIService',
      {
        metadata: { name: 'v1.x.io' },
        spec: {
          group: 'x.io',
          version: 'v1',
          groupPriorityMinimum: 100,
          versionPriority: 10,
          service: { name: 's', namespace: 'd' },
        },
      },
    ],
    [
      'certificates.k8s.io/CertificateSigningRequest',
      {
        spec: {
          request: Buffer.from('-----BEGIN CERTIFICATE REQUEST-----').toString('base64'),
          signerName: 'example.com/s',
          usages: ['client auth'],
        },
      },
    ],
    [
      'flowcontrol.apiserver.k8s.io/FlowSchema',
      { spec: { priorityLevelConfiguration: { name: 'x' }, matchingPrecedence: 500 } },
    ],
    [
      'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
      { spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } } },
    ],
    [
      'resource.k8s.io/ResourceClaim',
      { spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c' } }] } } },
    ],
  ]
  it.each(rows)('%s %j is fine', (name, body) => {
    expect(create(name, body).texts).toEqual([])
  })

  it.each(rows)('%s %j stays fine when nothing changes', (name, body) => {
    const { texts, object } = update(name, body, () => {})
    expect(texts).toEqual([])
    expect(object.metadata['generation'] ?? 1).toBe(1)
  })
})
