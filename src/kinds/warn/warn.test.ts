import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { claim, container, deployment, podSpec, selector, setAt, template, warningsOf } from '../testing-writes.ts'

const podOf = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  metadata,
  spec: { ...podSpec, ...spec },
})
const withContainer = (more: JsonObject): JsonObject => podOf({ containers: [{ ...container, ...more }] })

describe('what the writer of a new object is told', () => {
  const rows: readonly [string, string, JsonObject, readonly string[]][] = [
    ['a plain pod: nothing', 'Pod', podOf({}), []],
    [
      'a variable that hides another, but not one that is made from it',
      'Pod',
      withContainer({
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '$(A)2' },
          { name: 'A', value: '3' },
        ],
      }),
      ['spec.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply'],
    ],
    [
      'ports that are there twice',
      'Pod',
      withContainer({
        ports: [
          { containerPort: 80, name: 'a' },
          { containerPort: 80, hostPort: 80 },
        ],
      }),
      ['spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]'],
    ],
    [
      'a part of a byte',
      'Pod',
      withContainer({ resources: { requests: { memory: '128m' } } }),
      ['spec.containers[0].resources.requests[memory]: fractional byte value "128m" is invalid, must be an integer'],
    ],
    [
      'names in lists, old annotations and labels, negative graces, selectors that match nothing',
      'Pod',
      podOf(
        {
          hostAliases: [{ ip: '1.1.1.1' }, { ip: '1.1.1.1' }],
          imagePullSecrets: [{ name: 'a' }, { name: 'a' }],
          terminationGracePeriodSeconds: -1,
          nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
          topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
        },
        { annotations: { 'scheduler.alpha.kubernetes.io/critical-pod': '' } },
      ),
      [
        'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
        'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
        'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
        'spec.hostAliases[1].ip: duplicate ip "1.1.1.1"',
        'spec.imagePullSecrets[1].name: duplicate name "a"',
        'spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
      ],
    ],
    [
      'files in each other’s way, plugins that are gone',
      'Pod',
      podOf({
        volumes: [
          { name: 'v', configMap: { name: 'm', items: ['a', 'a/b'].map((path) => ({ key: 'k', path })) } },
          { name: 'g', gitRepo: { repository: 'r' } },
        ],
      }),
      [
        'spec.volumes[1].gitRepo: deprecated in v1.11, and disabled by default in v1.33+',
        'volume "v" (ConfigMap "m"): overlapping paths: "a/b" with "a"',
      ],
    ],
    [
      'a stateful set that keeps all its revisions',
      'apps/StatefulSet',
      { spec: { selector, template, revisionHistoryLimit: -1 } },
      ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'],
    ],
    [
      'a service',
      'Service',
      {
        spec: {
          ports: [{ port: 80 }],
          externalName: 'a.b',
          trafficDistribution: 'PreferClose',
          externalIPs: ['1.2.3.4'],
        },
      },
      [
        'spec.externalIPs is deprecated',
        'spec.externalName is ignored when spec.type is not "ExternalName"',
        'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
      ],
    ],
    [
      'a claim',
      'PersistentVolumeClaim',
      { metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'x' } }, ...claim },
      [
        'metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead',
      ],
    ],
    [
      'a secret without a certificate',
      'Secret',
      { type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==', 'tls.key': 'eA==' } },
      ['tls: failed to find any PEM data in certificate input'],
    ],
  ]
  it.each(rows)('%s', (...[, name, body, texts]) => {
    expect(warningsOf(name, body)).toEqual(texts)
  })

  const odd = {
    spec: { ...deployment.spec, template: { ...template, spec: { ...podSpec, terminationGracePeriodSeconds: -1 } } },
  }
  const grow = (object: KubeObject) => setAt(object, ['spec', 'replicas'], 3)
  const label = (object: KubeObject) => setAt(object, ['metadata', 'labels'], { a: 'b' })
  it('the template is looked at again when the spec changes, and only then', () => {
    expect(warningsOf('apps/DaemonSet', odd, label)).toEqual([])
    expect(warningsOf('apps/ReplicaSet', odd, grow)).toHaveLength(1)
    expect(warningsOf('Pod', podOf({ terminationGracePeriodSeconds: -1 }), label)).toEqual([])
  })
})
