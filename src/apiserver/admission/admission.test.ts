import { beforeEach, describe, expect, test } from 'vitest'
import { type Kind, kindTable, textAt } from '#kinds'
import type { Json, JsonObject, KubeObject } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { User } from '../contract/user.ts'
import { type Bench, openBench } from '../registry/testing.ts'
import { defaultAdmission } from './default-admission.ts'

/** Allows `approve` alone. */
const authorizer: Authorizer = {
  name: 'test',
  authorize: ({ verb }) => ({ answer: verb === 'approve' ? 'allow' : 'no-opinion' }),
}
const admin: User = { name: 'admin', groups: ['system:masters'] }
const kindOf = (plural: string): Kind =>
  kindTable.find((kind) => kind.plural === plural && !kind.version.includes('alpha'))!

let bench: Bench
const warnings: string[] = []

/** Puts an object there past admission. */
function given(plural: string, metadata: JsonObject, fields: JsonObject = {}): Promise<KubeObject> {
  return write(plural, metadata, fields, { isInternal: true })
}

function write(
  plural: string,
  metadata: JsonObject,
  fields: JsonObject,
  more: { user?: User; isInternal?: boolean } = {},
): Promise<KubeObject> {
  const kind = kindOf(plural)
  const [namespace, name] = [textAt(metadata, 'namespace'), textAt(metadata, 'name')]
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  const object = { apiVersion, kind: kind.kind, metadata, ...fields } as unknown as KubeObject
  const options = { user: admin, warn: (text: string) => void warnings.push(text), ...more }
  return bench.api.registry.create({ kind, namespace, name }, object, options)
}

/** What a create gives: the object, or the words of its refusal. */
async function create(
  plural: string,
  metadata: JsonObject,
  fields: JsonObject,
  user = admin,
): Promise<KubeObject | string> {
  return await write(plural, metadata, fields, { user }).catch((error: Error) => error.message)
}

const podSpec = (more: JsonObject = {}, container: JsonObject = {}): JsonObject => ({
  spec: { containers: [{ name: 'c', image: 'i', ...container }], ...more },
})
const at = (object: KubeObject | string, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((value, key) => (value as JsonObject)?.[key], object)

beforeEach(async () => {
  const admission: AdmissionPlugin[] = []
  bench = await openBench({ kinds: kindTable, admission })
  admission.push(...defaultAdmission({ authorizer, clock: bench.clock, random: () => 0.5 }))
  warnings.length = 0
  await given('namespaces', { name: 'a' }, { status: { phase: 'Active' } })
  await given('serviceaccounts', { name: 'default', namespace: 'a' }, { imagePullSecrets: [{ name: 'pull' }] })
})

describe('pods', () => {
  test('get account, token volume, pull secrets, tolerations and priority', async () => {
    const pod = await create('pods', { name: 'p', namespace: 'a' }, podSpec())
    expect(pod).toMatchObject({
      spec: {
        serviceAccountName: 'default',
        imagePullSecrets: [{ name: 'pull' }],
        priority: 0,
        preemptionPolicy: 'PreemptLowerPriority',
        tolerations: [
          { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
          { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        ],
      },
    })
    const [volume] = at(pod, 'spec', 'volumes') as JsonObject[]
    expect(textAt(volume ?? {}, 'name')).toMatch(/^kube-api-access-.{5}$/)
    expect((at(pod, 'spec', 'containers') as JsonObject[])[0]?.['volumeMounts']).toEqual([
      { name: volume?.['name'], readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ])
  })

  test.each<[string, string, JsonObject, string]>([
    ['no namespace', 'nowhere', podSpec(), 'namespaces "nowhere" not found'],
    [
      'no account',
      'a',
      podSpec({ serviceAccountName: 'x' }),
      'pods "p" is forbidden: error looking up service account a/x: serviceaccount "x" not found',
    ],
    [
      'no priority class',
      'a',
      podSpec({ priorityClassName: 'x' }),
      'pods "p" is forbidden: no PriorityClass with name x was found',
    ],
    [
      'a priority of its own',
      'a',
      podSpec({ priority: 5 }),
      'pods "p" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      'no runtime class',
      'a',
      podSpec({ runtimeClassName: 'x' }),
      'pods "p" is forbidden: pod rejected: RuntimeClass "x" not found',
    ],
  ])('with %s are refused', async (_, namespace, fields, words) => {
    expect(await create('pods', { name: 'p', namespace }, fields)).toBe(words)
  })

  test('are refused in a namespace that goes away', async () => {
    await given('namespaces', { name: 'b' }, { status: { phase: 'Terminating' } })
    await bench.api.registry.update(
      { kind: kindOf('namespaces'), namespace: '', name: 'b', subresource: 'status' },
      (it) => ({ ...it, status: { phase: 'Terminating' } }),
      { user: admin, isInternal: true },
    )
    const words = 'pods "p" is forbidden: unable to create new content in namespace b because it is being terminated'
    expect(await create('pods', { name: 'p', namespace: 'b' }, podSpec())).toBe(words)
  })
})

test('three namespaces stay', async () => {
  await given('namespaces', { name: 'default' })
  const removal = bench.api.registry.remove(
    { kind: kindOf('namespaces'), namespace: '', name: 'default' },
    { user: admin },
  )
  await expect(removal).rejects.toThrow('namespaces "default" is forbidden: this namespace may not be deleted')
})

describe('LimitRanger', () => {
  beforeEach(() =>
    given(
      'limitranges',
      { name: 'l', namespace: 'a' },
      {
        spec: {
          limits: [
            {
              type: 'Container',
              default: { cpu: '500m', memory: '1Gi' },
              defaultRequest: { cpu: '100m' },
              max: { cpu: '1' },
              min: { cpu: '50m' },
            },
            { type: 'PersistentVolumeClaim', max: { storage: '2Gi' } },
          ],
        },
      },
    ),
  )
  test('fills in defaults and says so', async () => {
    const pod = await create('pods', { name: 'p', namespace: 'a' }, podSpec())
    expect((at(pod, 'spec', 'containers') as JsonObject[])[0]?.['resources']).toMatchObject({
      limits: { cpu: '500m', memory: '1Gi' },
      requests: { cpu: '100m' },
    })
    expect(at(pod, 'metadata', 'annotations', 'kubernetes.io/limit-ranger')).toMatch(
      /^LimitRanger plugin set: cpu.* request for container c; cpu, memory limit for container c$/,
    )
  })
  test('refuses what is beyond', async () => {
    const resources = { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '10m', memory: '1Gi' } }
    expect(await create('pods', { name: 'p', namespace: 'a' }, podSpec({}, { resources }))).toBe(
      'pods "p" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m, maximum cpu usage per Container is 1, but limit is 2]',
    )
    const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '3Gi' } } } }
    expect(await create('persistentvolumeclaims', { name: 'c', namespace: 'a' }, claim)).toBe(
      'persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
    )
  })
})

describe('ResourceQuota', () => {
  const quota = (name: string, hard: JsonObject, spec: JsonObject = {}): Promise<KubeObject> =>
    given('resourcequotas', { name, namespace: 'a' }, { spec: { hard, ...spec } }).then(() =>
      bench.api.registry.update(
        { kind: kindOf('resourcequotas'), namespace: 'a', name, subresource: 'status' },
        (it) => ({ ...it, status: { hard, used: Object.fromEntries(Object.keys(hard).map((key) => [key, '0'])) } }),
        { user: admin, isInternal: true },
      ),
    )
  const used = (name: string): Json | undefined =>
    at(bench.api.registry.read(kindOf('resourcequotas'), 'a', name)!, 'status', 'used')

  test('counts and refuses, and no two share the last place', async () => {
    await quota('q', { pods: '3', 'count/configmaps': '1', configmaps: '9' })
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) => create('pods', { name: `p${n}`, namespace: 'a' }, podSpec())),
    )
    expect(results.filter((result) => typeof result === 'object')).toHaveLength(3)
    expect(results.at(-1)).toBe(
      'pods "p7" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3',
    )
    expect(used('q')).toMatchObject({ pods: '3' })
    expect(typeof (await create('configmaps', { name: 'x', namespace: 'a' }, {}))).toBe('object')
    expect(await create('configmaps', { name: 'y', namespace: 'a' }, {})).toContain(
      'exceeded quota: q, requested: count/configmaps=1, used: count/configmaps=1',
    )
  })
  test('asks for what it must count', async () => {
    await quota('q', { 'limits.cpu': '1', 'requests.memory': '1Gi' })
    expect(await create('pods', { name: 'p', namespace: 'a' }, podSpec())).toBe(
      'pods "p" is forbidden: failed quota: q: must specify limits.cpu for: c; requests.memory for: c',
    )
    const resources = { limits: { cpu: '600m' }, requests: { memory: '1Mi' } }
    expect(typeof (await create('pods', { name: 'p', namespace: 'a' }, podSpec({}, { resources })))).toBe('object')
    expect(await create('pods', { name: 'q', namespace: 'a' }, podSpec({}, { resources }))).toBe(
      'pods "q" is forbidden: exceeded quota: q, requested: limits.cpu=600m, used: limits.cpu=600m, limited: limits.cpu=1',
    )
  })
  test('of a scope counts only that', async () => {
    await quota('best', { pods: '1' }, { scopes: ['BestEffort'] })
    await quota('rest', { pods: '1' }, { scopes: ['NotBestEffort'] })
    await create('pods', { name: 'p', namespace: 'a' }, podSpec())
    expect([used('best'), used('rest')]).toEqual([{ pods: '1' }, { pods: '0' }])
  })
  test('services and claims count by what they are', async () => {
    await quota('q', {
      services: '5',
      'services.nodeports': '2',
      'services.loadbalancers': '0',
      'gold.storageclass.storage.k8s.io/requests.storage': '5Gi',
    })
    const service = (type: string): JsonObject => ({ spec: { type, ports: [{ port: 1 }], selector: {} } })
    expect(await create('services', { name: 's', namespace: 'a' }, service('LoadBalancer'))).toContain(
      'exceeded quota: q, requested: services.loadbalancers=1',
    )
    expect(typeof (await create('services', { name: 't', namespace: 'a' }, service('NodePort')))).toBe('object')
    const claim = {
      spec: { storageClassName: 'gold', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '6Gi' } } },
    }
    expect(await create('persistentvolumeclaims', { name: 'c', namespace: 'a' }, claim)).toBe(
      'persistentvolumeclaims "c" is forbidden: exceeded quota: q, requested: gold.storageclass.storage.k8s.io/requests.storage=6Gi, used: gold.storageclass.storage.k8s.io/requests.storage=0, limited: gold.storageclass.storage.k8s.io/requests.storage=5Gi',
    )
  })
})

describe('PodSecurity', () => {
  const namespace = (labels: JsonObject): Promise<unknown> =>
    given('namespaces', { name: 's', labels }).then(() => given('serviceaccounts', { name: 'default', namespace: 's' }))
  const label = (mode: string, value: string): JsonObject => ({ [`pod-security.kubernetes.io/${mode}`]: value })

  test('restricted tells everything that is wrong', async () => {
    await namespace(label('enforce', 'restricted'))
    expect(
      await create(
        'pods',
        { name: 'p', namespace: 's' },
        podSpec({ hostNetwork: true }, { securityContext: { privileged: true } }),
      ),
    ).toBe(
      'pods "p" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true), privileged (container "c" must not set securityContext.privileged=true), allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    )
    const securityContext = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    }
    expect(typeof (await create('pods', { name: 'p', namespace: 's' }, podSpec({}, { securityContext })))).toBe(
      'object',
    )
  })
  test.each<[string, JsonObject, JsonObject, string]>([
    ['hostPath', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, {}, 'hostPath volumes (volume "v")'],
    [
      'ports of the node',
      {},
      {
        ports: [
          { containerPort: 1, hostPort: 80 },
          { containerPort: 2, hostPort: 8080 },
        ],
      },
      'hostPort (container "c" uses hostPorts 80, 8080)',
    ],
    [
      'capabilities',
      {},
      { securityContext: { capabilities: { add: ['SYS_ADMIN', 'CHOWN'] } } },
      'non-default capabilities (container "c" must not include "SYS_ADMIN" in securityContext.capabilities.add)',
    ],
    [
      'sysctls',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
      {},
      'forbidden sysctls (kernel.msgmax)',
    ],
    [
      'SELinux',
      { securityContext: { seLinuxOptions: { type: 'x_t', user: 'u' } } },
      {},
      'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "x_t"; user may not be set)',
    ],
    [
      'probes',
      {},
      { livenessProbe: { httpGet: { port: 1, host: '1.2.3.4' } } },
      'probe or lifecycle host (container "c" uses probe or lifecycle host "1.2.3.4")',
    ],
    [
      'seccomp',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      {},
      'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
  ])('baseline refuses %s', async (_, spec, container, words) => {
    await namespace({ ...label('enforce', 'baseline'), ...label('enforce-version', 'v1.36') })
    expect(await create('pods', { name: 'p', namespace: 's' }, podSpec(spec, container))).toBe(
      `pods "p" is forbidden: violates PodSecurity "baseline:v1.36": ${words}`,
    )
  })
  test('templates are warned of, and labels must be right', async () => {
    await namespace(label('enforce', 'baseline'))
    const template = {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'c', image: 'i' }], hostPID: true },
    }
    await create(
      'deployments',
      { name: 'd', namespace: 's' },
      { spec: { selector: { matchLabels: { a: 'b' } }, template } },
    )
    expect(warnings).toContain('would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)')
    expect(await create('namespaces', { name: 'n', labels: label('enforce', 'odd') }, {})).toBe(
      'Namespace "n" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "odd": must be one of privileged, baseline, restricted',
    )
  })
})

describe('others', () => {
  test('storage: default class, finalizer', async () => {
    const mark = { 'storageclass.kubernetes.io/is-default-class': 'true' }
    await given('storageclasses', { name: 'standard', annotations: mark }, { provisioner: 'x' })
    const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }
    const made = await create('persistentvolumeclaims', { name: 'c', namespace: 'a' }, claim)
    expect(at(made, 'spec', 'storageClassName')).toBe('standard')
    expect(at(made, 'metadata', 'finalizers')).toEqual(['kubernetes.io/pvc-protection'])
  })
  test('a new node is tainted, and a kubelet writes only its own', async () => {
    const node: User = { name: 'system:node:n', groups: ['system:nodes'] }
    const made = await create('nodes', { name: 'n' }, {}, node)
    expect(at(made, 'spec', 'taints')).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }])
    expect(await create('nodes', { name: 'other' }, {}, node)).toBe(
      'nodes "other" is forbidden: node "n" is not allowed to modify node "other"',
    )
    expect(await create('pods', { name: 'p', namespace: 'a' }, podSpec(), node)).toContain(
      'node "n" can only create mirror pods',
    )
  })
  test('one default priority class', async () => {
    await create('priorityclasses', { name: 'one' }, { value: 5, globalDefault: true })
    expect(await create('priorityclasses', { name: 'two' }, { value: 6, globalDefault: true })).toBe(
      'priorityclasses.scheduling.k8s.io "two" is forbidden: PriorityClass one is already marked as default. Only one default can exist',
    )
    expect(at(await create('pods', { name: 'p', namespace: 'a' }, podSpec()), 'spec', 'priority')).toBe(5)
  })
})
