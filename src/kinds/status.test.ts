import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#kube'
import { claim, deployment, job, podSpec, writeStatus } from './testing-writes.ts'

const start = '2026-01-01T00:00:00Z'
const end = '2026-01-01T00:01:00Z'
const holds = (...types: readonly string[]): JsonObject => ({
  conditions: types.map((type) => ({ type, status: 'True' })),
})
const complete: JsonObject = {
  ...holds('SuccessCriteriaMet', 'Complete'),
  startTime: start,
  completionTime: end,
  succeeded: 1,
}
const ended = (exitCode: number): JsonObject => ({
  containerStatuses: [{ name: 'c', state: { terminated: { exitCode } } }],
})
const runs: JsonObject = { containerStatuses: [{ name: 'c', state: { running: {} } }] }
const pod = (restartPolicy: string): JsonObject => ({ spec: { ...podSpec, restartPolicy } })
const risen = ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state']
const indexed: JsonObject = {
  spec: { ...(job['spec'] as JsonObject), completionMode: 'Indexed', completions: 5, backoffLimitPerIndex: 1 },
}

describe('a new status', () => {
  const rows: readonly [string, string, JsonObject, JsonObject, JsonObject, readonly string[]][] = [
    [
      'counts are not negative, and parts not more than the whole',
      'apps/ReplicaSet',
      deployment,
      { replicas: 1 },
      { replicas: 1, readyReplicas: 2, availableReplicas: -1 },
      [
        'status.availableReplicas: Invalid value: -1: must be greater than or equal to 0',
        'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
      ],
    ],
    [
      'of a deployment no more are available than ready, and collisions only grow',
      'apps/Deployment',
      deployment,
      { collisionCount: 2 },
      { replicas: 2, availableReplicas: 1, collisionCount: 1 },
      [
        'status.availableReplicas: Invalid value: 1: cannot be greater than readyReplicas',
        'status.collisionCount: Invalid value: 1: cannot be decremented',
      ],
    ],
    [
      'of a stateful set',
      'apps/StatefulSet',
      deployment,
      {},
      { replicas: 1, updatedReplicas: 2 },
      ['status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas'],
    ],
    [
      'of a daemon set',
      'apps/DaemonSet',
      deployment,
      {},
      { numberReady: -2 },
      ['status.numberReady: Invalid value: -2: must be greater than or equal to 0'],
    ],
    ['a job comes to its end', 'batch/Job', job, { startTime: start, active: 1 }, complete, []],
    [
      'a finished job does not run again',
      'batch/Job',
      job,
      complete,
      { startTime: start, active: 1 },
      [
        'status.conditions: Invalid value: cannot disable the terminal Complete=True condition',
        'status.succeeded: Invalid value: 0: cannot decrease the succeeded counter',
        'status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition',
      ],
    ],
    [
      'a job fails once it is going to',
      'batch/Job',
      job,
      { startTime: start },
      { ...holds('Failed'), startTime: start, active: 1 },
      [
        'status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition',
        'status.active: Invalid value: 1: active>0 is invalid for finished job',
      ],
    ],
    [
      'indexes are in order, below the completions, and of indexed jobs',
      'batch/Job',
      indexed,
      {},
      { completedIndexes: '0-1,1', failedIndexes: '9' },
      [
        'status.completedIndexes: Invalid value: "0-1,1": error parsing completedIndexes: non-increasing order, previous: 1, current: 1',
        'status.failedIndexes: Invalid value: "9": error parsing failedIndexes: too large index: "9"',
      ],
    ],
    [
      'no index has both failed and succeeded',
      'batch/Job',
      indexed,
      {},
      { completedIndexes: '0,2-3', failedIndexes: '1,3' },
      ['status.failedIndexes: Invalid value: "1,3": failedIndexes and completedIndexes overlap at index: 3'],
    ],
    ['a container that never restarts stays ended', 'Pod', pod('Never'), ended(1), runs, risen],
    ['one that restarts on failure does so', 'Pod', pod('OnFailure'), ended(1), runs, []],
    ['but not after it ended well', 'Pod', pod('OnFailure'), ended(0), runs, risen],
    [
      'a pod has one address of each family',
      'Pod',
      pod('Always'),
      { qosClass: 'BestEffort' },
      { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'x' }], qosClass: 'Guaranteed' },
      [
        'status.qosClass: Invalid value: "Guaranteed": field is immutable',
        'status.podIPs[1]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      'a service that is no load balancer has no such place',
      'Service',
      { spec: { ports: [{ port: 80 }] } },
      {},
      { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
      ['status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is "LoadBalancer"'],
    ],
    [
      'conditions of a budget are whole',
      'policy/PodDisruptionBudget',
      { spec: {} },
      {},
      { currentHealthy: -1, conditions: [{ type: 'A', status: 'x' }] },
      [
        'status.conditions[0].status: Unsupported value: "x": supported values: "False", "True", "Unknown"',
        'status.conditions[0].lastTransitionTime: Required value: must be set',
        'status.conditions[0].reason: Required value: must be set',
        'status.currentHealthy: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
    [
      'sizes of a claim',
      'PersistentVolumeClaim',
      claim,
      {},
      { capacity: { storage: '-1' } },
      ['status.capacity[storage]: Invalid value: "-1": must be greater than or equal to 0'],
    ],
  ]
  it.each(rows)('%s', (...[, name, body, before, after, texts]) => {
    expect(writeStatus(name, body, [before, after])).toEqual(texts)
  })
})
