import type { KubeObject } from '#kube'
import type { ProbeKind } from '../runtime/runtime.ts'
import { type HostPort, hostPortsOf } from './host-ports.ts'
import { uidOf, usesHostNetwork } from './identity.ts'

/** When in a pod's life a container runs. */
export type Role = 'init' | 'sidecar' | 'main' | 'ephemeral'

/** How a container ended. */
export interface Exit {
  readonly id: string
  readonly startedAtMs: number
  readonly finishedAtMs: number
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
}

/** A delay that grows, and when it last did. */
export interface BackOff {
  readonly delayMs: number
  readonly updatedAtMs: number
}

/** Why a container does not run yet. */
export interface Waiting {
  readonly reason: string
  readonly message?: string
}

/** One probe at work; changed as results come in. */
export interface ProbeState {
  readonly kind: ProbeKind
  dueAtMs: number
  successes: number
  failures: number
  isRunning: boolean
  /** What it came to; undefined before it came to anything. */
  isPassed: boolean | undefined
}

/** What the kubelet knows of one container of a pod; changed as it lives. */
export interface ContainerRecord {
  readonly name: string
  readonly role: Role
  /** The container that was made last: its id without scheme; empty when there was none. */
  id: string
  imageId: string
  /** The image as the spec had it when the container was made. */
  image: string
  /** Undefined while it does not run. */
  startedAtMs: number | undefined
  exit: Exit | undefined
  /** How the container before the present one ended. */
  last: Exit | undefined
  restartCount: number
  waiting: Waiting | undefined
  isStarting: boolean
  isStopping: boolean
  /** When something that went wrong may be tried again. */
  retryAtMs: number
  restarts: BackOff | undefined
  pulls: BackOff | undefined
  probes: readonly ProbeState[]
}

/** What the kubelet knows of one pod; changed as it lives. */
export interface PodRecord {
  readonly sharesHostNetwork: boolean
  readonly hostPorts: readonly HostPort[]
  readonly key: string
  readonly uid: string
  readonly node: string
  isAdmitted: boolean
  /** Set once: the pod will not run any more, whatever its containers do. */
  verdict: Verdict | undefined
  startedAtMs: number
  sandbox: string
  addresses: readonly string[]
  readonly containers: Map<string, ContainerRecord>
  /** Aborted when the pod is to end. */
  readonly ending: AbortController
  isPreparing: boolean
  /** The kubelet has begun to end its containers. */
  isEnding: boolean
  /** Nothing is left of it. */
  isGone: boolean
  retryAtMs: number
  /** How often its volumes could not be had. */
  retries: number
  /** A status is not written before then: what comes at once would replace it. */
  writesFromMs: number
  /** The pod as our last write left it, until the cache has it too. */
  latest: KubeObject | undefined
  /** What it takes of its node, by resource; given back once it is over. */
  room: ReadonlyMap<string, number> | undefined
}

/** Why a pod is at its end. */
export interface Verdict {
  readonly phase: 'Failed' | 'Succeeded'
  readonly reason: string
  readonly message: string
  /** The node never took it. */
  readonly isRejected?: boolean
}

/** A pod nothing is known of. */
export function newPod(pod: KubeObject, { key, node, nowMs }: { key: string; node: string; nowMs: number }): PodRecord {
  return {
    sharesHostNetwork: usesHostNetwork(pod),
    hostPorts: hostPortsOf(pod),
    key,
    uid: uidOf(pod),
    node,
    isAdmitted: false,
    verdict: undefined,
    startedAtMs: nowMs,
    sandbox: '',
    addresses: [],
    containers: new Map(),
    ending: new AbortController(),
    isPreparing: false,
    isEnding: false,
    isGone: false,
    retryAtMs: 0,
    retries: 0,
    writesFromMs: 0,
    latest: undefined,
    room: undefined,
  }
}

/** A container nothing is known of. */
export function newContainer(name: string, role: Role): ContainerRecord {
  return {
    name,
    role,
    id: '',
    imageId: '',
    image: '',
    startedAtMs: undefined,
    exit: undefined,
    last: undefined,
    restartCount: 0,
    waiting: undefined,
    isStarting: false,
    isStopping: false,
    retryAtMs: 0,
    restarts: undefined,
    pulls: undefined,
    probes: [],
  }
}

/** Whether a container runs now. */
export function isRunning({ id, exit, startedAtMs }: ContainerRecord): boolean {
  return id !== '' && exit === undefined && startedAtMs !== undefined
}

/** Whether a container that does not run is about to: it is being made anew, or its end is not all told yet. */
export function isChanging({ isStarting, isStopping }: ContainerRecord): boolean {
  return isStarting || isStopping
}
