import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { phaseOf } from './phase.ts'

const running = { state: { running: {} }, started: true }
const waiting = { state: { waiting: {} } }
const ended = (exitCode: number): JsonObject => ({ state: { terminated: { exitCode, containerID: 'x://1' } } })
const crashed = (exitCode: number): JsonObject => ({
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode, containerID: 'x://1' } },
})

interface Row {
  readonly name: string
  readonly policy?: string
  readonly inits?: readonly JsonObject[]
  readonly containers?: readonly JsonObject[]
  /** In the order of init containers and containers; undefined: nothing is known. */
  readonly states: readonly (JsonObject | undefined)[]
  readonly isEnding?: boolean
  readonly phase: string
}

const sidecar = { restartPolicy: 'Always' }

const rows: readonly Row[] = [
  { name: 'nothing is known', states: [undefined], phase: 'Pending' },
  { name: 'a container waits for the first time', states: [waiting], phase: 'Pending' },
  { name: 'one runs, one waits', containers: [{}, {}], states: [running, waiting], phase: 'Pending' },
  { name: 'all run', containers: [{}, {}], states: [running, running], phase: 'Running' },
  { name: 'one runs, one has ended', containers: [{}, {}], states: [running, ended(1)], phase: 'Running' },
  { name: 'one crashed and always comes back', states: [crashed(1)], phase: 'Running' },
  { name: 'one did well and always comes back', states: [ended(0)], phase: 'Running' },
  { name: 'one did well and comes back on failure alone', policy: 'OnFailure', states: [ended(0)], phase: 'Succeeded' },
  { name: 'one failed and comes back on failure', policy: 'OnFailure', states: [ended(1)], phase: 'Running' },
  { name: 'one failed and never comes back', policy: 'Never', states: [ended(1)], phase: 'Failed' },
  { name: 'all did well', policy: 'Never', containers: [{}, {}], states: [ended(0), ended(0)], phase: 'Succeeded' },
  { name: 'one of two failed', policy: 'Never', containers: [{}, {}], states: [ended(0), ended(2)], phase: 'Failed' },
  { name: 'the pod ends, all did well', states: [ended(0)], isEnding: true, phase: 'Succeeded' },
  { name: 'the pod ends, one failed', states: [ended(143)], isEnding: true, phase: 'Failed' },
  { name: 'an init container runs', inits: [{}], states: [running, waiting], phase: 'Pending' },
  { name: 'an init container failed and is tried again', inits: [{}], states: [crashed(1), waiting], phase: 'Pending' },
  {
    name: 'an init container failed for good',
    policy: 'Never',
    inits: [{}],
    states: [ended(1), waiting],
    phase: 'Failed',
  },
  { name: 'init is done, the container waits', inits: [{}], states: [ended(0), waiting], phase: 'Pending' },
  { name: 'init is done, the container runs', inits: [{}], states: [ended(0), running], phase: 'Running' },
  {
    name: 'a sidecar has not started',
    inits: [sidecar],
    states: [{ state: { running: {} }, started: false }, waiting],
    phase: 'Pending',
  },
  { name: 'a sidecar and the container run', inits: [sidecar], states: [running, running], phase: 'Running' },
  {
    name: 'the containers are done, the sidecar still runs',
    policy: 'Never',
    inits: [sidecar],
    states: [running, ended(0)],
    phase: 'Running',
  },
  {
    name: 'the sidecar failed, the containers did well',
    policy: 'Never',
    inits: [sidecar],
    states: [ended(137), ended(0)],
    phase: 'Succeeded',
  },
  {
    name: 'a rule of the container brings it back',
    policy: 'Never',
    containers: [{ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] }],
    states: [ended(42)],
    phase: 'Running',
  },
  {
    name: 'the rule is for another code',
    policy: 'Never',
    containers: [{ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] }],
    states: [ended(1)],
    phase: 'Failed',
  },
]

test.each(rows)('$name: $phase', ({ policy = 'Always', inits = [], containers = [{}], states, isEnding, phase }) => {
  const named = (list: readonly JsonObject[], prefix: string): JsonObject[] =>
    list.map((one, at) => ({ name: `${prefix}${at}`, ...one }))
  const [initContainers, mains] = [named(inits, 'i'), named(containers, 'c')]
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { restartPolicy: policy, initContainers, containers: mains },
  }
  const statuses = new Map<string, JsonObject>()
  for (const [at, { name }] of [...initContainers, ...mains].entries()) {
    const state = states[at]
    if (state !== undefined) statuses.set(name as string, state)
  }
  expect(phaseOf(pod, statuses, isEnding ?? false)).toBe(phase)
})
