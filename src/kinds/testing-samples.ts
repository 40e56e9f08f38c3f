import type { JsonObject } from '#kube'

const podSpec: JsonObject = {
  volumes: [
    { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
    { name: 'p', projected: { sources: [{ serviceAccountToken: { path: 't' } }, { configMap: { name: 'c' } }] } },
    { name: 'd', downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  ],
  initContainers: [{ name: 'i', image: 'busybox', restartPolicy: 'Always' }],
  containers: [
    {
      name: 'c',
      image: 'nginx',
      ports: [{ name: 'http', containerPort: 80, hostPort: 80 }],
      env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      envFrom: [{ configMapRef: { name: 'c' } }],
      resources: { limits: { cpu: '1', 'example.com/x': '2' }, requests: { cpu: '1', 'example.com/x': '2' } },
      volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'a' }],
      livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'A', value: 'b' }] } },
      lifecycle: { preStop: { exec: { command: ['x'] } } },
      securityContext: { runAsUser: 1, capabilities: { add: ['X'] }, seccompProfile: { type: 'RuntimeDefault' } },
    },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
      },
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: { topologyKey: 'a', labelSelector: { matchLabels: { a: 'b' } } } },
      ],
    },
  },
  tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 1 }],
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }],
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }],
  dnsConfig: { nameservers: ['10.0.0.1'], searches: ['a.b'], options: [{ name: 'x' }] },
  securityContext: { sysctls: [{ name: 'a.b', value: '1' }], supplementalGroups: [1] },
}
const template: JsonObject = { metadata: { labels: { app: 'web' } }, spec: podSpec }
const workload: JsonObject = {
  metadata: { name: 'x', namespace: 'd', ownerReferences: [{ apiVersion: 'v1', kind: 'A', name: 'a', uid: 'u' }] },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template, volumeClaimTemplates: [{ spec: {} }] },
  status: { conditions: [{ type: 'Complete', status: 'True' }], startTime: '2026-01-01T00:00:00Z' },
}
const rules = [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' }]
const webhooks: JsonObject = {
  webhooks: [
    {
      name: 'a.b.c',
      clientConfig: { service: { name: 's', namespace: 'd', path: '/x' } },
      rules,
      namespaceSelector: {},
      matchConditions: [{ name: 'a', expression: 'true' }],
      admissionReviewVersions: ['v1'],
    },
  ],
}
const policy: JsonObject = {
  spec: {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConstraints: { resourceRules: rules },
    variables: [{ name: 'a', expression: '1' }],
    validations: [{ expression: 'true', message: 'm' }],
    auditAnnotations: [{ key: 'a', valueExpression: "'a'" }],
    mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
  },
}
const binding: JsonObject = {
  spec: { policyName: 'p', paramRef: { name: 'a', namespace: 'b' }, matchResources: {}, validationActions: ['Deny'] },
  roleRef: { kind: 'Role', name: 'r' },
  subjects: [{ kind: 'User', name: 'u' }],
}

/** Objects with much in them, by kind, for tests that change them at random. */
export const samples: Readonly<Record<string, JsonObject>> = {
  Pod: {
    spec: podSpec,
    status: {
      phase: 'Running',
      podIPs: [{ ip: '10.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True' }],
      initContainerStatuses: [{ name: 'i', restartCount: 1, started: true, ready: true, state: { running: {} } }],
      containerStatuses: [
        {
          name: 'c',
          restartCount: 2,
          ready: true,
          state: { running: {} },
          lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:00:00Z' } },
        },
      ],
    },
  },
  PodTemplate: { template },
  Deployment: workload,
  ReplicaSet: workload,
  StatefulSet: workload,
  DaemonSet: workload,
  ReplicationController: workload,
  Job: workload,
  CronJob: { spec: { schedule: '* * * * *', timeZone: 'Etc/UTC', jobTemplate: { spec: { template } } } },
  Service: {
    spec: {
      type: 'LoadBalancer',
      ports: [{ port: 80, nodePort: 30000 }],
      externalIPs: ['1.2.3.4'],
      clusterIPs: ['10.0.0.1'],
    },
  },
  Endpoints: { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
  ConfigMap: { data: { a: 'b' }, binaryData: { c: 'AAAA' }, immutable: true },
  Secret: { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': 'e30=' }, stringData: { a: 'b' } },
  Node: {
    metadata: { name: 'n', labels: { 'node-role.kubernetes.io/x': '' } },
    spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] },
    status: { addresses: [{ type: 'InternalIP', address: '1.2.3.4' }], capacity: { cpu: '1' } },
  },
  PersistentVolume: {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      csi: { driver: 'a', volumeHandle: 'b' },
      claimRef: { name: 'a' },
    },
  },
  PersistentVolumeClaim: {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeName: 'v' },
  },
  LimitRange: {
    spec: { limits: [{ type: 'Container', max: { cpu: '1' }, min: { cpu: '2' }, default: { cpu: '1' } }] },
  },
  ResourceQuota: {
    spec: {
      hard: { pods: '1' },
      scopes: ['BestEffort'],
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['a'] }] },
    },
    status: { hard: { pods: '1' }, used: { pods: '1' } },
  },
  HorizontalPodAutoscaler: {
    metadata: { name: 'x', annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '[{"type":"Pods"}]' } },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'a' },
      maxReplicas: 3,
      targetCPUUtilizationPercentage: 50,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 5 } } },
      ],
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }] } },
    },
  },
  Ingress: {
    spec: {
      defaultBackend: { service: { name: 's', port: { number: 1 } } },
      tls: [{ hosts: ['a'] }],
      rules: [
        {
          host: 'a',
          http: { paths: [{ path: '/', pathType: 'Exact', backend: { resource: { kind: 'A', name: 'a' } } }] },
        },
      ],
    },
  },
  IngressClass: { spec: { controller: 'a/b', parameters: { kind: 'A', name: 'b', scope: 'Namespace' } } },
  NetworkPolicy: {
    spec: {
      podSelector: {},
      ingress: [
        { ports: [{ port: 1, endPort: 2 }], from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
      ],
    },
  },
  CustomResourceDefinition: {
    spec: {
      group: 'a.b',
      scope: 'Cluster',
      names: { plural: 'as', kind: 'A', shortNames: ['x'] },
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { url: 'https://a' }, conversionReviewVersions: ['v1'] },
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { a: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' } },
            },
          },
          additionalPrinterColumns: [{ name: 'a', type: 'string', jsonPath: '.a' }],
          subresources: { scale: { specReplicasPath: '.spec.a' } },
        },
      ],
    },
  },
  ValidatingWebhookConfiguration: webhooks,
  MutatingWebhookConfiguration: webhooks,
  ValidatingAdmissionPolicy: policy,
  MutatingAdmissionPolicy: policy,
  ValidatingAdmissionPolicyBinding: binding,
  MutatingAdmissionPolicyBinding: binding,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  Role: { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], nonResourceURLs: ['/'] }] },
  ClusterRole: {
    rules: [{ verbs: ['get'] }],
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  },
  CertificateSigningRequest: {
    spec: { request: 'AAAA', signerName: 'a.b/c', usages: ['any'] },
    status: { conditions: [{ type: 'Approved', status: 'True' }] },
  },
  FlowSchema: {
    spec: { rules: [{ subjects: [{ kind: 'User', user: { name: 'a' } }], resourceRules: [{ verbs: ['*'] }] }] },
  },
  PriorityLevelConfiguration: { spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } } },
  ResourceClaim: { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'b' } }] } } },
  Event: {
    involvedObject: { kind: 'Pod', name: 'a' },
    series: { count: 2 },
    source: { component: 'a' },
    eventTime: '2026-01-01T00:00:00Z',
  },
  CSIDriver: { spec: { tokenRequests: [{ audience: 'a' }], volumeLifecycleModes: ['Persistent'] } },
  CSINode: { spec: { drivers: [{ name: 'a', nodeID: 'b' }] } },
  APIService: {
    spec: { service: { name: 'a', namespace: 'b' } },
    status: { conditions: [{ type: 'Available', status: 'False' }] },
  },
}
