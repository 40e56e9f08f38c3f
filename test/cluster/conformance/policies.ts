import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Obj } from './wire.ts'
import { eventually, holds, type Rules, refused, type World } from './world.ts'

const ROOT = '/apis/admissionregistration.k8s.io/v1'
const labels = { app: 'nginx' }
const workload = (kind: string, name: string, replicas: number): Obj => ({
  kind,
  apiVersion: 'apps/v1',
  metadata: { name, labels },
  spec: {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx:latest' }] } },
  },
})
const apps = ({ namespace }: World, resource: string, name = '') =>
  `/apis/apps/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`

/** Policies in CEL at work. */
export const policies: Rules = {
  'ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should validate against a Deployment': (world) =>
    validates(world, {
      validations: [
        {
          expression: 'object.spec.replicas > 1',
          messageExpression: "'wants replicas > 1, got ' + object.spec.replicas",
        },
      ],
    }),
  'ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should allow expressions to refer variables.': (world) =>
    validates(world, {
      variables: [
        { name: 'replicas', expression: 'object.spec.replicas' },
        { name: 'oddReplicas', expression: 'variables.replicas % 2 == 1' },
      ],
      validations: [
        { expression: 'variables.replicas > 1' },
        { expression: 'variables.oddReplicas || variables.replicas == 2' },
      ],
    }),
  'MutatingAdmissionPolicy [Privileged:ClusterAdmin] should mutate a Deployment': (world) =>
    mutates(world, 'Object{metadata: Object.metadata{labels: {"mutated": "true"}}}', {
      metadata: { labels: { mutated: 'true' } },
    }),
  'MutatingAdmissionPolicy [Privileged:ClusterAdmin] should mutate a Deployment with annotations': (world) =>
    mutates(world, 'Object{metadata: Object.metadata{annotations: {"mutated": "true"}}}', {
      metadata: { annotations: { mutated: 'true' } },
    }),
}

function matching({ namespace }: World): Obj {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    resourceRules: [
      { operations: ['CREATE', 'UPDATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] },
    ],
  }
}

async function withPolicy(
  world: World,
  type: 'Validating' | 'Mutating',
  spec: Obj,
  work: () => Promise<void>,
): Promise<void> {
  const { api, namespace } = world
  const resource = `${ROOT}/${type.toLowerCase()}admissionpolic`
  const name = `${namespace}.policy.example.com`
  const policy = (kind: string, more: Obj): Obj => ({
    kind,
    apiVersion: 'admissionregistration.k8s.io/v1',
    metadata: { name },
    spec: more,
  })
  await api.post(`${resource}ies`, policy(`${type}AdmissionPolicy`, { matchConstraints: matching(world), ...spec }))
  await api.post(
    `${resource}ybindings`,
    policy(`${type}AdmissionPolicyBinding`, {
      policyName: name,
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
      ...(type === 'Validating' && { validationActions: ['Deny'] }),
    }),
  )
  try {
    await work()
  } finally {
    await api.remove(`${resource}ybindings/${name}`)
    await api.remove(`${resource}ies/${name}`)
  }
}

function validates(world: World, spec: Obj): Promise<void> {
  const { api } = world
  return withPolicy(world, 'Validating', spec, async () => {
    const deployments = apps(world, 'deployments')
    const marker = async (): Promise<void> => {
      try {
        await refused(422, 'Invalid', api.post(deployments, workload('Deployment', 'marker-deployment', 1)))
      } catch (error) {
        await api.remove(`${deployments}/marker-deployment`).catch(() => undefined)
        throw error
      }
    }
    await eventually(marker)
    await api.post(deployments, workload('Deployment', 'replicated', 2))
    await api.remove(`${deployments}/replicated`)
    await api.post(apps(world, 'replicasets'), workload('ReplicaSet', 'non-replicated', 1))
    await api.remove(apps(world, 'replicasets', 'non-replicated'))
  })
}

function mutates(world: World, expression: string, expected: Obj): Promise<void> {
  const { api } = world
  const spec = {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'Never',
    mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
  }
  return withPolicy(world, 'Mutating', spec, async () => {
    await eventually(async () => {
      const made = await api.post(apps(world, 'deployments'), workload('Deployment', 'marker', 1))
      await api.remove(apps(world, 'deployments', 'marker'))
      await sleep(50)
      holds(made, expected)
    })
    const set = await api.post(apps(world, 'replicasets'), workload('ReplicaSet', 'untouched', 1))
    assert.throws(() => holds(set, expected))
  })
}
