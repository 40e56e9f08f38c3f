import { expect, it } from 'vitest'
import type { JsonObject } from '#kube'
import { templateHash } from './template-hash.ts'

/** What kubernetes' own ComputeHash (1.36) gives. */
const rows: readonly (readonly [name: string, hash: string, template: JsonObject])[] = [
  [
    'what kubectl create deployment makes',
    '7f8fbb96d',
    {
      metadata: { labels: { app: 'nginx' } },
      spec: {
        containers: [
          {
            name: 'nginx',
            image: 'nginx',
            imagePullPolicy: 'Always',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    },
  ],
  ['nothing at all', '85748b7f68', { metadata: {}, spec: { containers: null } }],
  [
    'labels, letters beyond ASCII, amounts',
    '695b95f7f8',
    {
      metadata: { labels: { b: '2', a: '1', B: '3' }, annotations: { note: 'größe 😀 ￮' } },
      spec: {
        containers: [
          {
            name: 'c',
            resources: {
              limits: { cpu: '500m', memory: '128Mi', 'nvidia.com/gpu': '1' },
              requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '0' },
            },
          },
        ],
      },
    },
  ],
  [
    'amounts of every form',
    '65689cfbb',
    {
      metadata: {},
      spec: {
        containers: [
          {
            name: 'c',
            resources: { limits: { memory: '10000000Gi', cpu: '1500', a: '12e6', b: '1n', c: '7Ki', d: '3k' } },
          },
        ],
      },
    },
  ],
  [
    'probes, ports, values that are there and empty',
    '67484b958d',
    {
      metadata: {},
      spec: {
        containers: [
          {
            name: 'c',
            resources: {},
            ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
            livenessProbe: { httpGet: { path: '/', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
            readinessProbe: { tcpSocket: { port: 'http' } },
            env: [
              { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
              { name: 'B', value: '' },
            ],
            tty: false,
            stdin: true,
          },
        ],
        terminationGracePeriodSeconds: 0,
        hostNetwork: false,
        automountServiceAccountToken: false,
      },
    },
  ],
  [
    'volumes of several kinds, a hash among the labels',
    'cc9b8fb86',
    {
      metadata: { labels: { 'pod-template-hash': 'x' } },
      spec: {
        containers: [{ name: 'c', resources: {}, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'w', emptyDir: { sizeLimit: '64Mi' } },
          { name: 'x', hostPath: { path: '/x', type: 'DirectoryOrCreate' } },
          {
            name: 'y',
            projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3607 } }], defaultMode: 420 },
          },
          {
            name: 'z',
            ephemeral: {
              volumeClaimTemplate: {
                metadata: { creationTimestamp: null },
                spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
              },
            },
          },
        ],
      },
    },
  ],
  [
    'security, affinity, tolerations, overhead',
    '8484d68698',
    {
      metadata: {},
      spec: {
        containers: [
          {
            name: 'c',
            resources: {},
            securityContext: { capabilities: { drop: ['ALL'] }, runAsUser: 0, runAsNonRoot: false },
          },
        ],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                podAffinityTerm: {
                  labelSelector: {
                    matchLabels: { a: 'b' },
                    matchExpressions: [{ key: 'k', operator: 'In', values: ['x', 'y'] }],
                  },
                  topologyKey: 'kubernetes.io/hostname',
                },
              },
            ],
          },
        },
        tolerations: [{ operator: 'Exists', tolerationSeconds: 300 }],
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
        overhead: { cpu: '250m' },
        nodeSelector: { disk: 'ssd' },
      },
    },
  ],
]
it.each(rows)('%s', async (_name, hash, template) => {
  expect(await templateHash(template)).toBe(hash)
})

it('collisions make another hash', async () => {
  const template = rows[0]?.[2] ?? {}
  expect(await templateHash(template, 0)).not.toBe(await templateHash(template))
  expect(await templateHash(template, 1)).not.toBe(await templateHash(template, 0))
})
