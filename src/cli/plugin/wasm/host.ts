import type { Wasm } from '../plugin.ts'
import type { HostFunctions } from './engine.ts'
import { globPattern } from './glob.ts'
import { HostMemory } from './memory.ts'
import type { WasmFetch, WasmFetched } from './request.ts'

/** Fetches for a plugin while it waits. */
export type FetchNow = (request: WasmFetch) => WasmFetched

/** A plugin's host: the functions that it may import, and what it left when it ended. */
export interface Host {
  readonly imports: HostFunctions
  /** What the plugin set as its output. */
  output(): Uint8Array
  /** What it reported; empty for no error. */
  error(): string
}

const PAGE_BYTES = 65_536
/** Where plugin.yaml sets no limit: ours for memory, Helm's documented ones for answers and variables. */
const DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024
const DEFAULT_SMALL_BYTES = 4096
/** What each variable counts beside its name and value. */
const VARIABLE_BYTES = 40
/** No message is grave enough to be logged. */
const LOG_OFF = 0x7fff_ffff

/** The functions of `extism:host/env` around one input. Source: extism.org, extism/go-sdk host.go. */
export function createHost(runtime: Wasm, input: Uint8Array, fetchNow: FetchNow): Host {
  const memory = new HostMemory(runtime.maxPages > 0 ? runtime.maxPages * PAGE_BYTES : DEFAULT_MEMORY_BYTES)
  const state: State = {
    memory,
    input: { address: memory.put(input), length: input.length },
    output: { address: 0, length: 0 },
    error: 0,
  }
  return {
    imports: {
      ...memoryFunctions(memory),
      ...exchangeFunctions(state),
      ...settingFunctions(memory, runtime),
      ...httpFunctions(memory, runtime, fetchNow),
      ...logFunctions(memory),
    },
    output: () => memory.read(state.output.address, state.output.length),
    error: () => textAt(memory, state.error),
  }
}

interface State {
  readonly memory: HostMemory
  input: Span
  output: Span
  error: number
}

interface Span {
  readonly address: number
  readonly length: number
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()

function textAt(memory: HostMemory, address: number): string {
  return decoder.decode(memory.read(address))
}

function memoryFunctions(memory: HostMemory): HostFunctions {
  const length = (address: bigint): bigint => BigInt(memory.lengthOf(Number(address)))
  return {
    alloc: (size: bigint) => BigInt(memory.alloc(Number(size))),
    free: (address: bigint) => memory.free(Number(address)),
    length,
    length_unsafe: length,
    load_u8: (address: bigint) => memory.byteAt(Number(address)),
    load_u64: (address: bigint) => memory.wordAt(Number(address)),
    store_u8: (address: bigint, value: number) => memory.setByte(Number(address), value),
    store_u64: (address: bigint, value: bigint) => memory.setWord(Number(address), value),
    memory_bytes: () => BigInt(memory.usedBytes),
  }
}

function exchangeFunctions(state: State): HostFunctions {
  const { memory } = state
  return {
    input_set: (address: bigint, length: bigint) => {
      state.input = { address: Number(address), length: Number(length) }
    },
    input_length: () => BigInt(state.input.length),
    input_offset: () => BigInt(state.input.address),
    input_load_u8: (at: bigint) => (at < state.input.length ? memory.byteAt(state.input.address + Number(at)) : 0),
    input_load_u64: (at: bigint) => (at < state.input.length ? memory.wordAt(state.input.address + Number(at)) : 0n),
    output_set: (address: bigint, length: bigint) => {
      state.output = { address: Number(address), length: Number(length) }
    },
    output_length: () => BigInt(state.output.length),
    output_offset: () => BigInt(state.output.address),
    error_set: (address: bigint) => {
      state.error = Number(address)
    },
    error_get: () => BigInt(state.error),
    reset: () => {
      state.output = { address: 0, length: 0 }
      state.error = 0
    },
  }
}

function settingFunctions(memory: HostMemory, { config, maxVarBytes }: Wasm): HostFunctions {
  const variables = new Map<string, Uint8Array>()
  const limitBytes = maxVarBytes || DEFAULT_SMALL_BYTES
  const taken = (address: bigint): Uint8Array => {
    const bytes = memory.read(Number(address))
    memory.free(Number(address))
    return bytes
  }
  return {
    config_get: (address: bigint) => {
      const name = textAt(memory, Number(address))
      return BigInt(Object.hasOwn(config, name) ? memory.put(encoder.encode(config[name])) : 0)
    },
    var_get: (address: bigint) => BigInt(memory.put(variables.get(decoder.decode(taken(address))) ?? new Uint8Array())),
    var_set: (address: bigint, valueAddress: bigint) => {
      const name = decoder.decode(taken(address))
      if (valueAddress === 0n) variables.delete(name)
      else variables.set(name, taken(valueAddress))
      const sizes = [...variables].map(([key, value]) => key.length + value.length + VARIABLE_BYTES)
      if (sizes.reduce((sum, size) => sum + size, 0) >= limitBytes) throw new Error('Variable store is full')
    },
  }
}

interface AskedFor {
  readonly url?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>> | null
}

function httpFunctions(memory: HostMemory, runtime: Wasm, fetchNow: FetchNow): HostFunctions {
  let last: WasmFetched | undefined
  return {
    http_request: (address: bigint, bodyAddress: bigint) => {
      last = undefined
      const asked = JSON.parse(textAt(memory, Number(address))) as AskedFor
      memory.free(Number(address))
      const body = bodyAddress === 0n ? undefined : memory.read(Number(bodyAddress))
      memory.free(Number(bodyAddress))
      last = fetchNow(requestOf(asked, body, runtime))
      if (last.error !== undefined) throw new Error(last.error)
      return BigInt(memory.put(Buffer.from(last.body, 'base64')))
    },
    http_status_code: () => last?.status ?? 0,
    http_headers: () => BigInt(memory.put(encoder.encode(JSON.stringify(last?.headers ?? {})))),
  }
}

/** Only hosts that plugin.yaml allows are asked. */
function requestOf(asked: AskedFor, body: Uint8Array | undefined, runtime: Wasm): WasmFetch {
  const { url = '', method, headers } = asked
  const host = URL.parse(url)?.hostname
  if (host === undefined) throw new Error(`invalid url: ${url}`)
  if (!runtime.allowedHosts.some((pattern) => pattern === host || globPattern(pattern).test(host))) {
    throw new Error(`HTTP request to '${url}' is not allowed`)
  }
  return {
    url,
    method: (method || 'GET').toUpperCase(),
    headers: headers ?? {},
    body: body && Buffer.from(body).toString('base64'),
    limitBytes: runtime.maxHttpBytes || DEFAULT_SMALL_BYTES,
  }
}

/** Messages are dropped: Helm sets no level at which they would be heard. */
function logFunctions(memory: HostMemory): HostFunctions {
  const drop = (address: bigint): void => memory.free(Number(address))
  return {
    get_log_level: () => LOG_OFF,
    log_trace: drop,
    log_debug: drop,
    log_info: drop,
    log_warn: drop,
    log_error: drop,
  }
}
