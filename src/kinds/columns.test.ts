import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '#kube'
import { kindTable } from './table.ts'

const now = Date.parse('2026-01-01T01:00:00Z')

/** The cells of an object by the names of their columns. */
function row(name: string, object: JsonObject): Record<string, Json> {
  const [group, kind] = name.includes('/') ? name.split('/') : ['', name]
  const found = kindTable.find((each) => each.group === group && each.kind === kind)
  const whole = {
    metadata: { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z' },
    ...object,
  } as unknown as KubeObject
  return Object.fromEntries((found?.columns ?? []).map((column) => [column.name, column.value(whole, now)]))
}

const running = { name: 'c', ready: true, restartCount: 0, state: { running: {} } }
const spec = {
  containers: [{ name: 'c', image: 'nginx' }],
  initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }],
}

describe('the state of a pod', () => {
  const states: [string, JsonObject, JsonObject][] = [
    ['waits', { phase: 'Pending' }, { Ready: '0/2', Status: 'Pending', Restarts: '0' }],
    [
      'has gates',
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', reason: 'SchedulingGated' }] },
      { Status: 'SchedulingGated' },
    ],
    [
      'is on its first init container',
      { phase: 'Pending', initContainerStatuses: [{ name: 'i', state: { running: {} } }] },
      { Status: 'Init:0/2' },
    ],
    [
      'fails in an init container',
      {
        phase: 'Pending',
        initContainerStatuses: [{ name: 'i', restartCount: 3, state: { terminated: { exitCode: 2 } } }],
      },
      { Status: 'Init:ExitCode:2', Restarts: '3' },
    ],
    [
      'crashes in an init container',
      { phase: 'Pending', initContainerStatuses: [{ name: 'i', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
      { Status: 'Init:CrashLoopBackOff' },
    ],
    [
      'runs with its sidecar',
      {
        phase: 'Running',
        initContainerStatuses: [
          { name: 'i', state: { terminated: { exitCode: 0 } } },
          { ...running, name: 's', started: true },
        ],
        containerStatuses: [running],
      },
      { Ready: '2/2', Status: 'Running' },
    ],
    [
      'cannot get its image',
      { phase: 'Pending', containerStatuses: [{ name: 'c', state: { waiting: { reason: 'ErrImagePull' } } }] },
      { Status: 'ErrImagePull', Ready: '0/2' },
    ],
    [
      'has ended',
      {
        phase: 'Succeeded',
        containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
      },
      { Status: 'Completed' },
    ],
    [
      'was killed',
      { phase: 'Failed', containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 137, signal: 9 } } }] },
      { Status: 'Signal:9' },
    ],
    ['was evicted', { phase: 'Failed', reason: 'Evicted' }, { Status: 'Evicted' }],
    [
      'came back',
      {
        phase: 'Running',
        containerStatuses: [
          { ...running, restartCount: 2, lastState: { terminated: { finishedAt: '2026-01-01T00:55:00Z' } } },
        ],
      },
      { Restarts: '2 (5m ago)', Status: 'Running' },
    ],
  ]
  it.each(states)('that %s', (_, status, cells) => {
    expect(row('Pod', { spec, status })).toMatchObject(cells)
  })

  it('that goes', () => {
    const metadata = { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' }
    expect(row('Pod', { metadata, spec, status: { phase: 'Running' } })['Status']).toBe('Terminating')
    expect(row('Pod', { metadata, spec, status: { phase: 'Running', reason: 'NodeLost' } })['Status']).toBe('Unknown')
    expect(row('Pod', { metadata, spec, status: { phase: 'Succeeded' } })['Status']).toBe('Succeeded')
  })
})

describe('rows', () => {
  const rows: [string, JsonObject, JsonObject][] = [
    [
      'Pod',
      { spec: { nodeName: 'n', readinessGates: [{ conditionType: 'a' }] }, status: { podIPs: [{ ip: '1.2.3.4' }] } },
      { IP: '1.2.3.4', Node: 'n', 'Nominated Node': '<none>', 'Readiness Gates': '0/1', Age: '60m' },
    ],
    [
      'Service',
      {
        spec: {
          type: 'LoadBalancer',
          clusterIP: '10.0.0.1',
          ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }],
          selector: { b: '2', a: '1' },
        },
      },
      {
        Type: 'LoadBalancer',
        'Cluster-IP': '10.0.0.1',
        'External-IP': '<pending>',
        'Port(s)': '80:30080/TCP',
        Selector: 'a=1,b=2',
      },
    ],
    [
      'Service',
      { spec: { type: 'ExternalName', externalName: 'a.b' } },
      { 'Cluster-IP': '<none>', 'External-IP': 'a.b', 'Port(s)': '<none>' },
    ],
    [
      'Node',
      {
        metadata: {
          name: 'n',
          labels: { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '' },
        },
        spec: { unschedulable: true },
        status: { conditions: [{ type: 'Ready', status: 'Unknown' }], nodeInfo: { kubeletVersion: 'v1' } },
      },
      {
        Status: 'NotReady,SchedulingDisabled',
        Roles: 'control-plane,worker',
        Version: 'v1',
        'Internal-IP': '<none>',
        'OS-Image': '<unknown>',
        Age: '<unknown>',
      },
    ],
    [
      'apps/Deployment',
      {
        spec: {
          replicas: 3,
          selector: { matchLabels: { a: 'b' } },
          template: {
            spec: {
              containers: [
                { name: 'c', image: 'i' },
                { name: 'd', image: 'j' },
              ],
            },
          },
        },
        status: { readyReplicas: 1 },
      },
      { Ready: '1/3', 'Up-to-date': 0, Available: 0, Containers: 'c,d', Images: 'i,j', Selector: 'a=b' },
    ],
    [
      'batch/Job',
      { spec: { completions: 3 }, status: { succeeded: 1, startTime: '2026-01-01T00:59:00Z' } },
      { Status: 'Running', Completions: '1/3', Duration: '60s' },
    ],
    [
      'batch/Job',
      {
        spec: { parallelism: 2 },
        status: {
          conditions: [{ type: 'Complete', status: 'True' }],
          startTime: '2026-01-01T00:00:00Z',
          completionTime: '2026-01-01T00:00:07Z',
        },
      },
      { Status: 'Complete', Completions: '0/1 of 2', Duration: '7s' },
    ],
    [
      'batch/CronJob',
      { spec: { schedule: '* * * * *', suspend: false } },
      { Timezone: '<none>', Suspend: 'False', Active: 0, 'Last Schedule': '<none>' },
    ],
    [
      'networking.k8s.io/Ingress',
      { spec: { tls: [{}], rules: [{ host: 'a' }, { host: 'b' }, { host: 'c' }, { host: 'd' }] } },
      { Class: '<none>', Hosts: 'a,b,c + 1 more...', Ports: '80, 443' },
    ],
    [
      'Endpoints',
      { subsets: [{ addresses: [{ ip: '::1' }, { ip: '1.2.3.4' }], ports: [{ port: 80 }, { port: 81 }] }] },
      { Endpoints: '[::1]:80,1.2.3.4:80,[::1]:81 + 1 more...' },
    ],
    [
      'PersistentVolumeClaim',
      {
        spec: { volumeName: 'v', storageClassName: 's' },
        status: { phase: 'Bound', accessModes: ['ReadOnlyMany', 'ReadWriteOnce'], capacity: { storage: '1024Mi' } },
      },
      { Status: 'Bound', Capacity: '1Gi', 'Access Modes': 'RWO,ROX', VolumeAttributesClass: '<unset>' },
    ],
    [
      'policy/PodDisruptionBudget',
      { spec: { minAvailable: 0 } },
      { 'Min Available': '0', 'Max Unavailable': 'N/A', 'Allowed Disruptions': 0 },
    ],
    [
      'autoscaling/HorizontalPodAutoscaler',
      {
        spec: {
          scaleTargetRef: { kind: 'Deployment', name: 'web' },
          maxReplicas: 3,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 50 } } }],
        },
      },
      { Reference: 'Deployment/web', Targets: 'cpu: <unknown>/50%', MinPods: '<unset>', MaxPods: 3 },
    ],
    [
      'Event',
      {
        involvedObject: { kind: 'Pod', name: 'p' },
        message: ' m ',
        lastTimestamp: '2026-01-01T00:30:00Z',
        firstTimestamp: '2026-01-01T00:00:00Z',
        count: 4,
        source: { component: 'k', host: 'n' },
      },
      { 'Last Seen': '30m', 'First Seen': '60m', Object: 'pod/p', Count: 4, Source: 'k, n', Message: 'm' },
    ],
    [
      'events.k8s.io/Event',
      { regarding: { kind: 'Pod', name: 'p' }, note: 'm', eventTime: '2026-01-01T00:59:00Z', reportingController: 'c' },
      { 'Last Seen': '60s', Object: 'pod/p', Count: 1, Source: 'c', Message: 'm' },
    ],
    [
      'ResourceQuota',
      { status: { hard: { pods: '10', 'limits.cpu': '2' }, used: { pods: '1' } } },
      { Request: 'pods: 1/10', Limit: 'limits.cpu: 0/2' },
    ],
    [
      'storage.k8s.io/StorageClass',
      {
        metadata: { name: 's', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        provisioner: 'p',
      },
      { Name: 's (default)', ReclaimPolicy: 'Delete', VolumeBindingMode: 'Immediate', AllowVolumeExpansion: false },
    ],
    [
      'certificates.k8s.io/CertificateSigningRequest',
      {
        spec: { username: 'u', expirationSeconds: 3600 },
        status: { conditions: [{ type: 'Approved' }], certificate: 'x' },
      },
      { SignerName: '<none>', Requestor: 'u', RequestedDuration: '60m', Condition: 'Approved,Issued' },
    ],
    [
      'rbac.authorization.k8s.io/RoleBinding',
      {
        roleRef: { kind: 'Role', name: 'r' },
        subjects: [
          { kind: 'ServiceAccount', namespace: 'n', name: 's' },
          { kind: 'User', name: 'u' },
        ],
      },
      { Role: 'Role/r', Users: 'u', Groups: '', ServiceAccounts: 'n/s' },
    ],
    [
      'apiregistration.k8s.io/APIService',
      { spec: {}, status: { conditions: [{ type: 'Available', status: 'False', reason: 'R' }] } },
      { Service: 'Local', Available: 'False (R)' },
    ],
    [
      'discovery.k8s.io/EndpointSlice',
      { addressType: 'IPv4', ports: [{}], endpoints: [] },
      { Ports: '*', Endpoints: '<unset>' },
    ],
    [
      'apps/ControllerRevision',
      {
        metadata: {
          name: 'x',
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'd', controller: true }],
        },
        revision: 2,
      },
      { Controller: 'daemonset.apps/d', Revision: 2 },
    ],
  ]
  it.each(rows)('%s %j', (name, object, cells) => {
    expect(row(name, object)).toMatchObject(cells)
  })
})
