import { describe, expect, test } from 'vitest'
import { type Json, type JsonObject, type KubeObject, StatusError } from '#kube'
import { carryPolicy, keepPolicy, keptPolicy } from './keep.ts'
import { parseFieldPolicy, printFieldPolicy } from './policy.ts'
import { leaveFields, settleConflicts } from './resolve.ts'

const wanted: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', annotations: { 'example.com/a.b': 'ours', other: 'x' } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'web', image: 'a:2' },
          { name: 'side', image: 's' },
        ],
      },
    },
  },
}

const live: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    annotations: { 'example.com/a.b': 'theirs' },
    managedFields: [
      { manager: 'helm', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
      {
        manager: 'edit',
        operation: 'Update',
        apiVersion: 'apps/v1',
        time: '2026-01-02T03:04:05Z',
        fieldsV1: {
          'f:spec': {
            'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } },
          },
        },
      },
    ],
  },
  spec: { paused: true, replicas: 7, template: { spec: { containers: [{ name: 'web', image: 'a:9' }] } } },
}

const IMAGE = '.spec.template.spec.containers[name="web"].image'

function refusalOf(...causes: readonly (readonly [field: string, owner: string])[]): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: 'Conflict',
    code: 409,
    details: {
      causes: causes.map(([field, owner]) => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${owner}`,
        field,
      })),
    },
  })
}

const settle = (policy: string, ...causes: readonly (readonly [string, string])[]) =>
  settleConflicts({ refusal: refusalOf(...causes), wanted, live, policy: parseFieldPolicy(policy) })

describe('a conflict is settled', () => {
  test.each([
    ['by the preset for autoscalers', '', '.spec.replicas', '"hpa" with subresource "scale"', undefined, false],
    [
      'by leaving it',
      'Deployment/web:.spec.replicas=leave',
      '.spec.replicas',
      '"edit" using apps/v1',
      undefined,
      false,
    ],
    ['by sharing it', '.spec.replicas=share', '.spec.replicas', '"edit"', 7, false],
    ['by taking it', '.spec=leave, .spec.replicas=take', '.spec.replicas', '"edit"', 2, true],
    [
      'by a rule for all above the preset',
      'deployment:.spec=take',
      '.spec.replicas',
      '"h" with subresource "scale"',
      2,
      true,
    ],
  ])('%s', (...[, policy, field, owner, replicas, isForced]) => {
    const settled = settle(policy, [field, owner])
    expect((settled.object['spec'] as { replicas?: number }).replicas).toBe(replicas)
    expect(settled.isForced).toBe(isForced)
  })

  test('inside a list, and for names with dots', () => {
    const { object, left } = settle(
      '.spec.template.spec.containers[*].image=leave, .metadata.annotations=share',
      [IMAGE, '"edit" using apps/v1'],
      ['.metadata.annotations.example.com/a.b', '"edit"'],
    )
    expect(object).toMatchObject({
      metadata: { annotations: { 'example.com/a.b': 'theirs', other: 'x' } },
      spec: { template: { spec: { containers: [{ name: 'web' }, { name: 'side', image: 's' }] } } },
    })
    expect(left).toMatchObject([{ owner: 'edit', since: '2026-01-02T03:04:05Z', ours: 'a:2', theirs: 'a:9' }])
  })

  test('by nobody', () => {
    expect(() => settle('', [IMAGE, '"edit" using apps/v1'])).toThrow(
      `${IMAGE} – edit since 2026-01-02T03:04:05Z has "a:9", this release wants "a:2"`,
    )
  })

  test('by the object itself', () => {
    const annotated = { ...wanted, metadata: { name: 'web', annotations: { 'berth.dev/field-policy': '.spec=leave' } } }
    const { left } = settleConflicts({
      refusal: refusalOf(['.spec.replicas', '"edit"']),
      wanted: annotated,
      live,
      policy: parseFieldPolicy('.spec=take'),
    })
    expect(left).toHaveLength(1)
  })
})

describe('presets for injected certificates', () => {
  test.each([
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', '.webhooks[name="a"].clientConfig.caBundle'],
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', '.webhooks[name="a"].clientConfig.caBundle'],
    ['apiregistration.k8s.io/v1', 'APIService', '.spec.caBundle'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', '.spec.conversion.webhook.clientConfig.caBundle'],
  ])('%s %s', (apiVersion, kind, path) => {
    const object: KubeObject = { apiVersion, kind, metadata: { name: 'x' } }
    const refusal = refusalOf([path, '"cainjector" using v1'])
    expect(settleConflicts({ refusal, wanted: object, live: object, policy: [] }).left).toHaveLength(1)
  })

  test.each([
    ['kube-webhook-certgen', 1],
    ['pilot-discovery', 1],
    ['kubectl-edit', 0],
  ])('how strict a webhook is, for %s', (owner, count) => {
    const group = 'admissionregistration.k8s.io'
    const object: KubeObject = {
      apiVersion: `${group}/v1`,
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'x' },
    }
    const refusal = refusalOf(['.webhooks[name="a.b"].failurePolicy', `"${owner}" using ${group}/v1`])
    const settle = (): number => settleConflicts({ refusal, wanted: object, live: object, policy: [] }).left.length
    if (count === 0) expect(settle).toThrow('owned by others')
    else expect(settle()).toBe(count)
  })
})

test('rules of the newest revision go along when an earlier one comes back', () => {
  const chart = (rules: string): JsonObject => ({
    metadata: { annotations: { 'berth.dev/field-policy': rules, other: 'x' } },
  })
  const carried = carryPolicy(chart('.a=take\n.b=leave'), chart('.a=leave\n.c=share'))
  expect(printFieldPolicy(keptPolicy(carried))).toBe('.b=leave\n.a=leave\n.c=share')
  const plain = { metadata: { name: 'c' } }
  expect(carryPolicy(plain, plain)).toBe(plain)
})

describe('fields are left before an apply', () => {
  test.each([
    ['owned by somebody else', `${IMAGE}=leave`, { image: undefined }],
    ['owned by nobody else', '.spec.paused=leave', { image: 'a:2' }],
    ['unless a later rule takes them', `${IMAGE}=leave,.spec.template=take`, { image: 'a:2' }],
  ])('%s', (_, policy, { image }) => {
    const left = leaveFields(wanted, live, { policy: parseFieldPolicy(policy), manager: 'helm' })
    expect(left).toMatchObject({ spec: { template: { spec: { containers: [{ name: 'web' }, { name: 'side' }] } } } })
    const [web] = (left['spec'] as { template: { spec: { containers: { image?: string }[] } } }).template.spec
      .containers
    expect(web?.image).toBe(image)
  })
})

test('rules of an aggregated role are shared with its controller', () => {
  const role = (rules: Json): KubeObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'all' },
    aggregationRule: { clusterRoleSelectors: [] },
    rules,
  })
  const gathered = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]
  const left = leaveFields(role([]), role(gathered), { policy: [], manager: 'helm' })
  expect(left['rules']).toEqual(gathered)
})

describe('rules', () => {
  test.each([
    ['.spec.replicas=leave', '.spec.replicas=leave'],
    ['spec.replicas=leave,data=take', '.spec.replicas=leave\n.data=take'],
    ['Deployment/web:.a[name="x,y"].b=share', 'Deployment/web:.a[name="x,y"].b=share'],
    ['# nothing\nService:.spec.ports[port=80,protocol="TCP"]=take', 'Service:.spec.ports[port=80,protocol="TCP"]=take'],
  ])('%j', (text, printed) => expect(printFieldPolicy(parseFieldPolicy(text))).toBe(printed))

  test.each(['x', '=leave', '.spec=keep', 'a/b/c:.x=take'])('refused: %s', (text) =>
    expect(() => parseFieldPolicy(text)).toThrow(expect.objectContaining({ code: 'conflict' })),
  )

  test('are kept in the chart of the record, later ones winning', async () => {
    const content = {
      chart: { metadata: { name: 'c' } },
      config: {},
      manifest: '',
      hooks: [],
      crds: [],
      notes: '',
      warnings: [],
    }
    const first = await keepPolicy(async () => content, parseFieldPolicy('.a=take,.b=leave'))({} as never)
    const again = keepPolicy(async () => content, parseFieldPolicy('.a=share'))
    const { chart } = await again({ previous: { chart: first.chart } } as never)
    expect(printFieldPolicy(keptPolicy(chart))).toBe('.b=leave\n.a=share')
  })
})
