import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dump } from '#yaml'
import { peer } from '../peers.ts'
import { type KubeObject, name, object, text } from './kustomize-objects.ts'
import { buildBoth, type Files, type Outcome } from './kustomize-overlay.ts'

const kubectl = peer('kubectl-1.34')
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100)

if (kubectl === undefined)
  process.stderr.write('kustomize parity SKIPPED: kubectl-1.34 is missing, run `npm run peers`\n')

const pairs = fc.dictionary(fc.constantFrom('app', 'tier', 'q'), text, { minKeys: 1, maxKeys: 2 })
const affix = fc.constantFrom('p-', 'q-', '1')
const fieldSpec = fc.constantFrom(
  { path: 'spec/names', kind: 'Thing' },
  { path: 'spec/extra/labels', kind: 'Thing', create: true },
)

/** What a kustomization may ask for, each of it sometimes. */
const steps = fc.record(
  {
    namePrefix: affix,
    nameSuffix: fc.constantFrom('-s', '-t'),
    namespace: fc.constantFrom('x', 'z', 'default'),
    commonLabels: pairs,
    labels: fc.array(
      fc.record(
        {
          pairs,
          includeSelectors: fc.boolean(),
          includeTemplates: fc.boolean(),
          fields: fc.array(fieldSpec, { maxLength: 1 }),
        },
        { requiredKeys: ['pairs'] },
      ),
      { maxLength: 2 },
    ),
    commonAnnotations: pairs,
    images: fc.array(
      fc.record(
        {
          name: fc.constantFrom('nginx', 'busybox', 'reg:5000/nginx', '.*', 'a/b'),
          newName: fc.constantFrom('other', 'x.y/z', '123'),
          newTag: fc.constantFrom('2', '1.5'),
          digest: fc.constantFrom('sha256:def'),
          tagSuffix: fc.constantFrom('-x'),
        },
        { requiredKeys: ['name'] },
      ),
      { maxLength: 2 },
    ),
    configMapGenerator: fc.array(fc.record({ name, literals: fc.constant(['k=v']) }), { maxLength: 1 }),
    secretGenerator: fc.array(fc.record({ name, literals: fc.constant(['k=v']) }), { maxLength: 1 }),
    configurations: fc.constant(['config.yaml']),
  },
  { requiredKeys: [] },
)

const CONFIG = dump({
  nameReference: [
    {
      kind: 'ConfigMap',
      version: 'v1',
      fieldSpecs: [
        { path: 'spec/configRef', kind: 'Thing' },
        { path: 'spec/names', kind: 'Thing' },
      ],
    },
    { kind: 'Thing', fieldSpecs: [{ path: 'metadata/annotations/app', kind: 'ConfigMap' }] },
  ],
  varReference: [{ path: 'spec/names', kind: 'Thing' }],
  images: [{ path: 'spec/image', kind: 'Thing' }],
  namespace: [{ path: 'spec/extra/namespace', kind: 'Thing', create: true }],
  commonAnnotations: [{ path: 'spec/extra/annotations', kind: 'Thing', create: true }],
})

/** Which fields a transformer of its own changes, by its kind. */
const SPECS: Readonly<Record<string, readonly object[]>> = {
  PrefixTransformer: [{ path: 'metadata/name' }],
  SuffixTransformer: [{ path: 'metadata/name' }, { path: 'spec/extra/name', kind: 'Thing', create: true }],
  LabelTransformer: [
    { path: 'metadata/labels', create: true },
    { path: 'spec/template/metadata/labels', create: true, kind: 'Deployment' },
    { path: 'spec/extra/labels', create: true },
  ],
  AnnotationsTransformer: [{ path: 'metadata/annotations', create: true }],
  NamespaceTransformer: [{ path: 'spec/extra/namespace', kind: 'Thing', create: true }],
  ReplicaCountTransformer: [{ path: 'spec/replicas', kind: 'Deployment', create: true }],
}
/** A built-in transformer as a file of its own. */
const plugin = fc
  .record({
    kind: fc.constantFrom(
      ...['PrefixTransformer', 'SuffixTransformer', 'LabelTransformer', 'AnnotationsTransformer'],
      ...['NamespaceTransformer', 'NamespaceTransformer', 'LabelTransformer', 'ReplicaCountTransformer'],
    ),
    namespace: fc.constantFrom('x', 'w'),
    unsetOnly: fc.boolean(),
    setRoleBindingSubjects: fc.constantFrom('defaultOnly', 'allServiceAccounts', 'none'),
    labels: pairs,
    name,
  })
  .map(({ kind, namespace, unsetOnly, setRoleBindingSubjects, labels, name }) => ({
    apiVersion: 'builtin',
    kind,
    metadata: { name: 'notUsed', ...(kind === 'NamespaceTransformer' && { namespace }) },
    fieldSpecs: SPECS[kind],
    ...(kind === 'NamespaceTransformer' && { unsetOnly, setRoleBindingSubjects }),
    ...(kind === 'PrefixTransformer' && { prefix: 'pp-' }),
    ...(kind === 'SuffixTransformer' && { suffix: '-ss' }),
    ...(kind === 'LabelTransformer' && { labels }),
    ...(kind === 'AnnotationsTransformer' && { annotations: labels }),
    ...(kind === 'ReplicaCountTransformer' && { replica: { name, count: 4 } }),
  }))

const objects = fc.array(object, { minLength: 1, maxLength: 7 })

/** A base, a second one beside it, and a top over both; most of them build. */
const overlay = fc
  .record({
    objects,
    more: objects,
    base: steps,
    beside: steps,
    top: steps,
    component: fc.option(steps, { freq: 2 }),
    plugins: fc.array(plugin, { maxLength: 2 }),
    buildMetadata: fc.option(fc.subarray(['originAnnotations', 'transformerAnnotations', 'managedByLabel']), {
      freq: 2,
    }),
    isCareless: fc.constantFrom(true, false, false, false, false),
    picks: fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }),
  })
  .map(({ isCareless, ...plan }): Files => filesOf(isCareless ? plan : careful(plan)))

interface Layer {
  readonly namePrefix?: string
  readonly nameSuffix?: string
  readonly namespace?: string
  readonly configMapGenerator?: readonly { name: string }[]
  readonly secretGenerator?: readonly { name: string }[]
}

interface Plan {
  readonly objects: readonly KubeObject[]
  readonly more: readonly KubeObject[]
  readonly base: Layer
  readonly beside: Layer
  readonly top: Layer
  readonly component: Layer | null
  readonly plugins: readonly object[]
  readonly buildMetadata: readonly string[] | null
  readonly picks: readonly number[]
}

/** Without what cannot build: two objects of one id, and counts and vars of nothing. */
function careful(plan: Plan): Plan {
  const { base, beside, top } = plan
  const generated = [base, beside, top].map(generatedIds)
  const objects = distinct(plan.objects, base, top, new Set([...(generated[0] ?? []), ...(generated[2] ?? [])]))
  const isTwin = ['namePrefix', 'nameSuffix'].every((key) => base[key as keyof Layer] === beside[key as keyof Layer])
  const taken = isTwin ? objects.map((each) => idOf(each, base, top)) : []
  const more = distinct(plan.more, beside, top, new Set([...(generated[1] ?? []), ...(generated[2] ?? []), ...taken]))
  const free = new Set([...(generated[0] ?? []), ...(isTwin ? (generated[1] ?? []) : [])])
  return {
    ...plan,
    objects,
    more,
    beside: isTwin ? without(beside, new Set(generated[0])) : beside,
    top: without(top, free),
  }
}

function generatedIds({ configMapGenerator = [], secretGenerator = [] }: Layer): string[] {
  return [
    ...configMapGenerator.map(({ name }) => `v1 ConfigMap ${name} `),
    ...secretGenerator.map(({ name }) => `v1 Secret ${name} `),
  ]
}

function without({ configMapGenerator = [], secretGenerator = [], ...layer }: Layer, ids: ReadonlySet<string>): Layer {
  return {
    ...layer,
    configMapGenerator: configMapGenerator.filter(({ name }) => !ids.has(`v1 ConfigMap ${name} `)),
    secretGenerator: secretGenerator.filter(({ name }) => !ids.has(`v1 Secret ${name} `)),
  }
}

function distinct(list: readonly KubeObject[], layer: Layer, top: Layer, taken: Set<string>): KubeObject[] {
  const known = new Set(taken)
  return list.filter((each) => {
    const id = idOf(each, layer, top)
    const isNew = !known.has(id) && !known.has(id.replace(/ \S*$/, ' '))
    known.add(id)
    return isNew
  })
}

function idOf({ apiVersion, kind, metadata }: KubeObject, layer: Layer, top: Layer): string {
  const { name, namespace = 'default' } = metadata as { name: string; namespace?: string }
  const isMoved = layer.namespace !== undefined || top.namespace !== undefined
  return [apiVersion, kind, kind === 'Namespace' && isMoved ? '' : name, isMoved ? '' : namespace].join(' ')
}

function filesOf({ objects, more, base, beside, top, picks, component, plugins, buildMetadata }: Plan): Files {
  const [first, second, third] = [...objects, ...more].filter((_, at) => picks.includes(at))
  const vars = first !== undefined && (picks[0] ?? 0) < 10 ? { vars: [varOf(first)] } : {}
  const workload = second !== undefined && WORKLOADS.has(String(second['kind'])) ? [nameOf(second)] : []
  return {
    'base/config.yaml': CONFIG,
    'beside/config.yaml': CONFIG,
    'top/config.yaml': CONFIG,
    'component/config.yaml': CONFIG,
    'component/kustomization.yaml': dump({ ...COMPONENT, ...component }),
    'top/plugins.yaml': plugins.map((each, at) => dump(withName(each, at))).join('---\n'),
    'base/r.yaml': yamlOf(objects),
    'base/kustomization.yaml': dump({ resources: ['r.yaml'], ...base }),
    'beside/r.yaml': yamlOf(more),
    'beside/kustomization.yaml': dump({ resources: ['r.yaml'], ...beside }),
    'top/kustomization.yaml': dump({
      resources: ['../base', '../beside'],
      ...top,
      ...vars,
      ...(component !== null && { components: ['../component'] }),
      ...(plugins.length > 0 && { transformers: ['plugins.yaml'] }),
      ...(buildMetadata !== null && { buildMetadata }),
      replicas: workload.map((name) => ({ name, count: 7 })),
      patches: third === undefined ? [] : [{ patch: dump(patchOf(third, picks[3] ?? 0)) }],
    }),
  }
}

/** A patch of labels: those of the object, of its template, or both. */
function patchOf({ apiVersion, kind, metadata }: KubeObject, choice: number): object {
  const { name, namespace } = metadata as { name: string; namespace?: string }
  const labels = { app: 'patched', q: '5' }
  const own = choice % 3 === 1 ? {} : { labels }
  const template = choice % 3 === 0 ? {} : { spec: { template: { metadata: { labels: { ...labels, app: 'inner' } } } } }
  return { apiVersion, kind, metadata: { name, ...own, ...(namespace && { namespace }) }, ...template }
}

const COMPONENT = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' }

function withName(config: object, at: number): object {
  const { metadata, ...rest } = config as { metadata: object }
  return { ...rest, metadata: { ...metadata, name: `step${at}` } }
}

const WORKLOADS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'])

function yamlOf(objects: readonly KubeObject[]): string {
  return objects.map((each) => dump(JSON.parse(JSON.stringify(each)))).join('---\n')
}

function nameOf({ metadata }: KubeObject): string {
  return (metadata as { name: string }).name
}

function varOf(target: KubeObject): object {
  const { apiVersion, kind } = target
  return { name: 'V', objref: { apiVersion, kind, name: nameOf(target) }, fieldref: { fieldPath: 'metadata.name' } }
}

/** Messages that differ from run to run, or print a part of the input in its own layout. */
const UNSTABLE =
  /merging from generator|found multiple possible referrals|node contents|resid\.ResId|Failed to build|panic/

function comparable({ text, error }: Outcome): Outcome {
  if (error === undefined) return { text: text ?? '' }
  const unstable = UNSTABLE.exec(error)
  return { error: unstable === null ? error : unstable[0] }
}

test.skipIf(kubectl === undefined)('random overlays build as the real tool builds them', () => {
  let built = 0
  fc.assert(
    fc.property(overlay, (files) => {
      const { ours, theirs } = buildBoth(files, kubectl as string, 'top')
      if (theirs.error === undefined) built++
      expect(comparable(ours), show(files)).toEqual(comparable(theirs))
    }),
    { numRuns: RUNS },
  )
  process.stderr.write(`kustomize fields: ${built} of ${RUNS} overlays build\n`)
})

function show(files: Files): string {
  return Object.entries(files)
    .map(([path, content]) => `# ${path}\n${content}`)
    .join('\n')
}
