import { type Connection, type Endpoint, open } from '../../../load/connection.ts'
import { openPipeline, type Pipeline } from './pipeline.ts'

/** One rule of a role, as far as the matrix needs it. */
interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
}

interface Resource {
  readonly root: string
  readonly group: string
  readonly name: string
  readonly isNamespaced: boolean
}

/** Users (each is a token of its own name) and the cluster role that is bound to each in the namespace `fuzz-a`. */
const ROLES = ['admin', 'edit', 'view'] as const
const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
}

/** Lines for the token file. */
export const matrixUsers: readonly string[] = [
  ...[...ROLES, 'outsider', 'named', 'owner'].map((name, at) => `${name},${name},m${at},`),
  'node,system:node:fuzz,m90,"system:nodes"',
]

/** Whoever asks, the rules that hold for it everywhere and in `fuzz-a`, and whether all they allow must be let through. */
interface Asker {
  readonly token: string
  readonly everywhere: readonly Rule[]
  readonly inside: readonly Rule[]
  /** Others look further than at rules: a node at what is bound to it. */
  readonly isWhole: boolean
}

const ONE_MAP: Rule = { verbs: ['*'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['absent'] }
const SECOND_MAP: Rule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['other'] }

async function askersOf(admin: Connection, everybody: readonly Rule[]): Promise<readonly Asker[]> {
  const inside = await sequentially(ROLES, async (token) => {
    return { token, everywhere: everybody, inside: [...everybody, ...(await rulesOf(admin, token))], isWhole: true }
  })
  const everything: Rule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }
  // a node may make slices of its own devices, whatever the role says
  const own: Rule = { verbs: ['create'], apiGroups: ['resource.k8s.io'], resources: ['resourceslices'] }
  const node = [...everybody, own, ...(await rulesOf(admin, 'system:node'))]
  return [
    ...inside,
    { token: 'outsider', everywhere: everybody, inside: everybody, isWhole: true },
    { token: 'named', everywhere: everybody, inside: [...everybody, ONE_MAP, SECOND_MAP], isWhole: true },
    { token: 'owner', everywhere: [everything], inside: [everything], isWhole: true },
    { token: 'node', everywhere: node, inside: node, isWhole: false },
    { token: '', everywhere: [], inside: [], isWhole: true },
  ]
}

/** What was found: requests made, and those that were let through or refused against the rules. */
export interface MatrixResult {
  readonly requests: number
  readonly faults: readonly string[]
}

/** Asks for every verb of every resource and subresource as every role, and compares with a reading of the rules of its own. */
export async function roleMatrix(endpoint: Endpoint): Promise<MatrixResult> {
  const admin = await open(endpoint)
  await bindRoles(admin)
  const everybody = await rulesOfGroup(admin)
  const resources = await discoverResources(admin)
  const faults: string[] = []
  let requests = 0
  for (const asker of await askersOf(admin, everybody)) {
    const { token, everywhere, inside, isWhole } = asker
    const pipeline = await openPipeline(endpoint)
    const cells = resources.flatMap((resource) =>
      Object.keys(METHODS).flatMap((verb) => ['fuzz-a', 'fuzz-b'].map((namespace) => ({ resource, verb, namespace }))),
    )
    await Promise.all(
      cells.map(async ({ resource, verb, namespace }) => {
        const target = targetOf(resource, verb, namespace)
        const rules = resource.isNamespaced && namespace === 'fuzz-a' ? inside : everywhere
        const isExpected = rules.some((rule) => allows(rule, resource, verb))
        const answer = await ask(pipeline, { token, method: METHODS[verb] ?? 'GET', target })
        const isAllowed = !answer.startsWith('40 refused')
        requests++
        if (isAllowed !== isExpected && (isAllowed || isWhole))
          faults.push(`${token || 'nobody'} ${verb} ${target}: ${isAllowed ? 'let through' : 'refused'}`)
      }),
    )
    for (const [method, target, headers] of TRICKS) {
      requests++
      const answer = await ask(pipeline, { token, method, target, headers })
      if (!READERS.has(token) && answer.startsWith('2'))
        faults.push(`${token} ${method} ${target} ${headers}: ${answer}`)
    }
    pipeline.close()
  }
  admin.close()
  return { requests, faults }
}

/** Who may read secrets. */
const READERS: ReadonlySet<string> = new Set(['admin', 'edit', 'owner'])

/** Ways round the door of a secret. */
const PATHS: readonly string[] = [
  '/api/v1/namespaces/fuzz-a/secrets/s',
  '/api/v1/namespaces/fuzz-a/secrets',
  '/api/v1//namespaces/fuzz-a/secrets/s',
  '//api/v1/namespaces/fuzz-a/secrets',
  '/api/v1/namespaces/fuzz-a/secrets/',
  '/api/v1/namespaces/fuzz-a/%73ecrets',
  '/api/v1/namespaces/fuzz-a/configmaps/../secrets/s',
  '/api/v1/namespaces/fuzz-a/configmaps%2f..%2fsecrets/s',
  '/api/v1/namespaces/fuzz-a/Secrets',
  '/api/v1/watch/namespaces/fuzz-a/secrets?timeoutSeconds=1',
  '/api/v1/watch/secrets?timeoutSeconds=1',
  '/api/v1/secrets',
  '/api/v1/secrets?fieldSelector=metadata.name%3Ds',
  '/api/v1/namespaces/fuzz-a/secrets?fieldSelector=metadata.name%3Ds&watch=true&timeoutSeconds=1',
  '/api/v1/namespaces/fuzz-a/secrets/s/status',
  '/api/v1/proxy/namespaces/fuzz-a/secrets/s',
  '/apis/core/v1/namespaces/fuzz-a/secrets',
  '/apis//v1/namespaces/fuzz-a/secrets',
  '/api/v1/namespaces/fuzz-b/secrets',
  '/api/v1/namespaces/fuzz-a%00/secrets',
  '/api/v1/namespaces/fuzz-a/secrets;x',
]

const IDENTITIES = [
  '',
  'Impersonate-User: kubernetes-admin\r\nImpersonate-Group: system:masters\r\n',
  'X-Remote-User: kubernetes-admin\r\nX-Remote-Group: system:masters\r\n',
]

const TRICKS = PATHS.flatMap((target) => IDENTITIES.map((headers) => ['GET', target, headers] as const))

async function bindRoles(admin: Connection): Promise<void> {
  for (const role of ROLES) {
    const subjects = [{ kind: 'User', name: role, apiGroup: 'rbac.authorization.k8s.io' }]
    const roleRef = { kind: 'ClusterRole', name: role, apiGroup: 'rbac.authorization.k8s.io' }
    await admin.send(
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/fuzz-a/rolebindings',
      JSON.stringify({ metadata: { name: role }, subjects, roleRef }),
    )
  }
  const group = '/apis/rbac.authorization.k8s.io/v1'
  const role = { metadata: { name: 'named' }, rules: [ONE_MAP, SECOND_MAP] }
  await admin.send('POST', `${group}/namespaces/fuzz-a/roles`, JSON.stringify(role))
  await admin.send('POST', `${group}/namespaces/fuzz-a/rolebindings`, bindingText('named', 'Role', 'named'))
  await admin.send('POST', `${group}/clusterrolebindings`, bindingText('owner', 'ClusterRole', 'cluster-admin'))
  await admin.send('POST', '/api/v1/namespaces/fuzz-a/secrets', '{"metadata":{"name":"s"},"stringData":{"a":"b"}}')
}

function bindingText(user: string, kind: string, name: string): string {
  const subjects = [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }]
  return JSON.stringify({
    metadata: { name: user },
    subjects,
    roleRef: { kind, name, apiGroup: 'rbac.authorization.k8s.io' },
  })
}

async function rulesOf(admin: Connection, role: string): Promise<readonly Rule[]> {
  return (await read<{ rules?: Rule[] }>(admin, `/apis/rbac.authorization.k8s.io/v1/clusterroles/${role}`)).rules ?? []
}

interface Binding {
  readonly roleRef: { readonly name: string }
  readonly subjects?: readonly { readonly name: string }[]
}

/** What everybody who is known may do. */
async function rulesOfGroup(admin: Connection): Promise<readonly Rule[]> {
  const { items } = await read<{ items: readonly Binding[] }>(
    admin,
    '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  )
  const bound = items.filter(({ subjects = [] }) => subjects.some(({ name }) => name === 'system:authenticated'))
  return (await sequentially(bound, ({ roleRef }) => rulesOf(admin, roleRef.name))).flat()
}

async function sequentially<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

async function discoverResources(admin: Connection): Promise<readonly Resource[]> {
  const { groups } = await read<{ groups: readonly { name: string; versions: readonly { groupVersion: string }[] }[] }>(
    admin,
    '/apis',
  )
  const roots = [
    '/api/v1',
    ...groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`)),
  ]
  const lists = await sequentially(roots, async (root) => {
    const { resources } = await read<{ resources: readonly { name: string; namespaced: boolean }[] }>(admin, root)
    const group = root === '/api/v1' ? '' : (root.split('/')[2] ?? '')
    return resources.map(({ name, namespaced }) => ({ root, group, name, isNamespaced: namespaced }))
  })
  return lists.flat()
}

async function read<T>(admin: Connection, path: string): Promise<T> {
  return JSON.parse((await admin.send('GET', path)).body.toString('utf8')) as T
}

/** Nothing there is changed: names are of nothing, and everything is a dry run. */
function targetOf({ root, name, isNamespaced }: Resource, verb: string, namespace: string): string {
  const [plural = '', subresource] = name.split('/')
  const isCollection =
    (verb === 'list' || verb === 'create' || verb === 'deletecollection') && subresource === undefined
  const home = isNamespaced ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`
  return `${isCollection ? home : `${home}/absent${subresource === undefined ? '' : `/${subresource}`}`}?dryRun=All`
}

function allows(rule: Rule, { group, name }: Resource, verb: string): boolean {
  // a subresource has no collection: what was asked is a get or a delete
  const asked = name.includes('/') ? (verb === 'list' ? 'get' : verb === 'deletecollection' ? 'delete' : verb) : verb
  const has = (list: readonly string[] | undefined, wanted: string): boolean =>
    list?.includes('*') === true || list?.includes(wanted) === true
  const isOne = asked !== 'list' && asked !== 'create' && asked !== 'deletecollection'
  const names = rule.resourceNames ?? []
  const isNamed = names.length === 0 || ((isOne || name.includes('/')) && names.includes('absent'))
  const [, subresource] = name.split('/')
  const resources = rule.resources ?? []
  const covers =
    resources.includes('*') ||
    resources.includes(name) ||
    (subresource !== undefined && resources.includes(`*/${subresource}`))
  return has(rule.verbs, asked) && has(rule.apiGroups, group) && covers && isNamed
}

/** What an authorizer says; admission has other words. */
const REFUSAL = /User \\"[^"]*\\" cannot /

interface Question {
  readonly token: string
  readonly method: string
  readonly target: string
  /** Further header lines, each with its end. */
  readonly headers?: string | undefined
}

function ask(pipeline: Pipeline, { token, method, target, headers = '' }: Question): Promise<string> {
  const body = method === 'POST' || method === 'PUT' || method === 'PATCH' ? '{}' : ''
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const bytes = `${method} ${target} HTTP/1.1\r\nHost: x\r\n${token === '' ? '' : `Authorization: Bearer ${token}\r\n`}${headers}Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  return new Promise((resolve) =>
    pipeline.send({ bytes, isHead: false }, (heard) => {
      if (typeof heard === 'string') return resolve('0 no answer')
      const text = heard.body.toString('utf8', 0, 400)
      const isRefused = heard.status === 401 || (heard.status === 403 && REFUSAL.test(text))
      resolve(isRefused ? '40 refused' : `${heard.status} ${text.slice(0, 150)}`)
    }),
  )
}
