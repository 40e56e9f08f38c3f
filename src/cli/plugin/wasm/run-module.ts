import { engine, type HostFunctions, type WasmExports, type WasmMemory } from './engine.ts'
import { PluginExit } from './errno.ts'
import { GuestMemory } from './guest.ts'
import { createHost, type FetchNow } from './host.ts'
import { limitMemory } from './limit-memory.ts'
import { PLUGIN_ERROR, type WasmAnswer, type WasmRequest } from './request.ts'
import { createWasi, type WasiWorld } from './wasi.ts'

/** What running a module takes of the outside. */
export interface ModuleWorld extends Omit<WasiWorld, 'environment' | 'hasTempFolder'> {
  readonly fetchNow: FetchNow
}

/**
 * Runs the function of a plugin's module that its plugin.yaml names, on this thread, to its end. Never throws: what goes wrong is
 * the answer's `error`, in the words of Helm's runtime where it has some. Source: extism/go-sdk extism.go, runtime.go.
 */
export function runModule(module: Uint8Array, request: WasmRequest, world: ModuleWorld): WasmAnswer {
  const { runtime, input } = request
  const host = createHost(runtime, new TextEncoder().encode(input), world.fetchNow)
  const memory = new GuestMemory()
  const environment = Object.entries(request.environment).map(([name, value]) => `${name}=${value ?? ''}`)
  const wasi = createWasi({ ...world, environment, hasTempFolder: runtime.hasTempFolder }, memory)
  const known = { 'extism:host/env': host.imports, wasi_snapshot_preview1: wasi, 'extism:host/user': {} }
  let failure = 'failed to create existing plugin: '
  try {
    const exports = instantiate(limitMemory(module, runtime.maxPages), known)
    memory.bind(exports['memory'] as WasmMemory | undefined)
    failure = PLUGIN_ERROR
    const exitCode = callEntry(exports, runtime.entry)
    const error = host.error()
    const output = Buffer.from(host.output()).toString('utf8')
    return { exitCode, output, ...(error !== '' && { error: failure + error }) }
  } catch (cause) {
    return { exitCode: 1, output: '', error: failure + reasonOf(cause) }
  }
}

function instantiate(bytes: Uint8Array, known: Readonly<Record<string, HostFunctions>>): WasmExports {
  const module = new engine.Module(Uint8Array.from(bytes))
  for (const { module: from, name } of engine.Module.imports(module)) {
    const functions = Object.hasOwn(known, from) ? known[from] : undefined
    if (functions === undefined) throw new Error(`module[${from}] not instantiated`)
    if (!Object.hasOwn(functions, name)) throw new Error(`"${name}" is not exported in module "${from}"`)
  }
  return new engine.Instance(module, known).exports
}

type Entry = (...words: number[]) => number | bigint | undefined

function callEntry(exports: WasmExports, name: string): number {
  const entry = exports[name]
  if (typeof entry !== 'function') throw new Error(`unknown function: ${name}`)
  initialize(exports)
  try {
    return Number((entry as Entry)() ?? 0) >>> 0
  } catch (error) {
    if (error instanceof PluginExit && error.exitCode === 0) return 0
    throw error
  }
}

/** Starts the language runtime of the module, as its compiler left it to the host. */
function initialize(exports: WasmExports): void {
  const call = (name: string, ...words: number[]): boolean => {
    const found = exports[name]
    if (typeof found !== 'function') return false
    try {
      ;(found as Entry)(...words)
    } catch (cause) {
      throw new Error(`failed to initialize runtime: ${reasonOf(cause)}`, { cause })
    }
    return true
  }
  const isReactor = call('_initialize')
  if (!call('hs_init', 0, 0) && !isReactor) call('__wasm_call_ctors')
}

/** Traps, as Go's runtime names them. */
const TRAPS: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/unreachable/i, 'unreachable'],
  [/out.of.bounds.*table|table.*out.of.bounds|table index/i, 'invalid table access'],
  [/out.of.bounds/i, 'out of bounds memory access'],
  [/divi/i, 'integer divide by zero'],
  [/call stack|recursion/i, 'stack overflow'],
]

function reasonOf(cause: unknown): string {
  const { message } = cause instanceof Error ? cause : new Error(String(cause))
  const isTrap = cause instanceof engine.RuntimeError || cause instanceof RangeError
  if (!isTrap) return message
  return `wasm error: ${TRAPS.find(([pattern]) => pattern.test(message))?.[1] ?? message}`
}
