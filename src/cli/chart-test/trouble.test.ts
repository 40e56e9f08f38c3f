import { expect, test } from 'vitest'
import { troubleOf } from './trouble.ts'

const missing = (kind: string): string =>
  `no matches for kind "${kind}" in version "x/v1"\nensure CRDs are installed first`

test.each<readonly [string, string, string | undefined]>([
  ['a kind of others', missing('Issuer'), 'if other charts bring Issuer, give the definitions with --crds'],
  [
    'several, each once',
    [missing('Issuer'), missing('Certificate'), missing('Issuer')].join(', '),
    'if other charts bring Issuer, Certificate, give the definitions with --crds',
  ],
  [
    'a namespace of its own',
    'namespaces "istio-system" not found',
    'if the chart belongs into that namespace, install it there: -n istio-system',
  ],
  [
    'a secret of the user',
    'MountVolume.SetUp failed for volume "v" : secret "tls" not found',
    'if tls is there where the chart is used, give it with --with',
  ],
  [
    'dependencies',
    'found in Chart.yaml, but missing in charts/ directory: redis, common',
    'fetch redis, common first: --dependency-update',
  ],
  [
    'a class of storage',
    'ProvisioningFailed: storageclass.storage.k8s.io "fast" not found',
    'if the class fast is there where the chart is used, give it with --with',
  ],
  ['labels of nodes', "2 node(s) didn't match Pod's node affinity/selector.", 'nodes get labels with --node-label'],
  [
    'another version',
    'chart requires kubeVersion: <1.20 which is incompatible with Kubernetes v1.36.2',
    'test with another version: --kube-version',
  ],
  ['anything else', 'password is required', undefined],
])('the way out: %s', (_, message, hint) => {
  expect(troubleOf(new Error(message)).hint).toBe(hint)
})

test('the own hint and place of an error stay', () => {
  const position = { file: 'web/templates/a.yaml', line: 3, column: 1 }
  const error = Object.assign(new Error(' broken\n'), { hint: 'mend it', position, lines: ['one'] })
  expect(troubleOf(error)).toEqual({ message: 'broken', hint: 'mend it', position, reasons: ['one'] })
  expect(troubleOf('a text')).toEqual({ message: 'a text', reasons: [] })
})
