import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type JsonObject, notFound } from '#kube'
import type { Answer, ApiRequest, Handler, RequestInfo } from '../contract/http.ts'
import { testClock } from '../registry/testing.ts'
import { type AuditSink, auditFilter } from './filter.ts'
import { openLogFile } from './log-file.ts'
import { readAuditPolicy } from './policy.ts'

const POLICY = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  users: [system:kube-proxy]
- level: None
  nonResourceURLs: [/healthz*, /version]
- level: Metadata
  resources:
  - resources: [secrets, configmaps]
- level: RequestResponse
  verbs: [create]
  omitManagedFields: true
  resources:
  - group: apps
  - resources: [pods, pods/*]
- level: Request
  namespaces: [kube-system]
- level: Metadata
  userGroups: [dev]
  omitStages: [ResponseStarted]
`
const info = (more: Partial<RequestInfo> = {}): RequestInfo => ({
  ...{ isResource: true, verb: 'get', group: '', version: 'v1', resource: 'pods', subresource: '' },
  ...{ namespace: 'a', name: 'p', rest: '', ...more },
})

describe('a policy', () => {
  const policy = readAuditPolicy(POLICY, 'audit.yaml')
  test.each<[string, string, string[], RequestInfo, string]>([
    ['a user', 'system:kube-proxy', [], info(), 'None'],
    ['a path', 'u', ['dev'], info({ isResource: false }), 'None'],
    ['a resource', 'u', [], info({ resource: 'secrets' }), 'Metadata'],
    ['a resource of another group', 'u', [], info({ resource: 'secrets', group: 'x' }), 'None'],
    ['a verb', 'u', [], info({ verb: 'create' }), 'RequestResponse'],
    ['a subresource', 'u', [], info({ verb: 'create', subresource: 'exec' }), 'RequestResponse'],
    ['a group', 'u', [], info({ verb: 'create', group: 'apps', resource: 'deployments' }), 'RequestResponse'],
    ['a namespace', 'u', [], info({ namespace: 'kube-system' }), 'Request'],
    ['a group of users', 'u', ['dev'], info(), 'Metadata'],
    ['nothing', 'u', [], info(), 'None'],
  ])('by %s', (...row) => {
    const [, name, groups, asked, level] = row
    expect(policy.ruleFor({ user: { name, groups }, info: asked, path: '/healthz/x' }).level).toBe(level)
  })
  test.each([
    ['apiVersion: v1\nkind: Policy', /expected audit.k8s.io\/v1 Policy/],
    ['apiVersion: audit.k8s.io/v1\nkind: Policy', /rules - expected at least one/],
    ['apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Loud}]', /rules\[0\].level - "Loud"/],
  ])('that is wrong is refused', (text, words) => {
    expect(() => readAuditPolicy(text, 'p.yaml')).toThrow(words)
  })
})

describe('events', () => {
  const clock = testClock()
  const run = async (
    next: Handler,
    asked: RequestInfo,
    groups: string[] = [],
  ): Promise<{ events: readonly JsonObject[]; answer?: Answer }> => {
    const events: JsonObject[] = []
    const sink: AuditSink = { write: (event) => void events.push(event) }
    const filter = auditFilter({ policy: readAuditPolicy(POLICY, 'p'), sink, clock, newId: () => 'the-id' })
    const body = new TextEncoder().encode('{"kind":"Pod","metadata":{"name":"p","managedFields":[]}}')
    const request = {
      ...{
        method: 'POST',
        path: '/api/v1/namespaces/a/pods',
        query: new URLSearchParams('dryRun=All'),
        headers: { 'user-agent': 'kubectl' },
      },
      ...{ body: () => Promise.resolve(body), signal: new AbortController().signal, remoteAddress: '10.0.0.1' },
    } as ApiRequest
    const context = { info: asked, user: { name: 'jane', groups }, warn: () => {}, annotate: () => {} }
    const answer = await filter(next)(request, context).catch(() => undefined)
    return { events, ...(answer !== undefined && { answer }) }
  }
  test('say who, what, and with what', async () => {
    const { events, answer } = await run(
      async (request, context) => {
        await request.body()
        context.annotate('authorization.k8s.io/decision', 'allow')
        return { status: 201, body: '{"kind":"Pod","metadata":{"name":"p","managedFields":[1]}}' }
      },
      info({ verb: 'create' }),
    )
    expect(events).toEqual([
      {
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        level: 'RequestResponse',
        auditID: 'the-id',
        stage: 'ResponseComplete',
        requestURI: '/api/v1/namespaces/a/pods?dryRun=All',
        verb: 'create',
        user: { username: 'jane' },
        sourceIPs: ['10.0.0.1'],
        userAgent: 'kubectl',
        objectRef: { resource: 'pods', namespace: 'a', name: 'p', apiVersion: 'v1' },
        responseStatus: { metadata: {}, code: 201 },
        requestObject: { kind: 'Pod', metadata: { name: 'p' } },
        responseObject: { kind: 'Pod', metadata: { name: 'p' } },
        requestReceivedTimestamp: '2026-01-02T03:04:05.000000Z',
        stageTimestamp: '2026-01-02T03:04:05.000000Z',
        annotations: { 'authorization.k8s.io/decision': 'allow' },
      },
    ])
    expect(answer).toMatchObject({ headers: { 'audit-id': 'the-id' } })
  })
  test('of refusals have their status, of watches a beginning and an end', async () => {
    const refused = await run(
      () => Promise.reject(notFound({ group: '', resource: 'secrets' }, 'p')),
      info({ resource: 'secrets' }),
    )
    expect(refused.events).toMatchObject([
      {
        level: 'Metadata',
        stage: 'ResponseComplete',
        responseStatus: { status: 'Failure', reason: 'NotFound', code: 404 },
      },
    ])
    const watch = await run(
      () => Promise.resolve({ status: 200, serve: () => Promise.resolve() }),
      info({ resource: 'secrets', verb: 'watch' }),
    )
    expect(watch.events.map(({ stage }) => stage)).toEqual(['ResponseStarted'])
    await (watch.answer as { serve(sink: never): Promise<void> }).serve(undefined as never)
    expect(watch.events.map(({ stage }) => stage)).toEqual(['ResponseStarted', 'ResponseComplete'])
  })
  test('that nobody asked for are none', async () => {
    const { events, answer } = await run(() => Promise.resolve({ status: 200, body: '' }), info())
    expect([events, answer]).toEqual([[], { status: 200, body: '' }])
  })
})

test('a log is turned over, and old files go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'))
  const clock = testClock()
  const log = openLogFile({ path: join(folder, 'logs', 'audit.log'), clock, maxSizeBytes: 100, maxBackups: 2 })
  try {
    for (let n = 0; n < 5; n++) {
      log.write({ n, text: 'x'.repeat(60) })
      log.write({ n, text: 'y' })
      await log.close()
      clock.advance(1000)
    }
    const names = (await readdir(join(folder, 'logs'))).sort()
    expect(names).toHaveLength(3)
    expect(names.at(-1)).toBe('audit.log')
    const lines = (await readFile(join(folder, 'logs', 'audit.log'), 'utf8')).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([4, 4])
  } finally {
    await rm(folder, { recursive: true })
  }
})
