import type { Duplex, Readable, Writable } from 'node:stream'
import type { JsonObject, KubeObject } from '#kube'

/**
 * What runs containers. A sandbox is what the containers of a pod share; containers are made in it, started, stopped and
 * removed. Every method rejects with RuntimeError. Source: the shape of the Container Runtime Interface.
 */
export interface ContainerRuntime {
  /** The scheme of its container ids: `docker` in `docker://3f…`. */
  readonly name: string
  readonly version: string
  /** Makes and starts a sandbox. */
  createSandbox(config: SandboxConfig, signal?: AbortSignal): Promise<Sandbox>
  /** Lets go of its network; its containers have ended, and their logs stay. */
  stopSandbox(id: string): Promise<void>
  /** Stops what still runs in it, at once, and takes it away; one that is gone is no error. */
  removeSandbox(id: string): Promise<void>
  /** The image, when the node has it. */
  findImage(order: ImageOrder): Promise<Image | undefined>
  pullImage(order: ImageOrder, signal?: AbortSignal): Promise<Image>
  /** Gives the container's id. */
  createContainer(config: ContainerConfig): Promise<string>
  /** Fulfilled once it runs. */
  startContainer(id: string, signal?: AbortSignal): Promise<void>
  /** Asks it to end and makes it end after so long; fulfilled once it has ended. */
  stopContainer(id: string, graceMs: number): Promise<void>
  removeContainer(id: string): Promise<void>
  /** Rejects with `hook-failed`. */
  runHook(id: string, hook: JsonObject): Promise<void>
  probe(id: string, order: ProbeOrder): Promise<ProbeOutcome>
  /** Tells every change of a container's state from now on. Gives back how to stop. */
  onChange(listener: (change: ContainerChange) => void): () => void
  /** For a runtime that forgets: containers that the API says ran before this process began run on. Gives the sandbox. */
  adopt?(pod: KubeObject, containers: readonly KnownContainer[]): Sandbox
  readLog(id: string, options: LogOrder): AsyncIterable<string | Uint8Array>
  exec(id: string, command: readonly string[], streams: ContainerStreams): Promise<CommandEnd>
  attach(id: string, streams: ContainerStreams): Promise<CommandEnd>
  openPort(sandbox: string, port: number, signal: AbortSignal): Promise<Duplex>
  stats(id: string): Promise<ContainerStats>
}

/** What a sandbox is made from. */
export interface SandboxConfig {
  readonly node: string
  readonly pod: KubeObject
  /** Addresses of the pod; those of the node when it shares its network. */
  readonly addresses: readonly string[]
}

/** A sandbox that runs. */
export interface Sandbox {
  readonly id: string
}

/** Which image, for whom. */
export interface ImageOrder {
  readonly node: string
  readonly image: string
  readonly pod: KubeObject
  /** The container that wants it. */
  readonly container: string
}

/** An image on a node. */
export interface Image {
  /** `docker.io/library/nginx@sha256:…`. */
  readonly id: string
  readonly sizeBytes: number
}

/** What a container is made from. */
export interface ContainerConfig {
  readonly sandbox: string
  readonly pod: KubeObject
  /** As the pod's spec has it. */
  readonly container: JsonObject
  readonly image: Image
  /** Counts the containers of this name in the sandbox, from 0. */
  readonly attempt: number
  readonly environment: Readonly<Record<string, string>>
}

/** What is known of a container from before. */
export interface KnownContainer {
  readonly name: string
  readonly id: string
  readonly attempt: number
  readonly startedAtMs: number
  /** Absent: it runs. */
  readonly end?: { readonly finishedAtMs: number; readonly exitCode: number }
}

/** A container began to run, or ended. */
export interface ContainerChange {
  readonly sandbox: string
  readonly id: string
  readonly state: ContainerState
}

/** What a container does. */
export type ContainerState =
  | { readonly type: 'running'; readonly startedAtMs: number }
  | {
      readonly type: 'exited'
      readonly startedAtMs: number
      readonly finishedAtMs: number
      readonly exitCode: number
      /** `OOMKilled` and the like; absent: `Completed` or `Error` by the exit code. */
      readonly reason?: string
      /** What it left as its termination message. */
      readonly message?: string
    }

/** Kinds of probes. */
export type ProbeKind = 'startup' | 'liveness' | 'readiness'

/** A probe as the container's spec has it. */
export interface ProbeOrder {
  readonly kind: ProbeKind
  readonly probe: JsonObject
}

/** What came of a probe. */
export interface ProbeOutcome {
  readonly isSuccess: boolean
  /** What users are told of a failure. */
  readonly output: string
  /** The outcome is known to stay the same until then (milliseconds since the epoch). */
  readonly steadyUntilMs?: number
}

/** Which part of a log, and how. */
export interface LogOrder {
  readonly isFollowing: boolean
  readonly hasTimestamps: boolean
  /** The last so many lines. */
  readonly tailLines?: number
  readonly limitBytes?: number
  /** Lines from then on, milliseconds since the epoch. */
  readonly sinceMs?: number
  readonly stream?: 'stdout' | 'stderr'
  readonly signal: AbortSignal
}

/** The other ends of a command's streams. */
export interface ContainerStreams {
  readonly stdin?: Readable
  readonly stdout?: Writable
  readonly stderr?: Writable
  onResize(listener: (size: { readonly width: number; readonly height: number }) => void): void
  /** Aborted when nobody is there any more. */
  readonly closed: AbortSignal
}

/** How a command ended: with a code, or not at all for a reason. */
export type CommandEnd = { readonly exitCode: number } | { readonly problem: string }

/** What a container uses. */
export interface ContainerStats {
  readonly cpuNanoCores: number
  /** Nanoseconds of CPU used since it started. */
  readonly cpuNanoSeconds: number
  readonly memoryBytes: number
  /** Of the whole pod, since it started. */
  readonly receivedBytes: number
  readonly sentBytes: number
}
