import type { GroupVersionKind, KubeObject } from '#kube'
import { stepsOf } from './diff/path.ts'

/** Fields of a kind that cannot change in place. */
interface Row {
  readonly group: string
  readonly kinds: readonly string[]
  /** Paths with `*` for any step; all that lies below counts. */
  readonly fixed: readonly string[]
  /** Paths below a fixed one that may change all the same. */
  readonly except?: readonly string[]
  /** Whether the row holds for the live object; absent: always. */
  readonly holds?: (live: KubeObject) => boolean
  readonly why?: string
}

const isMarkedImmutable = (live: KubeObject): boolean => live['immutable'] === true

/** Source: ValidateUpdate functions of k8s.io/kubernetes pkg/apis (1.32 to 1.35). */
const ROWS: readonly Row[] = [
  { group: 'apps', kinds: ['DaemonSet', 'Deployment', 'ReplicaSet'], fixed: ['/spec/selector'] },
  {
    group: 'apps',
    kinds: ['StatefulSet'],
    fixed: ['/spec'],
    except: [
      '/spec/minReadySeconds',
      '/spec/ordinals',
      '/spec/persistentVolumeClaimRetentionPolicy',
      '/spec/replicas',
      '/spec/revisionHistoryLimit',
      '/spec/template',
      '/spec/updateStrategy',
    ],
  },
  { group: 'apps', kinds: ['ControllerRevision'], fixed: ['/data'] },
  {
    group: 'batch',
    kinds: ['Job'],
    fixed: [
      '/spec/backoffLimitPerIndex',
      '/spec/completionMode',
      '/spec/managedBy',
      '/spec/podFailurePolicy',
      '/spec/podReplacementPolicy',
      '/spec/selector',
      '/spec/successPolicy',
      '/spec/template',
    ],
  },
  {
    group: 'batch',
    kinds: ['Job'],
    fixed: ['/spec/completions'],
    holds: (live) => (live['spec'] as KubeObject | undefined)?.['completionMode'] !== 'Indexed',
  },
  { group: '', kinds: ['Secret'], fixed: ['/type'] },
  {
    group: '',
    kinds: ['ConfigMap', 'Secret'],
    fixed: ['/binaryData', '/data', '/immutable', '/stringData'],
    holds: isMarkedImmutable,
    why: 'it is marked immutable',
  },
  {
    group: '',
    kinds: ['Service'],
    fixed: ['/spec/clusterIP', '/spec/clusterIPs/0', '/spec/healthCheckNodePort', '/spec/ipFamilies/0'],
    holds: (live) => (live['spec'] as KubeObject | undefined)?.['type'] !== 'ExternalName',
  },
  {
    group: '',
    kinds: ['PersistentVolumeClaim'],
    fixed: ['/spec'],
    except: ['/spec/resources/requests', '/spec/volumeAttributesClassName'],
  },
  {
    group: '',
    kinds: ['PersistentVolume'],
    fixed: [
      ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'csi', 'fc', 'flexVolume', 'flocker'],
      ...[
        'gcePersistentDisk',
        'glusterfs',
        'hostPath',
        'iscsi',
        'local',
        'nfs',
        'nodeAffinity',
        'photonPersistentDisk',
      ],
      ...['portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'volumeMode', 'vsphereVolume'],
    ].map((field) => `/spec/${field}`),
  },
  {
    group: '',
    kinds: ['Pod'],
    fixed: ['/spec'],
    except: [
      '/spec/activeDeadlineSeconds',
      '/spec/containers/*/image',
      '/spec/initContainers/*/image',
      '/spec/terminationGracePeriodSeconds',
      '/spec/tolerations',
    ],
  },
  {
    group: 'storage.k8s.io',
    kinds: ['StorageClass'],
    fixed: ['/parameters', '/provisioner', '/reclaimPolicy', '/volumeBindingMode'],
  },
  { group: 'storage.k8s.io', kinds: ['VolumeAttributesClass'], fixed: ['/driverName', '/parameters'] },
  { group: 'storage.k8s.io', kinds: ['VolumeAttachment'], fixed: ['/spec'] },
  {
    group: 'storage.k8s.io',
    kinds: ['CSIDriver'],
    fixed: ['/spec/attachRequired', '/spec/volumeLifecycleModes'],
  },
  { group: 'rbac.authorization.k8s.io', kinds: ['ClusterRoleBinding', 'RoleBinding'], fixed: ['/roleRef'] },
  { group: 'scheduling.k8s.io', kinds: ['PriorityClass'], fixed: ['/preemptionPolicy', '/value'] },
  { group: 'networking.k8s.io', kinds: ['IngressClass'], fixed: ['/spec/controller'] },
  { group: 'networking.k8s.io', kinds: ['IPAddress'], fixed: ['/spec'] },
  { group: 'node.k8s.io', kinds: ['RuntimeClass'], fixed: ['/handler'] },
  { group: 'discovery.k8s.io', kinds: ['EndpointSlice'], fixed: ['/addressType'] },
  { group: 'resource.k8s.io', kinds: ['ResourceClaim', 'ResourceClaimTemplate'], fixed: ['/spec'] },
  { group: 'certificates.k8s.io', kinds: ['CertificateSigningRequest'], fixed: ['/spec'] },
  {
    group: 'apiextensions.k8s.io',
    kinds: ['CustomResourceDefinition'],
    fixed: ['/spec/group', '/spec/names/kind', '/spec/names/plural', '/spec/scope'],
  },
]

/** Why a field of a live object cannot change in place; undefined where it can, as far as tables know. */
export function immutableReason({ group, kind }: GroupVersionKind, path: string, live: KubeObject): string | undefined {
  const steps = stepsOf(path)
  const row = ROWS.find(
    (candidate) =>
      candidate.group === group &&
      candidate.kinds.includes(kind) &&
      candidate.fixed.some((fixed) => covers(fixed, steps)) &&
      !(candidate.except ?? []).some((free) => covers(free, steps)) &&
      (candidate.holds?.(live) ?? true),
  )
  return row && (row.why ?? 'the field cannot change')
}

function covers(pattern: string, steps: readonly string[]): boolean {
  const wanted = stepsOf(pattern)
  return wanted.length <= steps.length && wanted.every((step, at) => step === '*' || step === steps[at])
}
