import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { readBehaviour } from './read-behaviour.ts'

function pod(annotations: Readonly<Record<string, string>> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', annotations } as unknown as KubeObject['metadata'],
    spec: {},
  }
}

const own = (field: string) => `simulated.berth.dev/${field}`

test.each<readonly [string, Readonly<Record<string, string>>, object]>([
  ['nothing said: it runs', {}, { startAfter: 50, stopCode: 143 }],
  ['a code means an end', { [own('exit-code')]: '3' }, { exitCode: 3, runFor: 0 }],
  ['an end after a time', { [own('run-for')]: '1m30s' }, { exitCode: 0, runFor: 90_000 }],
  [
    'out of memory is 137',
    { [own('exit-reason')]: 'OOMKilled' },
    { exitCode: 137, exitReason: 'OOMKilled', runFor: 0 },
  ],
  ['some crashes', { [own('crashes')]: '2' }, { exitCode: 1, crashes: 2, runFor: 0 }],
  ['of the container alone', { 'c.simulated.berth.dev/exit-code': '4', [own('exit-code')]: '3' }, { exitCode: 4 }],
  ['of another container', { 'other.simulated.berth.dev/exit-code': '4' }, { exitCode: 0 }],
  [
    'amounts',
    { [own('cpu')]: '250m', [own('memory')]: '64Mi' },
    { cpuNanoCores: 250_000_000, memoryBytes: 67_108_864 },
  ],
  [
    'lines of both streams',
    { [own('log')]: 'one\n2> two\n' },
    {
      log: [
        { text: 'one', stream: 'stdout' },
        { text: 'two', stream: 'stderr' },
      ],
    },
  ],
])('%s', (_, annotations, expected) => {
  expect(readBehaviour(pod(annotations), { name: 'c', image: 'nginx' })).toMatchObject(expected)
})

test.each<readonly [string, string, RegExp]>([
  ['exit', '1', /no such field – expected one of pull-after, .*exit-code/],
  ['exit-code', '256', /expected a number from 0 to 255/],
  ['run-for', 'soon', /expected a duration such as 1\.5s/],
  ['run-for', '-1s', /expected a duration/],
  ['pull-error', 'gone', /expected not-found, denied or unavailable/],
  ['memory', 'much', /expected a quantity/],
  ['exit-reason', 'out of memory', /expected one word in upper camel case/],
])('%s: %s is refused', (field, value, words) => {
  expect(() => readBehaviour(pod({ [own(field)]: value }), { name: 'c', image: 'x' })).toThrow(words)
})

test.each<readonly [string, object]>([
  ['simulated.berth.dev/crash:2', { exitCode: 1, runFor: 1000 }],
  ['simulated.berth.dev/missing', { pullError: 'not-found' }],
  ['registry.k8s.io/pause:3.10', { stopCode: 0 }],
  ['nginx', { exitCode: 0 }],
])('image %s', (image, expected) => {
  expect(readBehaviour(pod(), { name: 'c', image })).toMatchObject(expected)
})

test.each<readonly [readonly string[], object | undefined]>([
  [['true'], { exitCode: 0, runFor: 0 }],
  [['/bin/false'], { exitCode: 1, runFor: 0 }],
  [['sleep', '90'], { exitCode: 0, runFor: 90_000 }],
  [['sh', '-c', 'echo a; sleep 2 && exit 3'], { exitCode: 3, runFor: 2000, log: [{ text: 'a', afterMs: 0 }] }],
  [['/bin/sh', '-c', 'false || echo "b $X ${Y}"'], { exitCode: 0, log: [{ text: 'b 1 ' }] }],
  [['sh', '-c', 'echo $constructor.'], { exitCode: 0, log: [{ text: '.' }] }],
  [['printenv', 'toString'], { exitCode: 1, log: [] }],
  [['sh', '-ec', "echo '$X'\nexit 2"], { exitCode: 2, log: [{ text: '$X' }] }],
  [['sh', '-c', 'while true; do sleep 1; done'], undefined],
  [['sh', '-c', 'echo $(date)'], undefined],
  [['sh', '-c', 'echo a > /tmp/b'], undefined],
  [['nginx', '-g', 'daemon off;'], undefined],
  [['sleep', 'infinity'], undefined],
])('command %j', (command, expected) => {
  const behaviour = readBehaviour(pod(), { name: 'c', image: 'x', command: [...command] }, { environment: { X: '1' } })
  expect(behaviour).toMatchObject(expected ?? { exitCode: 0, log: [] })
  expect(behaviour.runFor === undefined).toBe(expected === undefined)
})

const ofJob = { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'u' }] }
const ofHook = { annotations: { 'helm.sh/hook': 'test' } }

test.each<readonly [string, JsonObject, JsonObject, JsonObject, number | undefined]>([
  ['of a job', ofJob, { restartPolicy: 'Never' }, {}, 100],
  ['of a job that is tried again', ofJob, { restartPolicy: 'OnFailure' }, {}, 100],
  ['of a hook', ofHook, { restartPolicy: 'Never' }, {}, 100],
  ['of a hook that is started again', ofHook, {}, {}, undefined],
  ['of a pod that somebody made', {}, { restartPolicy: 'Never' }, {}, undefined],
  ['of a server', {}, { restartPolicy: 'Always' }, {}, undefined],
  ['of a server that names no policy', {}, {}, {}, undefined],
  ['that prepares a server', {}, { initContainers: [{ name: 'c' }] }, {}, 100],
  ['beside a server', {}, { initContainers: [{ name: 'c' }] }, { restartPolicy: 'Always' }, undefined],
  ['beside a job', ofJob, { restartPolicy: 'Never' }, { restartPolicy: 'Always' }, undefined],
  ['with a command that is known', ofJob, { restartPolicy: 'Never' }, { command: ['sleep', '3'] }, 3000],
  ['with a command that is not known', ofJob, { restartPolicy: 'Never' }, { command: ['make'] }, 100],
  ['of a job that sleeps for ever', ofJob, { restartPolicy: 'Never' }, { command: ['sleep', 'infinity'] }, undefined],
  ['of a job that serves', ofJob, { restartPolicy: 'Never' }, { image: 'docker.io/library/nginx:1' }, undefined],
  ['of a job with a tool', ofJob, { restartPolicy: 'Never' }, { image: 'postgres', command: ['psql'] }, 100],
])('where tasks end: a container %s', (_, ...[metadata, spec, more, runFor]) => {
  const made = pod()
  const whole = { ...made, metadata: { ...made.metadata, ...metadata }, spec } as KubeObject
  const behaviour = readBehaviour(whole, { name: 'c', image: 'x', ...more }, { endsTasks: true })
  expect([behaviour.runFor, behaviour.exitCode]).toEqual([runFor, 0])
})
