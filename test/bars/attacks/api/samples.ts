import type { JsonObject } from '#kube'

/** A resource of the API and an object that it takes. */
export interface Sample {
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly root: string
  readonly resource: string
  readonly isNamespaced: boolean
  readonly object: JsonObject
}

const pod = {
  containers: [{ name: 'web', image: 'nginx:1', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: 'b' }] }],
}
const template = { metadata: { labels: { app: 'web' } }, spec: pod }
const selector = { matchLabels: { app: 'web' } }

/** Group version, kind, resource (a `!` in front: of the whole cluster), and what the object has beside its metadata. */
const ROWS: readonly (readonly [string, string, string, JsonObject])[] = [
  ['v1', 'ConfigMap', 'configmaps', { data: { a: '1' }, binaryData: { b: 'AAA=' } }],
  ['v1', 'Secret', 'secrets', { type: 'Opaque', data: { a: 'YQ==' }, stringData: { b: 'b' } }],
  ['v1', 'Pod', 'pods', { spec: { ...pod, schedulerName: 'nobody' } }],
  [
    'v1',
    'Service',
    'services',
    { spec: { selector: { app: 'web' }, ports: [{ port: 80, name: 'http', protocol: 'TCP' }] } },
  ],
  ['v1', 'ServiceAccount', 'serviceaccounts', { automountServiceAccountToken: false }],
  [
    'v1',
    'PersistentVolumeClaim',
    'persistentvolumeclaims',
    { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  ],
  [
    'v1',
    'LimitRange',
    'limitranges',
    { spec: { limits: [{ type: 'Container', max: { cpu: '2' }, default: { cpu: '1' } }] } },
  ],
  ['v1', 'Endpoints', 'endpoints', { subsets: [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ port: 80 }] }] }],
  [
    'v1',
    'Event',
    'events',
    { involvedObject: { kind: 'Pod', name: 'x', namespace: 'fuzz-a' }, reason: 'R', message: 'm', type: 'Normal' },
  ],
  ['apps/v1', 'Deployment', 'deployments', { spec: { replicas: 0, selector, template } }],
  ['apps/v1', 'StatefulSet', 'statefulsets', { spec: { replicas: 0, serviceName: 's', selector, template } }],
  ['apps/v1', 'DaemonSet', 'daemonsets', { spec: { selector, template } }],
  ['batch/v1', 'Job', 'jobs', { spec: { suspend: true, template: { spec: { ...pod, restartPolicy: 'Never' } } } }],
  [
    'batch/v1',
    'CronJob',
    'cronjobs',
    {
      spec: {
        schedule: '*/5 * * * *',
        suspend: true,
        jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } } },
      },
    },
  ],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' } } },
  ],
  [
    'networking.k8s.io/v1',
    'Ingress',
    'ingresses',
    {
      spec: {
        rules: [
          {
            host: 'a.example',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }],
            },
          },
        ],
      },
    },
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'networkpolicies',
    { spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }] } },
  ],
  ['policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { spec: { minAvailable: '50%', selector } }],
  [
    'rbac.authorization.k8s.io/v1',
    'Role',
    'roles',
    { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    '!clusterroles',
    { rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] },
  ],
  ['storage.k8s.io/v1', 'StorageClass', '!storageclasses', { provisioner: 'x.example/y', parameters: { a: 'b' } }],
  ['scheduling.k8s.io/v1', 'PriorityClass', '!priorityclasses', { value: 10 }],
  [
    'coordination.k8s.io/v1',
    'Lease',
    'leases',
    { spec: { holderIdentity: 'me', leaseDurationSeconds: 10, renewTime: '2024-01-01T00:00:00.000000Z' } },
  ],
  [
    'discovery.k8s.io/v1',
    'EndpointSlice',
    'endpointslices',
    { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.1.1'] }], ports: [{ port: 80, name: 'http' }] },
  ],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    '!customresourcedefinitions',
    {
      spec: {
        group: 'fuzz.example',
        scope: 'Namespaced',
        names: { plural: 'things', kind: 'Thing' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: { spec: { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } } },
              },
            },
          },
        ],
      },
    },
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    '!validatingadmissionpolicies',
    {
      spec: {
        failurePolicy: 'Ignore',
        matchConstraints: {
          resourceRules: [
            { apiGroups: ['none.example'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['none'] },
          ],
        },
        validations: [{ expression: 'object.spec.a == 1' }],
      },
    },
  ],
  [
    'certificates.k8s.io/v1',
    'CertificateSigningRequest',
    '!certificatesigningrequests',
    { spec: { request: 'AAAA', signerName: 'x.example/y', usages: ['client auth'] } },
  ],
  [
    'authorization.k8s.io/v1',
    'SelfSubjectAccessReview',
    '!selfsubjectaccessreviews',
    { spec: { resourceAttributes: { verb: 'get', resource: 'pods' } } },
  ],
  [
    'authorization.k8s.io/v1',
    'SubjectAccessReview',
    '!subjectaccessreviews',
    { spec: { user: 'x', groups: ['y'], resourceAttributes: { verb: 'get', resource: 'pods' } } },
  ],
  ['authentication.k8s.io/v1', 'TokenReview', '!tokenreviews', { spec: { token: 'a.b.c' } }],
]

/** Objects of many kinds to start from. */
export const samples: readonly Sample[] = ROWS.map(([apiVersion, kind, resource, rest]) => {
  const isNamespaced = !resource.startsWith('!')
  return {
    root: apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`,
    resource: isNamespaced ? resource : resource.slice(1),
    isNamespaced,
    object: { kind, apiVersion, metadata: { labels: { app: 'web' }, annotations: { note: 'x' } }, ...rest },
  }
})
