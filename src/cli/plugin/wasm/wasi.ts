import { type OpenWorld, openDescriptors } from './descriptors.ts'
import type { HostFunctions } from './engine.ts'
import { errno, PluginExit } from './errno.ts'
import { type GuestMemory, textBytes } from './guest.ts'
import { fileFunctions } from './wasi-files.ts'
import { pathFunctions } from './wasi-paths.ts'

/** What a plugin may see of the outside. */
export interface WasiWorld extends OpenWorld {
  /** `NAME=value`. */
  readonly environment: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly randomBytes: (size: number) => Uint8Array
}

/**
 * The functions of WASI preview 1: no arguments, the given environment, the three standard streams, clocks, random bytes, and
 * a folder in memory. Nothing of the machine's files can be reached. Source: wasi_snapshot_preview1 witx.
 */
export function createWasi(world: WasiWorld, memory: GuestMemory): HostFunctions {
  const descriptors = openDescriptors(world)
  return {
    ...missingFunctions,
    ...processFunctions(world, memory),
    ...fileFunctions(descriptors, memory),
    ...pathFunctions(descriptors, memory),
  }
}

/** What no plugin of ours needs: sockets, links, times of files. */
const missingFunctions: HostFunctions = Object.fromEntries(
  [
    'path_link',
    'path_symlink',
    'path_readlink',
    'proc_raise',
    'sock_accept',
    'sock_recv',
    'sock_send',
    'sock_shutdown',
  ].map((name) => [name, () => errno.notSupported]),
)

const NANOS = 1_000_000n

function processFunctions(world: WasiWorld, memory: GuestMemory): HostFunctions {
  const { environment, now, randomBytes } = world
  const startMs = now()
  return {
    args_sizes_get: (count: number, size: number) => {
      memory.setWord(count, 0)
      memory.setWord(size, 0)
      return errno.success
    },
    args_get: () => errno.success,
    environ_sizes_get: (count: number, size: number) => {
      memory.setWord(count, environment.length)
      memory.setWord(size, textBytes(environment))
      return errno.success
    },
    environ_get: (list: number, buffer: number) => {
      memory.putTexts(list, buffer, environment)
      return errno.success
    },
    clock_res_get: (_clock: number, at: number) => {
      memory.setLong(at, NANOS)
      return errno.success
    },
    clock_time_get: (clock: number, _precision: bigint, at: number) => {
      memory.setLong(at, BigInt(Math.round(clock === 0 ? now() : now() - startMs)) * NANOS)
      return errno.success
    },
    random_get: (address: number, length: number) => {
      memory.bytes(address, length).set(randomBytes(length >>> 0))
      return errno.success
    },
    sched_yield: () => errno.success,
    poll_oneoff: (input: number, output: number, count: number, stored: number) =>
      poll({ input, output, count, stored }, memory),
    proc_exit: (code: number) => {
      throw new PluginExit(code >>> 0)
    },
  }
}

interface Poll {
  readonly input: number
  readonly output: number
  readonly count: number
  readonly stored: number
}

const SUBSCRIPTION_BYTES = 48
const EVENT_BYTES = 32
const MAX_SLEEP_MS = 60_000

/** Everything is ready at once, but clocks: the shortest of them is slept when nothing else is asked for. */
function poll({ input, output, count, stored }: Poll, memory: GuestMemory): number {
  const { view } = memory
  const waitsMs: number[] = []
  for (let index = 0; index < count; index++) {
    const at = input + index * SUBSCRIPTION_BYTES
    const kind = view.getUint8(at + 8)
    if (kind === 0) waitsMs.push(Number(view.getBigUint64(at + 24, true) / NANOS))
    const event = output + index * EVENT_BYTES
    memory.bytes(event, EVENT_BYTES).fill(0)
    memory.setLong(event, view.getBigUint64(at, true))
    view.setUint8(event + 10, kind)
  }
  if (waitsMs.length === count && count > 0) sleep(Math.min(MAX_SLEEP_MS, ...waitsMs))
  memory.setWord(stored, count)
  return errno.success
}

/** Stops this thread: the plugin runs in a process of its own. */
export function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
