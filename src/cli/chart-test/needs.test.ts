import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { needsOf } from './needs.ts'

const pod = (spec: JsonObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec,
})

test.each<readonly [string, JsonObject, readonly (readonly [string, string, readonly string[]])[]]>([
  ['nothing', { containers: [{ name: 'c' }] }, []],
  [
    'volumes',
    { volumes: [{ secret: { secretName: 's', items: [{ key: 'k', path: 'p' }] } }, { configMap: { name: 'm' } }] },
    [
      ['Secret', 's', ['k']],
      ['ConfigMap', 'm', []],
    ],
  ],
  [
    'projected volumes',
    { volumes: [{ projected: { sources: [{ secret: { name: 's' } }, { configMap: { name: 'm' } }] } }] },
    [
      ['Secret', 's', []],
      ['ConfigMap', 'm', []],
    ],
  ],
  [
    'variables of every container, keys of one object together',
    {
      initContainers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a' } } }] }],
      containers: [
        {
          env: [
            { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'b' } } },
            { name: 'C', value: 'x' },
          ],
        },
        { envFrom: [{ configMapRef: { name: 'm' } }] },
      ],
    },
    [
      ['ConfigMap', 'm', []],
      ['Secret', 's', ['a', 'b']],
    ],
  ],
  [
    'what is optional is not needed',
    {
      volumes: [{ secret: { secretName: 's', optional: true } }],
      containers: [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'm', key: 'a', optional: true } } }] }],
    },
    [],
  ],
])('%s', (_, spec, expected) => {
  expect(needsOf(pod(spec)).map(({ kind, name, keys }) => [kind, name, keys])).toEqual(expected)
})
