import { beforeAll, describe, expect, test } from 'vitest'
import { kindTable } from '#kinds'
import type { Authorizer } from '../contract/access.ts'
import type { Registry } from '../contract/registry.ts'
import { openBench } from '../registry/testing.ts'
import { questionOf } from './attributes.ts'
import { createAuthorization } from './create.ts'

const RBAC = 'rbac.authorization.k8s.io'
const READ = ['get', 'list', 'watch']
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update']

/** What `view` reads inside its namespace; `GROUP: resource …`, as upstream's cluster-roles.yaml has it. */
const VIEW_READS = `
: bindings configmaps endpoints events limitranges namespaces namespaces/status persistentvolumeclaims persistentvolumeclaims/status
: pods pods/log pods/status replicationcontrollers replicationcontrollers/scale replicationcontrollers/status resourcequotas
: resourcequotas/status serviceaccounts services services/status
apps: controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets
apps: replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status
autoscaling: horizontalpodautoscalers horizontalpodautoscalers/status
batch: cronjobs cronjobs/status jobs jobs/status
discovery.k8s.io: endpointslices
networking.k8s.io: ingresses ingresses/status networkpolicies
policy: poddisruptionbudgets poddisruptionbudgets/status
resource.k8s.io: resourceclaims resourceclaims/status resourceclaimtemplates
`
/** What `edit` reads beside that. */
const EDIT_READS = `
: pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy
coordination.k8s.io: leases
`
/** What `edit` writes, with every verb. */
const EDIT_WRITES = `
: configmaps events persistentvolumeclaims pods pods/attach pods/exec pods/portforward pods/proxy replicationcontrollers
: replicationcontrollers/scale secrets serviceaccounts services services/proxy
apps: daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale
autoscaling: horizontalpodautoscalers
batch: cronjobs jobs
coordination.k8s.io: leases
networking.k8s.io: ingresses networkpolicies
policy: poddisruptionbudgets
resource.k8s.io: resourceclaims resourceclaimtemplates
`
const EDIT_CREATES = ': pods/eviction serviceaccounts/token'
const ADMIN_ALL = `${RBAC}: roles rolebindings`
const ADMIN_CREATES = 'authorization.k8s.io: localsubjectaccessreviews'

const setOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [group = '', names = ''] = line.split(': ')
        return names.split(' ').map((name) => `${group.replace(':', '')}/${name}`)
      }),
  )
const [viewReads, editReads, editWrites, editCreates, adminAll, adminCreates] = [
  ...[VIEW_READS, EDIT_READS, EDIT_WRITES, EDIT_CREATES, ADMIN_ALL, ADMIN_CREATES].map(setOf),
] as [
  ReadonlySet<string>,
  ReadonlySet<string>,
  ReadonlySet<string>,
  ReadonlySet<string>,
  ReadonlySet<string>,
  ReadonlySet<string>,
]

/** Which of the four roles may. */
function expected(place: string, verb: string): readonly string[] {
  const roles = ['cluster-admin']
  const isRead = READ.includes(verb)
  const view = isRead && viewReads.has(place)
  const edit =
    view ||
    (isRead && editReads.has(place)) ||
    (!isRead && editWrites.has(place)) ||
    (verb === 'create' && editCreates.has(place))
  const admin = edit || adminAll.has(place) || (verb === 'create' && adminCreates.has(place))
  return [...roles, ...(admin ? ['admin'] : []), ...(edit ? ['edit'] : []), ...(view ? ['view'] : [])]
}

let registry: Registry
let authorizer: Authorizer
beforeAll(async () => {
  const bench = await openBench({ kinds: kindTable })
  registry = bench.api.registry
  const authorization = createAuthorization(registry)
  authorizer = authorization.authorizer
  await authorization.start()
  const kind = registry.kinds.find(RBAC, 'v1', 'rolebindings')!
  for (const name of ['cluster-admin', 'admin', 'edit', 'view']) {
    const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name }
    const object = { apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name, namespace: 'a' }, roleRef }
    const subjects = [{ kind: 'User', apiGroup: RBAC, name }]
    await registry.create(
      { kind, namespace: 'a', name },
      { ...object, subjects },
      { user: { name: 't', groups: [] }, isInternal: true },
    )
  }
})

const places = [
  ...new Set([
    ...kindTable.flatMap((kind) =>
      ['', ...kind.subresources.map(({ name }) => `/${name}`)].map((tail) => `${kind.group}/${kind.plural}${tail}`),
    ),
    ...[viewReads, editReads, editWrites, editCreates, adminAll, adminCreates].flatMap((set) => [...set]),
    'authorization.k8s.io/subjectaccessreviews',
    'example.com/widgets',
  ]),
].sort()

describe('every verb of every kind for every role', () => {
  test.each(places)('%s', async (place) => {
    const slash = place.indexOf('/')
    const [resource = '', subresource = ''] = place.slice(slash + 1).split('/')
    for (const verb of [...READ, ...WRITE]) {
      const allowed: string[] = []
      for (const name of ['cluster-admin', 'admin', 'edit', 'view']) {
        const asked = questionOf({ name, groups: [] }, verb, {
          group: place.slice(0, slash),
          resource,
          subresource,
          namespace: 'a',
        })
        if ((await authorizer.authorize(asked)).answer === 'allow') allowed.push(name)
        for (const namespace of ['', 'b']) {
          expect((await authorizer.authorize({ ...asked, namespace })).answer).toBe('no-opinion')
        }
      }
      expect([verb, ...allowed]).toEqual([verb, ...expected(place, verb)])
    }
  })
})
