import fc from 'fast-check'

/** A value of an object or a patch. */
export type Value = null | boolean | number | string | Value[] | { readonly [key: string]: Value }
type Fields = Readonly<Record<string, Value>>

/** An object, a patch for it, and how both are written. */
export interface PatchCase {
  readonly object: Fields
  readonly patch: Fields | readonly Fields[]
  /** Decides about quotes and the spelling of null. */
  readonly style: readonly number[]
  readonly options: Fields
  readonly isTargeted: boolean
}

const word = fc.constantFrom('a', 'b', 'c', 'd')
const text = fc.constantFrom('x', 'y', 'yes', '80', 'true', '1.5', '', 'two words', 'a:b', 'multi\nline', 'null')
const scalar = fc.oneof(text, fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom(80, 1.5, 1e21, 1234567))
const port = fc.constantFrom<Value>(80, 81, 443, '80', 'http')

const list = (item: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.array(item, { maxLength: 3 })
const some = (fields: Record<string, fc.Arbitrary<Value>>, required: readonly string[] = []): fc.Arbitrary<Value> =>
  fc.record(fields, { requiredKeys: [...required] }) as fc.Arbitrary<Value>

/** Lists whose items mostly have their key; now and then one has none, or two have the same. */
function listBy(key: string, fields: Record<string, fc.Arbitrary<Value>>): fc.Arbitrary<Value> {
  const full = some({ [key]: word, ...fields }, [key])
  const loose = some({ [key]: word, ...fields })
  const unique = fc.uniqueArray(full as fc.Arbitrary<Fields>, { maxLength: 3, selector: (item) => item[key] })
  return fc.oneof({ weight: 6, arbitrary: unique as fc.Arbitrary<Value> }, { weight: 1, arbitrary: list(loose) })
}

const free = fc.letrec<{ value: Value; map: Value }>((tie) => ({
  map: fc.dictionary(word, tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Value>,
  value: fc.oneof(
    { weight: 5, arbitrary: scalar },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: tie('map') },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 2 }) },
  ),
})).map

const container = {
  image: text,
  env: listBy('name', { value: scalar, valueFrom: free }),
  ports: list(some({ containerPort: port, protocol: fc.constantFrom('TCP', 'UDP'), name: word })),
  volumeMounts: listBy('mountPath', { name: word, readOnly: fc.boolean() }),
  volumeDevices: listBy('devicePath', { name: word }),
  command: list(text),
  resources: free,
}
const podSpec = some({
  containers: listBy('name', container),
  initContainers: listBy('name', container),
  ephemeralContainers: listBy('name', container),
  volumes: listBy('name', { emptyDir: fc.oneof(fc.constant(null), fc.constant({})), configMap: free }),
  imagePullSecrets: listBy('name', {}),
  hostAliases: listBy('ip', { hostnames: list(word) }),
  topologySpreadConstraints: list(some({ topologyKey: word, whenUnsatisfiable: word, maxSkew: scalar })),
  tolerations: list(free),
  nodeSelector: free,
  restartPolicy: text,
})
const template = some({ metadata: some({ labels: free, finalizers: list(word) }), spec: podSpec })
const conditions = listBy('type', { status: text })
const workload = some({
  spec: some({ replicas: scalar, template, strategy: free, selector: free, volumeClaimTemplates: list(free) }),
  status: some({ conditions }),
})
const ports = list(some({ port, protocol: fc.constantFrom('TCP', 'UDP'), targetPort: port, name: word }))

/** Kinds and what they hold beside `metadata`. */
const KINDS: readonly (readonly [string, string, fc.Arbitrary<Value>])[] = [
  ['v1', 'Pod', some({ spec: podSpec, status: some({ conditions, podIPs: listBy('ip', {}) }) })],
  ['v1', 'PodTemplate', some({ template })],
  ['apps/v1', 'Deployment', workload],
  ['apps/v1', 'StatefulSet', workload],
  ['apps/v1', 'DaemonSet', workload],
  ['apps/v1beta1', 'Deployment', workload],
  ['batch/v1', 'Job', workload],
  ['batch/v1', 'CronJob', some({ spec: some({ schedule: text, jobTemplate: some({ spec: some({ template }) }) }) })],
  ['v1', 'Service', some({ spec: some({ ports, selector: free, type: text }), status: some({ conditions }) })],
  ['v1', 'ServiceAccount', some({ secrets: listBy('name', {}), imagePullSecrets: listBy('name', {}) })],
  ['v1', 'Node', some({ spec: some({ podCIDRs: list(text) }), status: some({ addresses: conditions, conditions }) })],
  ['storage.k8s.io/v1', 'CSINode', some({ spec: some({ drivers: listBy('name', { nodeID: text }) }) })],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    some({ webhooks: listBy('name', { rules: list(free), matchConditions: listBy('name', {}) }) }),
  ],
  ['policy/v1', 'PodDisruptionBudget', some({ spec: some({ selector: free, minAvailable: scalar }) })],
  ['v1', 'ConfigMap', some({ data: free })],
  ['example.com/v1', 'Thing', some({ spec: free, list: listBy('name', { value: scalar }), template })],
  [
    'example.com/v1',
    'Wrapper',
    workload.map((inner) => ({ spec: { inner: { apiVersion: 'apps/v1', kind: 'Deployment', ...(inner as Fields) } } })),
  ],
]

const metadata = some({ labels: free, finalizers: list(word), ownerReferences: listBy('uid', { kind: word }) })

interface Body {
  readonly metadata: Fields
  readonly rest: Fields
}

const body = (rest: fc.Arbitrary<Value>): fc.Arbitrary<Body> => fc.record({ metadata, rest }) as fc.Arbitrary<Body>

/** How one place of a patch differs from what a plain value would be; most places stay. */
const twist = fc.constantFrom(
  'keep',
  'keep',
  'keep',
  'keep',
  'keep',
  'keep',
  'null',
  'delete',
  'replace',
  'merge',
  'item',
)

const strategic = fc.constantFrom(...KINDS).chain(([apiVersion, kind, rest]) =>
  fc
    .record({
      object: body(rest),
      patch: body(rest),
      twists: fc.array(twist, { minLength: 24, maxLength: 24 }),
      style: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
      options: fc.constantFrom<Fields>({}, {}, {}, { allowNameChange: true }, { allowKindChange: true }),
      isTargeted: fc.boolean(),
    })
    .map(({ object, patch, twists, style, options, isTargeted }): PatchCase => {
      let at = 0
      const next = (): string => twists[at++ % twists.length] as string
      const head = { apiVersion, kind }
      const meta = { ...withoutNulls(object.metadata), name: 'n' }
      const change = { ...(twisted(patch.metadata, next) as Fields), name: 'n' }
      const changes = twisted(patch.rest, next) as Fields
      return {
        object: { ...head, metadata: meta, ...object.rest },
        patch: { ...head, metadata: change, ...changes },
        style,
        options: isTargeted ? options : {},
        isTargeted,
      }
    }),
)

function withoutNulls(value: Fields): Fields {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
}

/** A patch with directives and nulls here and there. */
function twisted(value: Value, next: () => string): Value {
  if (Array.isArray(value)) {
    const items = value.map((item) => twistedItem(twisted(item, next), next()))
    const directive = next()
    return directive === 'delete' || directive === 'replace' ? [...items, { $patch: directive }] : items
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([key, field]): [string, Value] => {
    return [key, next() === 'null' && next() === 'null' ? null : twisted(field, next)]
  })
  return Object.fromEntries(fields)
}

function twistedItem(item: Value, how: string): Value {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
  return how === 'delete' || how === 'replace' || how === 'merge' ? { ...item, $patch: how } : item
}

const jsonPatch = fc.constantFrom(...KINDS).chain(([apiVersion, kind, rest]) =>
  fc
    .record({
      object: body(rest),
      picks: fc.array(fc.record({ op: operation(), at: fc.nat(), to: fc.nat(), value: fc.oneof(scalar, free) }), {
        minLength: 1,
        maxLength: 4,
      }),
      style: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
    })
    .map(({ object, picks, style }): PatchCase => {
      const whole: Fields = {
        apiVersion,
        kind,
        metadata: { ...withoutNulls(object.metadata), name: 'n' },
        ...object.rest,
      }
      const pointers = pointersOf(whole, '').filter((pointer) => !KEPT.test(pointer))
      const pick = (at: number): string => pointers[at % pointers.length] ?? '/x'
      const patch = picks.map(({ op, at, to, value }): Fields => {
        if (op === 'copy' || op === 'move') return { op, from: pick(at), path: `${pick(to)}` }
        return { op, path: pick(at), ...(op !== 'remove' && { value }) }
      })
      return { object: whole, patch, style, options: {}, isTargeted: true }
    }),
)

/** What makes an object one. */
const KEPT = /^\/(?:apiVersion|kind|metadata|metadata\/name|metadata\/annotations)$/

function operation(): fc.Arbitrary<string> {
  return fc.constantFrom('add', 'add', 'add', 'replace', 'replace', 'remove', 'copy', 'move', 'test')
}

/** Pointers to what is there, and to places beside it. */
function pointersOf(value: Value, path: string): string[] {
  if (Array.isArray(value)) {
    const items = value.flatMap((item, at) => [`${path}/${at}`, ...pointersOf(item, `${path}/${at}`)])
    return [...items, `${path}/-`, `${path}/${value.length}`, `${path}/-1`, `${path}/x`]
  }
  if (typeof value !== 'object' || value === null) return path.length % 5 === 0 ? [`${path}/below`] : []
  const fields = Object.entries(value).flatMap(([key, field]) => {
    const pointer = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return [pointer, ...pointersOf(field, pointer)]
  })
  return [...fields, `${path}/new~1key`]
}

/** A strategic merge patch or a JSON patch for an object of a built-in kind, or of one that is not known. */
export const patchCase: fc.Arbitrary<PatchCase> = fc.oneof(
  { weight: 3, arbitrary: strategic },
  { weight: 1, arbitrary: jsonPatch },
)
