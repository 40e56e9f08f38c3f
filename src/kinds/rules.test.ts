import { describe, expect, it } from 'vitest'
import { copyOf, findingText, type JsonObject, type KubeObject } from '#kube'
import { kindTable } from './table.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const user = { name: 'alice', groups: ['dev'] }

function kindOf(name: string) {
  const [group, kind] = name.includes('/') ? name.split('/') : ['', name]
  const found = kindTable.find((each) => each.group === group && each.kind === kind)
  if (found === undefined) throw new Error(`no kind ${name}`)
  return found
}

function objectOf(name: string, body: JsonObject): KubeObject {
  const kind = kindOf(name)
  const scope = kind.scope === 'Namespaced' ? { namespace: 'default' } : {}
  const { metadata, ...rest } = JSON.parse(JSON.stringify(body)) as JsonObject
  return {
    apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name: 'web', uid: 'u1', ...scope, ...(metadata as JsonObject) },
    ...rest,
  } as KubeObject
}

/** The object as it would be stored, and what is wrong with it. */
function create(name: string, body: JsonObject) {
  const { strategy } = kindOf(name)
  const object = objectOf(name, body)
  strategy.defaults?.(object)
  strategy.prepareForCreate?.(object, { now, user })
  const findings = [...(strategy.validate?.(object, { now, user }) ?? []), ...(strategy.validateCreate?.(object) ?? [])]
  return { object, texts: findings.map(findingText) }
}

function update(name: string, before: JsonObject, change: (object: KubeObject) => void) {
  const { strategy } = kindOf(name)
  const old = create(name, before).object
  const object = copyOf(old)
  change(object)
  strategy.defaults?.(object)
  strategy.prepareForUpdate?.(object, old, { now, user })
  const findings = [
    ...(strategy.validate?.(object, { now, user }) ?? []),
    ...(strategy.validateUpdate?.(object, old, { now, user }) ?? []),
  ]
  return { object, texts: findings.map(findingText) }
}

const container = { name: 'c', image: 'nginx:1' }
const podSpec = { containers: [container] }
const template = { metadata: { labels: { app: 'web' } }, spec: podSpec }
const selector = { matchLabels: { app: 'web' } }
const deployment = { spec: { selector, template } }
const job = { spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } }
const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }

describe('an object as its writer sends it', () => {
  const rows: [string, JsonObject][] = [
    ['Pod', { spec: podSpec }],
    ['apps/Deployment', deployment],
    ['apps/ReplicaSet', deployment],
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

describe('what is refused', () => {
  const rows: [string, JsonObject, string[]][] = [
    ['Pod', { spec: {} }, ['spec.containers: Required value']],
    [
      'Pod',
      { spec: { containers: [{ name: 'A', image: '' }] } },
      [
        "spec.containers[0].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
        'spec.containers[0].image: Required value',
      ],
    ],
    ['Pod', { spec: { containers: [container, container] } }, ['spec.containers[1].name: Duplicate value: "c"']],
    [
      'Pod',
      { spec: { containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] } },
      ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
    [
      'Pod',
      { spec: { containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/x' }] }] } },
      ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
    ],
    [
      'Pod',
      { spec: { ...podSpec, restartPolicy: 'Sometimes' } },
      ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'Pod',
      { spec: { containers: [{ ...container, ports: [{ containerPort: 70000 }] }] } },
      ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
    [
      'apps/Deployment',
      { spec: { selector: { matchLabels: { app: 'other' } }, template } },
      ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ],
    [
      'apps/Deployment',
      { spec: { replicas: -1, selector, template } },
      ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'batch/Job',
      { spec: { template: { spec: podSpec } } },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'batch/CronJob',
      { spec: { schedule: '* * *', jobTemplate: job } },
      ['spec.schedule: Invalid value: "* * *": expected exactly 5 fields, found 3: [* * *]'],
    ],
    [
      'batch/CronJob',
      { spec: { schedule: '99 * * * *', jobTemplate: job } },
      ['spec.schedule: Invalid value: "99 * * * *": end of range (99) above maximum (59): 99'],
    ],
    ['Service', { spec: {} }, ['spec.ports: Required value']],
    [
      'Service',
      { metadata: { name: '1web' }, spec: { ports: [{ port: 80 }] } },
      [
        "metadata.name: Invalid value: \"1web\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
    [
      'Service',
      { spec: { ports: [{ port: 80 }, { port: 80 }] } },
      [
        'spec.ports[0].name: Required value',
        'spec.ports[1].name: Required value',
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      'ConfigMap',
      { data: { 'a b': '' } },
      [
        "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ],
    ],
    [
      'ConfigMap',
      { metadata: { labels: { 'a b': 'x' }, name: 'x'.repeat(254) } },
      [
        `metadata.name: Invalid value: "${'x'.repeat(254)}": must be no more than 253 characters`,
        "metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    ['Secret', { type: 'kubernetes.io/tls' }, ['data[tls.crt]: Required value', 'data[tls.key]: Required value']],
    [
      'rbac.authorization.k8s.io/Role',
      { rules: [{}] },
      [
        'rules[0].verbs: Required value: verbs must contain at least one value',
        'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[0].resources: Required value: resource rules must supply at least one resource',
      ],
    ],
    [
      'policy/PodDisruptionBudget',
      { spec: { minAvailable: '101%', selector } },
      ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'networking.k8s.io/Ingress',
      { spec: {} },
      ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
    ],
    [
      'PersistentVolumeClaim',
      { spec: {} },
      [
        'spec.accessModes: Required value: at least 1 access mode is required',
        'spec.resources[storage]: Required value',
      ],
    ],
    [
      'scheduling.k8s.io/PriorityClass',
      { value: 2_000_000_000 },
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    [
      'apiextensions.k8s.io/CustomResourceDefinition',
      {
        metadata: { name: 'x.y' },
        spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'foos', kind: 'Foo' }, versions: [] },
      },
      [
        'metadata.name: Invalid value: "x.y": must be spec.names.plural+"."+spec.group',
        'spec.versions: Invalid value: []: must have exactly one version marked as storage version',
      ],
    ],
  ]
  it.each(rows)('%s %j', (name, body, texts) => {
    expect(create(name, body).texts).toEqual(texts)
  })

  const changes: [string, string, JsonObject, (object: KubeObject) => void, string[]][] = [
    [
      'the image of a pod may change',
      'Pod',
      { spec: podSpec },
      (pod) => setAt(pod, ['spec', 'containers', '0', 'image'], 'x'),
      [],
    ],
    [
      'its command may not',
      'Pod',
      { spec: podSpec },
      (pod) => setAt(pod, ['spec', 'containers', '0', 'command'], ['x']),
      [
        'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      ],
    ],
    [
      'the selector of a deployment stays',
      'apps/Deployment',
      deployment,
      (object) => {
        setAt(object, ['spec', 'selector', 'matchLabels'], { app: 'x' })
        setAt(object, ['spec', 'template', 'metadata', 'labels'], { app: 'x' })
      },
      ['spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable'],
    ],
    [
      'an immutable config map stays',
      'ConfigMap',
      { immutable: true, data: { a: 'b' } },
      (object) => setAt(object, ['data', 'a'], 'c'),
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
    [
      'the role of a binding stays',
      'rbac.authorization.k8s.io/RoleBinding',
      { roleRef: { kind: 'Role', name: 'r' } },
      (object) => setAt(object, ['roleRef', 'name'], 'q'),
      [
        'roleRef: Invalid value: {"kind":"Role","name":"q","apiGroup":"rbac.authorization.k8s.io"}: cannot change roleRef',
      ],
    ],
    [
      'a stateful set keeps its service',
      'apps/StatefulSet',
      { spec: { selector, template, serviceName: 'a' } },
      (object) => setAt(object, ['spec', 'serviceName'], 'b'),
      [
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ],
    ],
  ]
  it.each(changes)('%s', (_, name, before, change, texts) => {
    expect(update(name, before, change).texts).toEqual(texts)
  })
})

describe('what is filled in', () => {
  it('a pod', () => {
    const { object } = create('Pod', {
      status: { phase: 'Running' },
      spec: {
        serviceAccountName: 'x',
        volumes: [{ name: 'v', secret: { secretName: 's' } }],
        containers: [
          {
            name: 'c',
            image: 'reg:5000/nginx',
            resources: { limits: { cpu: '1000m', memory: '1024Mi' } },
            readinessProbe: { httpGet: { port: 80 } },
          },
        ],
      },
    })
    expect(JSON.parse(JSON.stringify({ spec: object['spec'], status: object['status'] }))).toEqual({
      spec: {
        serviceAccountName: 'x',
        serviceAccount: 'x',
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        schedulerName: 'default-scheduler',
        securityContext: {},
        enableServiceLinks: true,
        volumes: [{ name: 'v', secret: { secretName: 's', defaultMode: 420 } }],
        containers: [
          {
            name: 'c',
            image: 'reg:5000/nginx',
            imagePullPolicy: 'Always',
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
            resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
            readinessProbe: {
              httpGet: { port: 80, path: '/', scheme: 'HTTP' },
              timeoutSeconds: 1,
              periodSeconds: 10,
              successThreshold: 1,
              failureThreshold: 3,
            },
          },
        ],
      },
      status: { phase: 'Pending', qosClass: 'Guaranteed' },
    })
  })

  it('a deployment, whose generation grows with its spec', () => {
    const { object } = create('apps/Deployment', deployment)
    expect(object['spec']).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    })
    expect(object.metadata['generation']).toBe(1)
    const changed = update('apps/Deployment', deployment, (each) => setAt(each, ['spec', 'replicas'], 3)).object
    expect(changed.metadata['generation']).toBe(2)
    const labelled = update('apps/Deployment', deployment, (each) =>
      setAt(each, ['metadata', 'labels'], { a: 'b' }),
    ).object
    expect(labelled.metadata['generation']).toBe(1)
  })

  it('a job, whose pods carry its uid', () => {
    const { object } = create('batch/Job', job)
    expect(object['spec']).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u1' } },
    })
  })

  it('a secret, whose texts become bytes', () => {
    const { object } = create('Secret', { stringData: { a: 'b' } })
    expect([object['type'], object['data'], object['stringData']]).toEqual(['Opaque', { a: 'Yg==' }, undefined])
  })

  it('a request for a certificate, whose user is the one who asks', () => {
    const { object } = create('certificates.k8s.io/CertificateSigningRequest', { spec: { username: 'root' } })
    expect(object['spec']).toMatchObject({ username: 'alice', groups: ['dev'] })
  })
})

function setAt(object: KubeObject, path: readonly string[], value: JsonObject[string]): void {
  let map: JsonObject = object
  for (const step of path.slice(0, -1)) map = map[step] as JsonObject
  map[path.at(-1) ?? ''] = value
}
