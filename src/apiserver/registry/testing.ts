import type { Kind } from '#kinds'
import { schemaOf } from '#kinds'
import type { Clock, Json, JsonObject } from '#kube'
import { openMemoryStore, type Store } from '#store'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Sink } from '../contract/http.ts'
import type { RestAnswer, RestBody, RestCall } from '../contract/rest.ts'
import { createKindTable } from './kind-table.ts'
import { type ApiRegistry, createRegistry } from './registry.ts'
import type { StorageHook } from './storage-hook.ts'

/** A clock that stands until it is moved; timers run when their time is reached. */
export interface TestClock extends Clock {
  advance(ms: number): void
}

/** Starts at 2026-01-02T03:04:05Z. */
export function testClock(): TestClock {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  const timers = new Set<{ at: number; run: () => void }>()
  return {
    now: () => now,
    setTimer(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      now += ms
      for (const timer of [...timers]) {
        if (timer.at > now) continue
        timers.delete(timer)
        timer.run()
      }
    },
  }
}

/** A kind like ConfigMap, with what a test wants differently. */
export function testKind(changes: Partial<Kind> = {}): Kind {
  return {
    group: '',
    version: 'v1',
    kind: 'ConfigMap',
    listKind: 'ConfigMapList',
    plural: 'configmaps',
    singular: 'configmap',
    shortNames: ['cm'],
    categories: [],
    scope: 'Namespaced',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [],
    get schema() {
      return schemaOf('io.k8s.api.core.v1.ConfigMap')
    },
    columns: [{ name: 'Name', type: 'string', format: 'name', priority: 0, value: (object) => object.metadata.name }],
    selectableFields: {},
    strategy: {},
    storage: { group: changes.group ?? '', resource: changes.plural ?? 'configmaps', version: changes.version ?? 'v1' },
    ...changes,
  }
}

/** A registry over memory, and short ways to call it. */
export interface Bench {
  readonly api: ApiRegistry
  readonly store: Store
  readonly clock: TestClock
  readonly warnings: string[]
  call(
    kind: Kind,
    place: Partial<Pick<RestCall, 'namespace' | 'name' | 'subresource' | 'as'>> & { readonly query?: string },
  ): RestCall
}

/** Makes one and starts it. */
export async function openBench(options: {
  readonly kinds: readonly Kind[]
  readonly admission?: readonly AdmissionPlugin[]
  readonly hooks?: readonly StorageHook[]
  readonly store?: Store
}): Promise<Bench> {
  const clock = testClock()
  const store = options.store ?? openMemoryStore()
  let count = 0
  const api = createRegistry({
    store,
    clock,
    kinds: createKindTable(options.kinds),
    admission: options.admission ?? [],
    hooks: options.hooks ?? [],
    random: () => (count++ % 27) / 27,
    newUid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  })
  await api.start()
  const warnings: string[] = []
  const context = {
    info: {
      isResource: true,
      verb: '',
      group: '',
      version: '',
      resource: '',
      subresource: '',
      namespace: '',
      name: '',
      rest: '',
    },
    user: { name: 'tester', groups: ['system:masters'] },
    warn: (text: string) => warnings.push(text),
    annotate: () => {},
  }
  return {
    api,
    store,
    clock,
    warnings,
    call: (kind, { query = '', ...place }) => ({
      kind,
      namespace: 'default',
      name: '',
      subresource: '',
      query: new URLSearchParams(query),
      userAgent: 'tester/1.0',
      context,
      signal: new AbortController().signal,
      ...place,
    }),
  }
}

/** A JSON body. */
export function bodyOf(value: Json, mediaType = 'application/json'): RestBody {
  return { value: structuredClone(value), mediaType, strictErrors: [], text: JSON.stringify(value) }
}

/** The object in an answer. */
export function objectIn({ parts }: RestAnswer): JsonObject {
  return JSON.parse(parts.join('')) as JsonObject
}

/** A sink that keeps lines; `next` waits for one. */
export interface TestSink extends Sink {
  readonly lines: JsonObject[]
  next(count: number): Promise<readonly JsonObject[]>
  close(): void
}

/** Makes a sink that is always fast. */
export function testSink(): TestSink {
  const lines: JsonObject[] = []
  const closing = new AbortController()
  let waiters: (() => void)[] = []
  return {
    lines,
    closed: closing.signal,
    drained: () => Promise.resolve(),
    write(chunk) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      for (const line of text.split('\n')) if (line !== '') lines.push(JSON.parse(line) as JsonObject)
      for (const wake of waiters) wake()
      waiters = []
      return true
    },
    async next(count) {
      while (lines.length < count) await new Promise<void>((resolve) => waiters.push(resolve))
      return lines.slice(0, count)
    },
    close: () => closing.abort(),
  }
}
