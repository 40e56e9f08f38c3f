import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

const PACKAGE = '@kubernetes/client-node'
const VERSION = '2.0.1'

/** An object as the library gives it. */
export interface ApiObject {
  readonly metadata: { readonly name: string; readonly uid?: string; readonly resourceVersion: string } & Record<
    string,
    unknown
  >
  readonly [field: string]: unknown
}

/** What calls are given, and what they give. */
export type Call<Result = ApiObject> = (request: Record<string, unknown>, options?: object) => Promise<Result>

/** A list as the library gives it. */
export interface ApiList {
  readonly items: readonly ApiObject[]
  readonly metadata: Readonly<Record<string, unknown>>
}

/** Methods of the core API that the bar calls. */
export interface CoreApi {
  readonly createNamespacedConfigMap: Call
  readonly readNamespacedConfigMap: Call
  readonly listNamespacedConfigMap: Call<ApiList>
  readonly patchNamespacedConfigMap: Call
  readonly replaceNamespacedConfigMap: Call
  readonly deleteNamespacedConfigMap: Call
  readonly createNamespacedPod: Call
  readonly readNamespacedPod: Call
  readonly readNamespacedPodLog: Call<string>
}

/** Methods of the coordination API. */
export interface LeaseApi {
  readonly createNamespacedLease: Call
  readonly readNamespacedLease: Call
  readonly replaceNamespacedLease: Call
}

/** A local copy that follows the server. */
export interface LibraryInformer {
  on(verb: 'add' | 'update' | 'delete', callback: (object: ApiObject) => void): void
  on(verb: 'error' | 'connect', callback: (error?: unknown) => void): void
  start(): Promise<void>
  stop(): Promise<void>
  get(name: string, namespace: string): ApiObject | undefined
  list(namespace: string): readonly ApiObject[]
}

/** What of a command comes back beside its streams. */
export type OnStatus = (status: {
  readonly status?: string
  readonly reason?: string
  readonly details?: unknown
}) => void

/** A web socket of the library. */
export interface Socket {
  close(): void
}

interface Config {
  loadFromFile(path: string): void
  makeApiClient(api: unknown): unknown
}

/** What of the library the bar uses. */
export interface ClientLibrary {
  readonly KubeConfig: new () => Config
  readonly CoreV1Api: unknown
  readonly CoordinationV1Api: unknown
  readonly PatchStrategy: Readonly<
    Record<'JsonPatch' | 'MergePatch' | 'StrategicMergePatch' | 'ServerSideApply', string>
  >
  setHeaderOptions(name: string, value: string): object
  makeInformer(config: Config, path: string, list: () => Promise<ApiList>, selector?: string): LibraryInformer
  readonly Watch: new (
    config: Config,
  ) => {
    watch(
      path: string,
      query: Record<string, unknown>,
      onEvent: (type: string, object: ApiObject) => void,
      onDone: (error: unknown) => void,
    ): Promise<AbortController>
  }
  readonly Exec: new (
    config: Config,
  ) => {
    exec(
      ...args: [
        string,
        string,
        string,
        readonly string[],
        Writable | null,
        Writable | null,
        Readable | null,
        boolean,
        OnStatus,
      ]
    ): Promise<Socket>
  }
  readonly Attach: new (
    config: Config,
  ) => {
    attach(...args: [string, string, string, Writable, Writable | null, Readable, boolean]): Promise<Socket>
  }
  readonly PortForward: new (
    config: Config,
  ) => {
    portForward(...args: [string, string, readonly number[], Writable, Writable | null, Readable]): Promise<Socket>
  }
}

/** The library from the peers' folder, installed there when it is absent; undefined where the registry is away. */
export async function loadLibrary(): Promise<ClientLibrary | undefined> {
  const folder = resolve(join(process.env['BERTH_PEERS'] ?? '.cache/peers', 'client-node'))
  const entry = join(folder, 'node_modules', PACKAGE, 'dist/index.js')
  if (!existsSync(entry) && !install(folder)) return undefined
  return (await import(pathToFileURL(entry).href)) as ClientLibrary
}

function install(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  try {
    const words = ['install', '--silent', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`]
    execFileSync('npm', words, { cwd: folder, stdio: 'ignore', timeout: 120_000 })
    return true
  } catch {
    return false
  }
}
