import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '#client'
import { realClock, startCluster } from '#cluster'
import type { Clock } from '#kube'
import { peer } from '../../peers.ts'
import { Api, Refusal } from './api.ts'
import type { Obj } from './wire.ts'

/** What a rule is tried on. */
export interface World {
  /** As typed clients of Go speak. */
  readonly api: Api
  /** As dynamic clients speak. */
  readonly json: Api
  /** A namespace of its own, with its service account. */
  readonly namespace: string
  readonly kubeconfig: string
  readonly server: string
  /** Lets `kubectl ARGS` run; throws unless it succeeds. */
  kubectl(args: readonly string[], stdin?: string): Promise<string>
}

/** What must be so, by the name it has in the conformance suite. */
export type Rules = Readonly<Record<string, Rule>>

/** Throws unless it holds. */
export type Rule = (world: World) => Promise<void>

/** A cluster for the rules. */
export interface Ground {
  /** Tries one rule as the suite's framework does: in a fresh namespace that is deleted afterwards. */
  attempt(basename: string, rule: (world: World) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/** Minutes of the suite that a cluster here waits seconds for. */
const HASTE = 100

/** What the cluster does every few minutes it does every few seconds; its times are the wall's. */
const hasty: Clock = {
  now: realClock.now,
  setTimer: (ms, run) => realClock.setTimer(ms >= 60_000 && ms <= 600_000 ? ms / HASTE : ms, run),
}

/** Starts a cluster on a free port. */
export async function startGround(clock: Clock = hasty): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  const cluster = await startCluster({ home: folder, port: 0, nodes: 2, clock })
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, JSON.stringify(cluster.kubeconfig))
  const { client, server } = await connect(
    { explicit: kubeconfig, home: folder },
    { clock: realClock, environment: {} },
  )
  const api = new Api(client.transport, 'protobuf')
  const ground = {
    api,
    json: new Api(client.transport, 'json'),
    kubeconfig,
    server,
    kubectl: kubectlOf(kubeconfig, folder),
  }
  return {
    attempt: async (basename, rule) => {
      const namespace = `${basename}-${randomUUID().slice(-12)}`
      await createNamespace(api, namespace)
      try {
        await rule({ ...ground, namespace })
      } finally {
        await api.remove(`/api/v1/namespaces/${namespace}`)
      }
    },
    stop: async () => {
      client.transport.close()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Creates a namespace and waits for what every namespace gets. */
export async function createNamespace(api: Api, name: string): Promise<void> {
  const labels = { 'e2e-framework': 'conformance', 'pod-security.kubernetes.io/enforce': 'privileged' }
  await api.post('/api/v1/namespaces', { kind: 'Namespace', apiVersion: 'v1', metadata: { name, labels } })
  await eventually(async () => {
    await api.get(`/api/v1/namespaces/${name}/serviceaccounts/default`)
    await api.get(`/api/v1/namespaces/${name}/configmaps/kube-root-ca.crt`)
  })
}

/** Tries again until it does not throw. */
export async function eventually<T>(check: () => Promise<T>, timeoutMs = 15_000): Promise<T> {
  for (const end = Date.now() + timeoutMs; ; ) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
      await sleep(100)
    }
  }
}

/** The server must say no, with this code and reason, and words that match. */
export async function refused(code: number, reason: string, answer: Promise<unknown>, words = /(?:)/): Promise<Obj> {
  try {
    await answer
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    assert.equal(`${error.code} ${String(error.status['reason'])}`, `${code} ${reason}`, error.message)
    assert.match(String(error.status['message']), words)
    return error.status
  }
  return assert.fail(`accepted – expected ${code} ${reason}`)
}

/** What is there must have at least what is expected; lists must be as long. */
export function holds(actual: unknown, expected: unknown, path = ''): void {
  if (typeof expected !== 'object' || expected === null) {
    assert.ok(Object.is(actual, expected), `${path} – ${JSON.stringify(actual)} – expected ${JSON.stringify(expected)}`)
  } else if (Array.isArray(expected)) {
    const items = Array.isArray(actual) ? (actual as unknown[]) : []
    assert.equal(
      items.length,
      expected.length,
      `${path} – ${JSON.stringify(actual)} – expected ${JSON.stringify(expected)}`,
    )
    for (const [index, item] of expected.entries()) holds(items[index], item, `${path}[${index}]`)
  } else {
    for (const [key, value] of Object.entries(expected)) holds(at(actual, [key]), value, `${path}.${key}`)
  }
}

/** The value at a path like `spec.ports.0.name`; undefined where nothing is. */
export function at(object: unknown, path: string | readonly string[]): unknown {
  const keys = typeof path === 'string' ? path.split('.') : path
  return keys.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Obj)[key] : undefined),
    object,
  )
}

/** The text at a path; throws when there is none. */
export function text(object: unknown, path: string): string {
  const value = at(object, path)
  if (typeof value !== 'string') assert.fail(`no text at ${path}`)
  return value
}

/** The list at a path; empty when there is none. */
export function listAt(object: unknown, path: string): readonly Obj[] {
  return (at(object, path) ?? []) as readonly Obj[]
}

/** The name of an object. */
export function nameOf(object: unknown): string {
  return text(object, 'metadata.name')
}

function kubectlOf(kubeconfig: string, cwd: string): World['kubectl'] {
  return (args, stdin) =>
    new Promise((resolve, reject) => {
      const path = peer('kubectl-1.34')
      if (path === undefined) return reject(new Error('kubectl 1.34 is not there'))
      const child = execFile(
        path,
        [...args],
        { cwd, env: { KUBECONFIG: kubeconfig, HOME: cwd, PATH: process.env['PATH'] ?? '' }, timeout: 60_000 },
        (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stdout}${stderr}`)),
      )
      child.stdin?.end(stdin ?? '')
    })
}
