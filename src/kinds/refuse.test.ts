import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { container, create, deployment, job, podSpec, selector, setAt, template, update } from './testing-writes.ts'

const file = (name: string): JsonObject => ({ secret: { name, items: [{ key: 'k', path: 'p' }] } })

describe('what is refused', () => {
  const rows: [string, JsonObject, string[]][] = [
    ['Pod', { spec: {} }, ['spec.containers: Required value']],
    [
      'Pod',
      { spec: { containers: [{ name: 'A', image: '' }] } },
      [
        "spec.containers[0].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
        'spec.containers[0].image: Required value',
      ],
    ],
    ['Pod', { spec: { containers: [container, container] } }, ['spec.containers[1].name: Duplicate value: "c"']],
    [
      'Pod',
      { spec: { containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] } },
      ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
    [
      'Pod',
      { spec: { containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/x' }] }] } },
      ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
    ],
    [
      'Pod',
      { spec: { ...podSpec, restartPolicy: 'Sometimes' } },
      ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'Pod',
      { spec: { containers: [{ ...container, ports: [{ containerPort: 70000 }] }] } },
      ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
    [
      'apps/Deployment',
      { spec: { selector: { matchLabels: { app: 'other' } }, template } },
      ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ],
    [
      'apps/Deployment',
      { spec: { replicas: -1, selector, template } },
      ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'Pod',
      {
        spec: {
          ...podSpec,
          restartPolicy: 'Never',
          volumes: [
            { name: 'p', projected: { sources: [file('a'), file('b')] } },
            {
              name: 'e',
              ephemeral: { volumeClaimTemplate: { metadata: { name: 'x' }, spec: { accessModes: ['X'] } } },
            },
            { name: 'c', persistentVolumeClaim: { claimName: 'web-e' } },
          ],
          containers: [
            { ...podSpec.containers[0], resizePolicy: [{ resourceName: 'disk', restartPolicy: 'RestartContainer' }] },
          ],
        },
      },
      [
        'spec.volumes[0].projected: Invalid value: "b": conflicting duplicate paths',
        'spec.volumes[1].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set',
        'spec.volumes[1].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: "X": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
        'spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
        'spec.volumes[2].persistentVolumeClaim.claimName: Invalid value: "web-e": must not reference a PVC that gets created for an ephemeral volume',
        'spec.containers[0].resizePolicy: Unsupported value: "disk": supported values: "cpu", "memory"',
        "spec.containers[0].resizePolicy: Invalid value: \"RestartContainer\": must be 'NotRequired' when `restartPolicy` is 'Never'",
      ],
    ],
    [
      'Pod',
      {
        metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '01' } },
        spec: {
          hostUsers: false,
          hostPID: true,
          hostNetwork: true,
          securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] },
          resourceClaims: [{ name: 'r' }],
          containers: [
            {
              ...podSpec.containers[0],
              image: ' i',
              resources: { claims: [{ name: 'x' }], limits: { 'hugepages-2Mi': '3Mi' } },
              volumeDevices: [{ name: 'v', devicePath: '/d' }],
            },
          ],
          volumes: [{ name: 'v', emptyDir: {} }],
        },
      },
      [
        'spec.resourceClaims[0]: Invalid value: {"name":"r"}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
        'spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
        'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
        'spec.containers[0].resources: Forbidden: HugePages require cpu or memory',
        'spec.containers[0].resources.claims[0]: Not found: "x": must be one of the names in pod.spec.resourceClaims: r',
        'spec.securityContext.sysctls[0].name: Invalid value: "net.core.somaxconn": may not be specified when \'hostNetwork\' is true',
        'spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false',
        'spec.HostPID: Forbidden: when `pod.Spec.HostUsers` is false',
        'spec.containers[0].image: Invalid value: " i": must not have leading or trailing whitespace',
        'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "01": must be a 32bit integer',
      ],
    ],
    [
      'apps/StatefulSet',
      {
        metadata: { name: 'a.b' },
        spec: {
          selector,
          template: { ...template, spec: { containers: [{ name: 'c' }] } },
          volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: {} }],
        },
      },
      [
        'metadata.name: Invalid value: "a.b": must not contain dots',
        'spec.template.spec.containers[0].image: Required value',
        'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
        'spec.volumeClaimTemplates[0].spec.resources[storage]: Required value',
      ],
    ],
    [
      'apps/Deployment',
      { spec: { selector, template, strategy: { type: 'X' } } },
      [
        'spec.strategy: Unsupported value: {"Type":"X","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
      ],
    ],
    [
      'batch/Job',
      {
        spec: {
          ...(job['spec'] as JsonObject),
          managedBy: 'me',
          completionMode: 'Indexed',
          completions: 3,
          successPolicy: { rules: [{ succeededIndexes: '2,1', succeededCount: 4 }] },
        },
      },
      [
        'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "2,1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1',
        'spec.successPolicy.rules[0].succeededCount: Invalid value: 4: must be less than or equal to 3 (the number of specified completions)',
        'spec.successPolicy.rules[0].succeededCount: Invalid value: 4: must be less than or equal to 0 (the number of indexes in the specified succeededIndexes field)',
        'spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")',
      ],
    ],
    [
      'batch/Job',
      { spec: { template: { spec: podSpec } } },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'batch/Job',
      {
        spec: {
          ...(job['spec'] as JsonObject),
          maxFailedIndexes: 1,
          podFailurePolicy: { rules: [{ action: 'Fail' }] },
        },
      },
      [
        'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
        'spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode',
        'spec.podFailurePolicy.rules[0].action: Unsupported value: "Fail": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
        'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
      ],
    ],
    [
      'batch/CronJob',
      { spec: { schedule: '* * *', jobTemplate: job } },
      ['spec.schedule: Invalid value: "* * *": expected exactly 5 fields, found 3: [* * *]'],
    ],
    [
      'batch/CronJob',
      { spec: { schedule: '99 * * * *', jobTemplate: job } },
      ['spec.schedule: Invalid value: "99 * * * *": end of range (99) above maximum (59): 99'],
    ],
    ['Service', { spec: {} }, ['spec.ports: Required value']],
    [
      'Service',
      { metadata: { name: '1web' }, spec: { ports: [{ port: 80 }] } },
      [
        "metadata.name: Invalid value: \"1web\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
    [
      'Service',
      { spec: { ports: [{ port: 80 }, { port: 80 }] } },
      [
        'spec.ports[0].name: Required value',
        'spec.ports[1].name: Required value',
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      'ConfigMap',
      { data: { 'a b': '' } },
      [
        "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ],
    ],
    [
      'ConfigMap',
      { metadata: { labels: { 'a b': 'x' }, name: 'x'.repeat(254) } },
      [
        `metadata.name: Invalid value: "${'x'.repeat(254)}": must be no more than 253 characters`,
        "metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    ['Secret', { type: 'kubernetes.io/tls' }, ['data[tls.crt]: Required value', 'data[tls.key]: Required value']],
    [
      'rbac.authorization.k8s.io/Role',
      { rules: [{}] },
      [
        'rules[0].verbs: Required value: verbs must contain at least one value',
        'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[0].resources: Required value: resource rules must supply at least one resource',
      ],
    ],
    [
      'policy/PodDisruptionBudget',
      { spec: { minAvailable: '101%', selector } },
      ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'networking.k8s.io/Ingress',
      { spec: {} },
      ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
    ],
    [
      'PersistentVolumeClaim',
      { spec: {} },
      [
        'spec.accessModes: Required value: at least 1 access mode is required',
        'spec.resources[storage]: Required value',
      ],
    ],
    [
      'scheduling.k8s.io/PriorityClass',
      { value: 2_000_000_000 },
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
  ]
  it.each(rows)('%s %j', (name, body, texts) => {
    expect(create(name, body).texts).toEqual(texts)
  })

  const changes: [string, string, JsonObject, (object: KubeObject) => void, string[]][] = [
    [
      'the image of a pod may change',
      'Pod',
      { spec: podSpec },
      (pod) => setAt(pod, ['spec', 'containers', '0', 'image'], 'x'),
      [],
    ],
    [
      'its command may not',
      'Pod',
      { spec: podSpec },
      (pod) => setAt(pod, ['spec', 'containers', '0', 'command'], ['x']),
      [
        'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      ],
    ],
    [
      'the selector of a deployment stays',
      'apps/Deployment',
      deployment,
      (object) => {
        setAt(object, ['spec', 'selector', 'matchLabels'], { app: 'x' })
        setAt(object, ['spec', 'template', 'metadata', 'labels'], { app: 'x' })
      },
      ['spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable'],
    ],
    [
      'an immutable config map stays',
      'ConfigMap',
      { immutable: true, data: { a: 'b' } },
      (object) => setAt(object, ['data', 'a'], 'c'),
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
    [
      'the role of a binding stays',
      'rbac.authorization.k8s.io/RoleBinding',
      { roleRef: { kind: 'Role', name: 'r' } },
      (object) => setAt(object, ['roleRef', 'name'], 'q'),
      [
        'roleRef: Invalid value: {"kind":"Role","name":"q","apiGroup":"rbac.authorization.k8s.io"}: cannot change roleRef',
      ],
    ],
    [
      'a load balancer keeps its class and the port of its checks',
      'Service',
      {
        spec: {
          type: 'LoadBalancer',
          loadBalancerClass: 'a.b/c',
          externalTrafficPolicy: 'Local',
          healthCheckNodePort: 30_001,
          ports: [{ port: 80 }],
        },
      },
      (object) => {
        setAt(object, ['spec', 'loadBalancerClass'], 'a.b/d')
        setAt(object, ['spec', 'healthCheckNodePort'], 30_002)
      },
      [
        'spec.loadBalancerClass: Invalid value: "a.b/d": may not change once set',
        'spec.healthCheckNodePort: Forbidden: field is immutable',
      ],
    ],
    [
      'a job that rests without pods may ask for other resources, in another place',
      'batch/Job',
      { spec: { ...(job['spec'] as JsonObject), suspend: true } },
      (object) => {
        setAt(object, ['spec', 'template', 'spec', 'nodeSelector'], { zone: 'a' })
        setAt(
          object,
          ['spec', 'template', 'spec', 'containers'],
          [{ ...container, resources: { limits: { cpu: '2' } } }],
        )
      },
      [],
    ],
    [
      'a stateful set keeps its service',
      'apps/StatefulSet',
      { spec: { selector, template, serviceName: 'a' } },
      (object) => setAt(object, ['spec', 'serviceName'], 'b'),
      [
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ],
    ],
  ]
  it.each(changes)('%s', (...[, name, before, change, texts]) => {
    expect(update(name, before, change).texts).toEqual(texts)
  })
})
