import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, Refusal } from './api.ts'
import type { Obj } from './wire.ts'
import { at, listAt, nameOf, type Rules, text, type World } from './world.ts'

const TEMPLATES = 400
const resources: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1': 'validatingwebhookconfigurations',
  'apiextensions.k8s.io/v1': 'customresourcedefinitions',
  'apiregistration.k8s.io/v1': 'apiservices',
  'apps/v1': 'deployments',
  'authentication.k8s.io/v1': 'tokenreviews',
  'authorization.k8s.io/v1': 'selfsubjectaccessreviews',
  'autoscaling/v1': 'horizontalpodautoscalers',
  'autoscaling/v2': 'horizontalpodautoscalers',
  'batch/v1': 'jobs',
  'certificates.k8s.io/v1': 'certificatesigningrequests',
  'coordination.k8s.io/v1': 'leases',
  'discovery.k8s.io/v1': 'endpointslices',
  'events.k8s.io/v1': 'events',
  'networking.k8s.io/v1': 'ingresses',
  'node.k8s.io/v1': 'runtimeclasses',
  'policy/v1': 'poddisruptionbudgets',
  'scheduling.k8s.io/v1': 'priorityclasses',
  'storage.k8s.io/v1': 'csinodes',
}

/** `Accept` of those who ask for groups and resources at once. */
export const aggregatedAccept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

const clientAccept = `${aggregatedAccept},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`

/** What the server says of itself, and how lists, tables and mistakes look. */
export const machinery: Rules = {
  'server version should find the server version': async ({ json }) => {
    const version = await json.get('/version')
    assert.match(text(version, 'major'), /^[1-9]\d*$/)
    assert.match(text(version, 'minor'), /^\d+\+?$/)
  },
  'Discovery should validate PreferredVersion for each APIGroup': async ({ api }) => {
    const groups = listAt(await api.get('/apis/'), 'groups')
    assert.ok(groups.length > 0)
    for (const { name } of groups) {
      const group = await api.get(`/apis/${String(name)}/`)
      const versions = listAt(group, 'versions').map(({ groupVersion }) => groupVersion)
      assert.ok(versions.includes(text(group, 'preferredVersion.groupVersion')), String(name))
    }
  },
  'Discovery should locate the groupVersion and a resource within each APIGroup': async ({ api }) => {
    for (const [groupVersion, resource] of Object.entries({ v1: 'namespaces', ...resources })) {
      const list = await api.get(groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`)
      assert.equal(list['groupVersion'], groupVersion)
      assert.ok(
        listAt(list, 'resources').some(({ name }) => name === resource),
        resource,
      )
    }
  },
  'AggregatedDiscovery should support raw aggregated discovery endpoint Accept headers': (world) =>
    discoverAll(world, aggregatedAccept),
  'AggregatedDiscovery should support aggregated discovery interface': (world) => discoverAll(world, clientAccept),
  'Servers with support for API chunking should return chunks of results for list calls': async (world) => {
    const path = await makeTemplates(world)
    for (let turn = 0; turn < 3; turn++) {
      await readOn(world.api, path, { found: 0, limit: () => 1 + Math.floor((Math.random() * TEMPLATES) / 10) })
    }
    assert.equal((await world.api.list(path, { limit: TEMPLATES + 1 })).length, TEMPLATES)
  },
  'Servers with support for API chunking should support continue listing from the last key if the original version has been compacted away, though the list is inconsistent [Slow]':
    async (world) => {
      const { api } = world
      const path = await makeTemplates(world)
      const limit = TEMPLATES / 10
      const first = await api.get(path, { limit })
      assert.equal(at(first, 'metadata.remainingItemCount'), TEMPLATES - limit)
      const token = await untilExpired(api, path, text(first, 'metadata.continue'))
      const second = await api.get(path, { limit, continue: token })
      assert.notEqual(at(second, 'metadata.resourceVersion'), at(first, 'metadata.resourceVersion'))
      assert.equal(listAt(second, 'items').length, limit)
      checkPage(second, limit)
      await readOn(api, path, {
        found: 2 * limit,
        limit: () => limit,
        token: text(second, 'metadata.continue'),
        version: text(second, 'metadata.resourceVersion'),
      })
    },
  'Servers with support for Table transformation should return a 406 for a backend which does not implement metadata':
    async ({ json }) => {
      const body = {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        spec: { resourceAttributes: { namespace: 'default', verb: 'get', group: '', resource: 'pods' } },
      }
      const answer = await json.send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body, {
        headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
      })
      assert.equal(answer.status, 406)
      assert.equal(answer.object['reason'], 'NotAcceptable')
    },
  'FieldValidation should detect unknown and duplicate fields of a typed object': (world) =>
    refuseFields(world, deployment('', '"unknownField": "foo", "replicas": 2, "replicas": 3,'), [
      'strict decoding error: unknown field "spec.unknownField", duplicate field "spec.replicas"',
    ]),
  'FieldValidation should detect unknown metadata fields of a typed object': (world) =>
    refuseFields(world, deployment('"unknownMeta": "foo",', ''), [
      'strict decoding error: unknown field "metadata.unknownMeta"',
    ]),
}

async function discoverAll({ json }: World, accept: string): Promise<void> {
  const groupsOf = async (path: string) => {
    const { headers, object } = await json.send('GET', path, undefined, { headers: { accept } })
    assert.equal(headers['content-type'], 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList')
    return listAt(object, 'items')
  }
  const groups = await groupsOf('/apis')
  for (const [groupVersion, resource] of Object.entries(resources)) {
    const [group, version] = groupVersion.split('/')
    const found = listAt(
      groups.find((one) => nameOf(one) === group),
      'versions',
    ).find((one) => one['version'] === version)
    assert.ok(
      listAt(found, 'resources').some((one) => one['resource'] === resource),
      `${groupVersion} ${resource}`,
    )
  }
  const legacy = listAt((await groupsOf('/api'))[0], 'versions.0.resources')
  assert.ok(legacy.some((one) => one['resource'] === 'namespaces'))
}

async function makeTemplates({ api, namespace }: World): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/podtemplates`
  const make = (index: number): Promise<Obj> =>
    api.post(path, {
      kind: 'PodTemplate',
      apiVersion: 'v1',
      metadata: { name: `template-${String(index).padStart(4, '0')}` },
      template: { spec: { containers: [{ name: 'test', image: 'test2' }] } },
    })
  for (let at = 0; at < TEMPLATES; at += 20) await Promise.all(Array.from({ length: 20 }, (_, step) => make(at + step)))
  return path
}

interface Reading {
  found: number
  limit(): number
  token?: string
  version?: string
}

/** Reads page after page to the end: all of one version, in order, with a true count of what is left. */
async function readOn(api: Api, path: string, reading: Reading): Promise<void> {
  do {
    const limit = reading.limit()
    const page = await api.get(path, { limit, ...(reading.token !== undefined && { continue: reading.token }) })
    reading.version ??= text(page, 'metadata.resourceVersion')
    assert.equal(at(page, 'metadata.resourceVersion'), reading.version)
    assert.ok(listAt(page, 'items').length <= limit)
    checkPage(page, reading.found)
    reading.found += listAt(page, 'items').length
    reading.token = (at(page, 'metadata.continue') as string | undefined) ?? ''
  } while (reading.token !== '')
  assert.equal(reading.found, TEMPLATES)
}

function checkPage(page: Obj, found: number): void {
  const items = listAt(page, 'items')
  const left = TEMPLATES - found - items.length
  const isLast = (at(page, 'metadata.continue') ?? '') === ''
  assert.equal(at(page, 'metadata.remainingItemCount'), isLast ? undefined : left)
  for (const [index, item] of items.entries())
    assert.equal(nameOf(item), `template-${String(found + index).padStart(4, '0')}`)
}

/** Asks for the second page until its version is forgotten; the refusal brings a token of its own. */
async function untilExpired(api: Api, path: string, token: string): Promise<string> {
  for (let turn = 0; turn < 60; turn++) {
    try {
      await api.get(path, { limit: TEMPLATES / 10, continue: token })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      assert.equal(`${error.code} ${String(error.status['reason'])}`, '410 Expired')
      return text(error.status, 'metadata.continue')
    }
    await sleep(500)
  }
  return assert.fail('the token does not expire')
}

function deployment(metadata: string, spec: string): string {
  return `{"apiVersion": "apps/v1", "kind": "Deployment",
    "metadata": {"name": "my-dep", ${metadata} "labels": {"app": "nginx"}},
    "spec": {${spec} "selector": {"matchLabels": {"app": "nginx"}}, "template": {
      "metadata": {"labels": {"app": "nginx"}}, "spec": {"containers": [{"name": "nginx", "image": "nginx:latest"}]}}}}`
}

/** Raw bytes go out without a content type, and the answer is wanted in protobuf. */
async function refuseFields({ api, namespace }: World, body: string, words: readonly string[]): Promise<void> {
  const answer = await api.send('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, body, {
    query: { fieldManager: 'field_validation_mgr', fieldValidation: 'Strict' },
    headers: { accept: 'application/vnd.kubernetes.protobuf, */*' },
  })
  assert.equal(answer.status, 400)
  for (const word of words) assert.ok(text(answer.object, 'message').includes(word), text(answer.object, 'message'))
}
