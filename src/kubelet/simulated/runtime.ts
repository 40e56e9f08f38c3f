import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { textAt } from '#kinds'
import type { Clock, KubeObject } from '#kube'
import { RuntimeError } from '../runtime/error.ts'
import type {
  ContainerChange,
  ContainerConfig,
  ContainerRuntime,
  ContainerState,
  Image,
  ImageOrder,
  KnownContainer,
  Sandbox,
  SandboxConfig,
} from '../runtime/runtime.ts'
import { wait } from '../wait.ts'
import { type Behaviour, defaultBehaviour } from './behaviour.ts'
import { fullImageName } from './images.ts'
import { readLog } from './log.ts'
import { probeOutcome } from './probe.ts'
import { runProgram } from './program.ts'
import { pullRefusal } from './pull.ts'
import { readBehaviour } from './read-behaviour.ts'

/** What a simulated runtime is made of. */
export interface SimulatedOptions {
  readonly clock: Clock
  /** A fresh text that no other container or sandbox has: 64 hexadecimal digits. */
  readonly newId: () => string
  /** Whether containers that are there to end do so when nothing says what they do; they run on unless told. */
  readonly endsTasks?: boolean
}

interface Container {
  readonly id: string
  readonly sandbox: string
  readonly attempt: number
  behaviour: Behaviour
  startedAtMs: number | undefined
  end: (ContainerState & { readonly type: 'exited' }) | undefined
  cancel: () => void
  /** Told when it ends. */
  readonly waiting: (() => void)[]
}

interface Box {
  readonly node: string
  readonly host: string
  readonly containers: Set<string>
}

/**
 * A runtime that runs nothing: containers become what data says (`readBehaviour`), at the times it says. It serves any
 * number of nodes and forgets everything with its process; `adopt` takes over what ran before.
 */
export function createSimulatedRuntime(options: SimulatedOptions): ContainerRuntime {
  return new SimulatedRuntime(options)
}

class SimulatedRuntime implements ContainerRuntime {
  readonly name = 'simulated'
  readonly version = '1.0.0'
  readonly #clock: Clock
  readonly #newId: () => string
  readonly #endsTasks: boolean
  readonly #boxes = new Map<string, Box>()
  readonly #containers = new Map<string, Container>()
  readonly #listeners = new Set<(change: ContainerChange) => void>()
  /** Images by node, as far as they took time to come. */
  readonly #images = new Set<string>()

  constructor({ clock, newId, endsTasks = false }: SimulatedOptions) {
    this.#clock = clock
    this.#newId = newId
    this.#endsTasks = endsTasks
  }

  createSandbox({ node, pod }: SandboxConfig): Promise<Sandbox> {
    const id = this.#newId()
    this.#boxes.set(id, { node, host: pod.metadata.name, containers: new Set() })
    return Promise.resolve({ id })
  }

  stopSandbox(): Promise<void> {
    return Promise.resolve()
  }

  removeSandbox(id: string): Promise<void> {
    const box = this.#boxes.get(id)
    this.#boxes.delete(id)
    for (const one of box?.containers ?? []) {
      const container = this.#containers.get(one)
      container?.cancel()
      for (const tell of container?.waiting ?? []) tell()
      this.#containers.delete(one)
    }
    return Promise.resolve()
  }

  findImage(order: ImageOrder): Promise<Image | undefined> {
    const { pullAfter, pullError } = behaviourOf(order)
    // what takes no time has always been there
    const isThere = pullError === undefined && (pullAfter === 0 || this.#images.has(`${order.node} ${order.image}`))
    return Promise.resolve(isThere ? imageOf(order.image) : undefined)
  }

  async pullImage(order: ImageOrder, signal?: AbortSignal): Promise<Image> {
    const { pullAfter, pullError } = behaviourOf(order)
    const image = imageOf(order.image)
    if (pullAfter > 0) await wait(this.#clock, pullAfter, signal)
    if (signal?.aborted === true) throw new RuntimeError('aborted', 'context canceled')
    if (pullError !== undefined) throw pullRefusal(order.image, pullError)
    if (pullAfter > 0) this.#images.add(`${order.node} ${order.image}`)
    return image
  }

  async createContainer({ sandbox, pod, container, attempt, environment }: ContainerConfig): Promise<string> {
    const box = this.#boxes.get(sandbox)
    if (box === undefined) throw new RuntimeError('not-found', `sandbox ${sandbox} not found`)
    const behaviour = readBehaviour(pod, container, { environment, endsTasks: this.#endsTasks })
    return this.#add(this.#newId(), { sandbox, behaviour, attempt }, box)
  }

  async startContainer(id: string, signal?: AbortSignal): Promise<void> {
    const container = this.#containerAt(id)
    const { startAfter, startError } = container.behaviour
    if (startAfter > 0) await wait(this.#clock, startAfter, signal)
    if (signal?.aborted === true) throw new RuntimeError('aborted', 'context canceled')
    if (startError !== undefined) throw new RuntimeError('start-failed', startError)
    container.startedAtMs = this.#clock.now()
    this.#planEnd(container)
    this.#tell(container, { type: 'running', startedAtMs: container.startedAtMs })
  }

  async stopContainer(id: string, graceMs: number): Promise<void> {
    const container = this.#containers.get(id)
    if (container === undefined || container.end !== undefined) return
    const { stopAfter, stopCode } = container.behaviour
    if (stopAfter > 0) await Promise.race([wait(this.#clock, Math.min(stopAfter, graceMs)), ended(container)])
    this.#end(container, stopAfter > graceMs ? 137 : stopCode)
  }

  removeContainer(id: string): Promise<void> {
    const container = this.#containers.get(id)
    container?.cancel()
    this.#containers.delete(id)
    if (container !== undefined) this.#boxes.get(container.sandbox)?.containers.delete(id)
    return Promise.resolve()
  }

  async runHook(id: string): Promise<void> {
    const { hookError } = this.#containerAt(id).behaviour
    if (hookError !== undefined) throw new RuntimeError('hook-failed', hookError)
  }

  async probe(id: string, { kind, probe }: Parameters<ContainerRuntime['probe']>[1]) {
    const { behaviour, startedAtMs } = this.#containerAt(id)
    return probeOutcome(behaviour, { kind, probe }, { startedAtMs: startedAtMs ?? 0, nowMs: this.#clock.now() })
  }

  onChange(listener: (change: ContainerChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  adopt(pod: KubeObject, known: readonly KnownContainer[]): Sandbox {
    const id = this.#newId()
    const box: Box = { node: '', host: pod.metadata.name, containers: new Set() }
    this.#boxes.set(id, box)
    for (const { name, id: containerId, attempt, startedAtMs, end } of known) {
      this.#add(containerId, { sandbox: id, behaviour: behaviourIn(pod, name, this.#endsTasks), attempt }, box)
      const container = this.#containerAt(containerId)
      container.startedAtMs = startedAtMs
      if (end === undefined) this.#planEnd(container)
      else container.end = { type: 'exited', startedAtMs, ...end }
    }
    return { id }
  }

  readLog(id: string, order: Parameters<ContainerRuntime['readLog']>[1]): AsyncIterable<string> {
    const container = this.#containerAt(id)
    const source = () => ({
      behaviour: container.behaviour,
      startedAtMs: container.startedAtMs,
      finishedAtMs: container.end?.finishedAtMs,
    })
    return readLog(source, order, this.#clock)
  }

  exec(id: string, command: readonly string[], streams: Parameters<ContainerRuntime['exec']>[2]) {
    const host = this.#boxes.get(this.#containerAt(id).sandbox)?.host ?? ''
    return runProgram(command, { streams, clock: this.#clock, host })
  }

  attach(id: string, streams: Parameters<ContainerRuntime['attach']>[1]) {
    return this.exec(id, ['cat'], streams)
  }

  openPort(sandbox: string): Promise<PassThrough> {
    if (!this.#boxes.has(sandbox)) throw new RuntimeError('not-found', `sandbox ${sandbox} not found`)
    return Promise.resolve(new PassThrough())
  }

  async stats(id: string) {
    const { behaviour, startedAtMs, end } = this.#containerAt(id)
    const runs = startedAtMs !== undefined && end === undefined
    const seconds = startedAtMs === undefined ? 0 : ((end?.finishedAtMs ?? this.#clock.now()) - startedAtMs) / 1000
    return {
      cpuNanoCores: runs ? behaviour.cpuNanoCores : 0,
      cpuNanoSeconds: Math.round(behaviour.cpuNanoCores * seconds),
      memoryBytes: runs ? behaviour.memoryBytes : 0,
      receivedBytes: Math.round(behaviour.receiveBytes * seconds),
      sentBytes: Math.round(behaviour.sendBytes * seconds),
    }
  }

  #add(id: string, more: Pick<Container, 'sandbox' | 'behaviour' | 'attempt'>, box: Box): string {
    this.#containers.set(id, {
      id,
      ...more,
      startedAtMs: undefined,
      end: undefined,
      cancel: () => undefined,
      waiting: [],
    })
    box.containers.add(id)
    return id
  }

  #containerAt(id: string): Container {
    const container = this.#containers.get(id)
    if (container === undefined) throw new RuntimeError('not-found', `container ${id} not found`)
    return container
  }

  #planEnd(container: Container): void {
    const { runFor, exitCode, crashes } = container.behaviour
    if (runFor === undefined || (crashes !== undefined && container.attempt >= crashes)) return
    const leftMs = (container.startedAtMs ?? 0) + runFor - this.#clock.now()
    container.cancel = this.#clock.setTimer(Math.max(0, leftMs), () => {
      const { exitReason, exitMessage } = container.behaviour
      this.#end(container, exitCode, {
        ...(exitReason !== undefined && { reason: exitReason }),
        ...(exitMessage !== undefined && { message: exitMessage }),
      })
    })
  }

  #end(container: Container, exitCode: number, why: { reason?: string; message?: string } = {}): void {
    if (container.end !== undefined || !this.#containers.has(container.id)) return
    container.cancel()
    const now = this.#clock.now()
    const times = { startedAtMs: container.startedAtMs ?? now, finishedAtMs: now }
    container.end = { type: 'exited', ...times, exitCode, ...why }
    for (const tell of container.waiting.splice(0)) tell()
    this.#tell(container, container.end)
  }

  #tell({ sandbox, id }: Container, state: ContainerState): void {
    for (const listener of this.#listeners) listener({ sandbox, id, state })
  }
}

function ended(container: Container): Promise<void> {
  return new Promise((resolve) => void container.waiting.push(resolve))
}

function behaviourOf({ pod, container }: ImageOrder): Behaviour {
  return behaviourIn(pod, container)
}

/** What cannot be read is told when the container is made. */
function behaviourIn(pod: KubeObject, name: string, endsTasks = false): Behaviour {
  const spec = pod['spec'] as Record<string, unknown> | undefined
  const lists = [spec?.['containers'], spec?.['initContainers'], spec?.['ephemeralContainers']]
  const container = lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .find((one) => textAt(one, 'name') === name)
  try {
    return container === undefined ? defaultBehaviour : readBehaviour(pod, container, { endsTasks })
  } catch {
    return defaultBehaviour
  }
}

const images = new Map<string, Image>()
const MAX_IMAGES = 10_000

/** Made from its name, and so the same everywhere. */
function imageOf(image: string): Image {
  const present = images.get(image)
  if (present !== undefined) return present
  const full = fullImageName(image)
  if (full === undefined)
    throw new RuntimeError('invalid-image', `couldn't parse image name "${image}": invalid reference format`)
  const digest = createHash('sha256').update(full).digest('hex')
  const made = {
    id: full.includes('@') ? full : `${full.replace(/:[^/:]*$/, '')}@sha256:${digest}`,
    sizeBytes: 10_000_000 + (Number.parseInt(digest.slice(0, 6), 16) % 90_000_000),
  }
  if (images.size >= MAX_IMAGES) images.clear()
  images.set(image, made)
  return made
}
