import { expect, test } from 'vitest'
import { RemoteMissing } from '../load/missing.ts'
import { localize } from './localize.ts'
import type { LocalizedCopy } from './options.ts'
import { type MemoryWorld, memoryFiles } from './testing-files.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod\n'
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamespace: ns\n'

interface Wish {
  readonly target?: string
  readonly scope?: string
  readonly destination?: string
}

function run(world: MemoryWorld, { target = '/a', scope = '', destination = '/dst' }: Wish = {}): LocalizedCopy {
  return localize({ ...memoryFiles(world), target, scope, destination })
}

function texts({ files }: LocalizedCopy): Record<string, string> {
  return Object.fromEntries([...files].map(([path, content]) => [path, Buffer.from(content).toString('utf8')]))
}

function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}${path}`, text]))
}

/** Files of a target that are copied exactly as they stand. */
const UNCHANGED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['another file name', { Kustomization: 'namePrefix: my-\n' }],
  ['an unknown kind', { 'kustomization.yaml': 'kind: NotChecked\n' }],
  [
    'deprecated fields',
    { 'kustomization.yaml': 'commonLabels:\n  app: bingo\nimageTags:\n- name: postgres\n  newTag: v1\n' },
  ],
  ['a patch in a folder', { 'kustomization.yaml': 'patches:\n- path: a/b/patch\n', 'a/b/patch': POD }],
  [
    'localized-files where nothing is remote',
    { 'kustomization.yaml': 'patches:\n- path: localized-files\n', 'localized-files': POD },
  ],
  ['an OpenAPI schema', { 'kustomization.yaml': 'openapi:\n  path: o.json\n', 'o.json': '{}' }],
  [
    'configurations and crds',
    { 'kustomization.yaml': 'configurations:\n- c.yaml\ncrds:\n- d.yaml\n', 'c.yaml': 'a: 1', 'd.yaml': 'b: 2' },
  ],
  [
    'json patches',
    { 'kustomization.yaml': 'patchesJson6902:\n- path: p.json\n  target:\n    namespace: my\n', 'p.json': ' [ ]' },
  ],
  [
    'strategic patches, in place and in a file',
    {
      'kustomization.yaml': `patchesStrategicMerge:\n- |\n  ${POD.trim().replaceAll('\n', '\n  ')}\n- p.yaml\n`,
      'p.yaml': POD,
    },
  ],
  [
    'replacements',
    {
      'kustomization.yaml':
        'replacements:\n- path: r.yaml\n- source:\n    name: map\n  targets:\n  - fieldPaths:\n    - path\n    select:\n      name: my-map\n',
      'r.yaml': '[]',
    },
  ],
  [
    'generators',
    {
      'kustomization.yaml':
        'configMapGenerator:\n- env: a.env\n  envs:\n  - b.env\n  files:\n  - f/key\n  - key=f/value\n  literals:\n  - A=b\nsecretGenerator:\n- files:\n  - f/key\n',
      'a.env': 'a=b',
      'b.env': 'c=d',
      'f/key': 'x',
      'f/value': 'y',
    },
  ],
  [
    'plugins in place and in files',
    {
      'kustomization.yaml':
        'generators:\n- g.yaml\n- |\n  apiVersion: builtin\n  env: b.env\n  kind: ConfigMapGenerator\n  metadata:\n    name: inline\n',
      'g.yaml': 'apiVersion: builtin\nenv: a.env\nkind: ConfigMapGenerator\nmetadata:\n  name: file\n',
      'a.env': 'a=b',
      'b.env': 'c=d',
    },
  ],
  [
    'plugins with lists and replacements',
    {
      'kustomization.yaml': 'transformers:\n- t.yaml\n',
      't.yaml':
        'apiVersion: builtin\nkind: ReplacementTransformer\nmetadata:\n  name: t\nreplacements:\n- path: r.yaml\n---\napiVersion: builtin\nkind: PatchStrategicMergeTransformer\nmetadata:\n  name: s\npaths:\n- p.yaml\n',
      'r.yaml': 'x',
      'p.yaml': POD,
    },
  ],
  [
    'components in components',
    {
      'kustomization.yaml': 'components:\n- delta\n- delta/epsilon\n',
      'delta/kustomization.yaml': COMPONENT,
      'delta/epsilon/kustomization.yaml': COMPONENT,
    },
  ],
  ['bases', { 'kustomization.yaml': 'bases:\n- b\n', 'b/kustomization.yaml': 'namePrefix: x\n' }],
  [
    'resources: files and folders',
    { 'kustomization.yaml': 'resources:\n- p.yaml\n- b\n', 'p.yaml': POD, 'b/kustomization.yaml': 'namePrefix: x\n' },
  ],
  [
    'charts with their values',
    {
      'kustomization.yaml': 'helmCharts:\n- name: chart\n  valuesFile: v\n- additionalValuesFiles:\n  - w\n',
      v: 'a: 1',
      w: 'b: 2',
      'charts/chart/values.yaml': 'x',
      'charts/chart/templates/a.yaml': 'y',
    },
  ],
  ['a chart home', { 'kustomization.yaml': 'helmGlobals:\n  chartHome: home\n', 'home/chart/values.yaml': 'x' }],
  ['a chart home that is not there', { 'kustomization.yaml': 'helmGlobals:\n  chartHome: untar\n' }],
  [
    'the deprecated form of charts',
    {
      'kustomization.yaml': 'helmChartInflationGenerator:\n- chartHome: home\n  chartName: chart\n  values: v\n',
      v: 'a: 1',
      'home/chart/values.yaml': 'x',
    },
  ],
  [
    'charts of a generator',
    {
      'kustomization.yaml': 'generators:\n- d.yaml\n',
      'd.yaml':
        'apiVersion: builtin\nchartHome: home\nkind: HelmChartInflationGenerator\nmetadata:\n  name: chart\nvaluesFile: v\n',
      v: 'a: 1',
      'home/chart/values.yaml': 'x',
    },
  ],
  ...['configurations', 'bases', 'resources', 'patchesStrategicMerge', 'transformers'].map(
    (field) => [`an empty entry of ${field}`, { 'kustomization.yaml': `${field}:\n- ""\n` }] as const,
  ),
]

test.each(UNCHANGED)('stays as it is: %s', (_, files) => {
  const copy = run({ files: below('/a/', files) }, { scope: '/' })
  expect(texts(copy)).toEqual(below('a/', files))
  expect(copy).toMatchObject({ destination: '/dst', target: 'a' })
})

test('a target that is its own scope lies directly in the new folder', () => {
  const copy = run(
    { files: { '/a/kustomization.yaml': 'namePrefix: my-\n', '/a/b/x': '' } },
    { destination: '/a/b/dst' },
  )
  expect(texts(copy)).toEqual({ 'kustomization.yaml': 'namePrefix: my-\n' })
  expect(copy.destination).toBe('/a/b/dst')
})

test('paths that wind are straightened, also absolute ones', () => {
  const files = {
    '/al/be/ga/kustomization.yaml':
      'patches:\n- path: ../ga/../../../al/be/./ga/p.yaml\n- path: /al/be/../be/ga/q.yaml\n',
    '/al/be/ga/p.yaml': POD,
    '/al/be/ga/q.yaml': POD,
  }
  expect(texts(run({ files }, { target: '/al/be/ga' }))).toEqual({
    'kustomization.yaml': 'patches:\n- path: p.yaml\n- path: q.yaml\n',
    'p.yaml': POD,
    'q.yaml': POD,
  })
})

test('what nobody names is left behind', () => {
  const files = { '/a/kustomization.yaml': 'resources:\n- p.yaml\n', '/a/p.yaml': POD, '/a/other.yaml': POD }
  expect(Object.keys(texts(run({ files })))).toEqual(['p.yaml', 'kustomization.yaml'])
})

test('a chart home is not copied again over values that were', () => {
  const files = {
    '/a/kustomization.yaml':
      'helmCharts:\n- name: chart\n  valuesFile: home/chart/values.yaml\nhelmGlobals:\n  chartHome: home\n',
    '/a/home/chart/values.yaml': 'x',
    '/a/home/chart/other': 'y',
  }
  expect(Object.keys(texts(run({ files })))).toEqual(['home/chart/values.yaml', 'kustomization.yaml'])
})

test('remote files and bases are put below localized-files', () => {
  const url = 'https://example.com/files/pod.yaml?raw=1'
  const base = 'https://github.com/org/repo//base?ref=v1'
  const files = {
    '/a/kustomization.yaml': `resources:\n- ${url}\n- ${base}\n`,
    '/clone/base/kustomization.yaml': 'resources:\n- ../other\n',
    '/clone/other/kustomization.yaml': 'namePrefix: x\n',
  }
  const world = { files, downloads: { [url]: POD }, clones: { 'https://github.com/org/repo': '/clone' } }
  expect(texts(run(world))).toEqual({
    'kustomization.yaml':
      'resources:\n- localized-files/example.com/files/pod.yaml\n- localized-files/github.com/org/repo/v1/base\n',
    'localized-files/example.com/files/pod.yaml': POD,
    'localized-files/github.com/org/repo/v1/base/kustomization.yaml': 'resources:\n- ../other\n',
    'localized-files/github.com/org/repo/v1/other/kustomization.yaml': 'namePrefix: x\n',
  })
})

test('what has not been fetched is asked for', () => {
  const files = { '/a/kustomization.yaml': 'resources:\n- https://example.com/a.yaml\n' }
  expect(() => run({ files })).toThrow(RemoteMissing)
})

test('a base that many name is copied once', () => {
  const diamond = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `/a/b${at}/kustomization.yaml`,
      at === 39 ? 'namePrefix: x\n' : `resources:\n- ../b${at + 1}\n- ../b${at + 1}/.\n`,
    ]),
  )
  const files = { ...diamond, '/a/kustomization.yaml': 'resources:\n- b0\n' }
  expect(run({ files }).files.size).toBe(41)
})

const KUSTOMIZATION = '/a/kustomization.yaml'

const FAILURES: readonly (readonly [string, Wish, Readonly<Record<string, string>>, string])[] = [
  [
    'no such file',
    {},
    { [KUSTOMIZATION]: 'patches:\n- path: gone.yaml\n' },
    `unable to localize target "/a": unable to localize patches: invalid file reference: '/a/gone.yaml' doesn't exist`,
  ],
  [
    'an unknown field',
    {},
    { [KUSTOMIZATION]: 'suffix: x\n' },
    'unable to localize target "/a": invalid Kustomization: json: unknown field "suffix"',
  ],
  [
    'no kustomization',
    {},
    { '/a/x': '' },
    `unable to localize target "/a": unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '/a'`,
  ],
  [
    'a folder without a kustomization',
    {},
    { [KUSTOMIZATION]: 'resources:\n- b\n', '/a/b/x': '' },
    `unable to localize target "/a": unable to localize resources entry: could not localize path "b" as file: invalid file reference: '/a/b' must resolve to a file; could not localize path "b" as directory: unable to localize root "b": unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '/a/b'`,
  ],
  [
    'a plugin without its file',
    {},
    {
      [KUSTOMIZATION]:
        'transformers:\n- |\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata:\n    name: t\n  path: gone.yaml\n',
    },
    `unable to localize target "/a": considering field 'path' of object PatchTransformer.builtin.[noGrp]/t.[noNs]: invalid file reference: '/a/gone.yaml' doesn't exist`,
  ],
  [
    'a plugin whose path is a map',
    {},
    {
      [KUSTOMIZATION]:
        'transformers:\n- |\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata:\n    name: t\n  path:\n    a: b\n',
    },
    `unable to localize target "/a": considering field 'path' of object PatchTransformer.builtin.[noGrp]/t.[noNs]: expected sequence or scalar node`,
  ],
  [
    'a plugin file that is no resource',
    {},
    { [KUSTOMIZATION]: 'transformers:\n- p.yaml\n', '/a/p.yaml': 'apiVersion: builtin\nmetadata:\n  name: x\n' },
    'unable to localize target "/a": unable to load transformers entry: unable to load resource entry "p.yaml": when parsing as inline received error: missing Resource metadata\nwhen parsing as filepath received error: missing kind in object {{builtin } {{x } map[] map[]}}',
  ],
  [
    'an absolute chart home',
    {},
    { [KUSTOMIZATION]: 'helmGlobals:\n  chartHome: /a/home\n' },
    'unable to localize target "/a": unable to copy helmGlobals: absolute path "/a/home" not handled in alpha',
  ],
  [
    'a chart home that is a file',
    {},
    { [KUSTOMIZATION]: 'helmGlobals:\n  chartHome: home\n', '/a/home': '' },
    `unable to localize target "/a": unable to copy helmGlobals: unable to copy home "home": invalid chart home: invalid root reference: must build at directory: '/a/home': file is not directory`,
  ],
  [
    'a chart home outside of the scope',
    {},
    { [KUSTOMIZATION]: 'helmGlobals:\n  chartHome: ../h\n', '/h/x': '' },
    'unable to localize target "/a": unable to copy helmGlobals: unable to copy home "../h": invalid chart home: root "/h" outside localize scope "/a"',
  ],
  [
    'a base outside of the scope',
    {},
    { [KUSTOMIZATION]: 'components:\n- ../b\n', '/b/kustomization.yaml': COMPONENT },
    'unable to localize target "/a": unable to localize components entry: root "/b" outside localize scope "/a"',
  ],
  [
    'a base in the new folder',
    { destination: '/a/dst' },
    { [KUSTOMIZATION]: 'bases:\n- dst\n' },
    'unable to localize target "/a": unable to localize bases entry: root "/a/dst" references into localize destination "/a/dst"',
  ],
  [
    'localized-files is taken',
    {},
    { [KUSTOMIZATION]: 'crds:\n- https://example.com/a\n', '/a/localized-files/x': '' },
    'unable to localize target "/a": unable to localize crds entry: /a already contains localized-files needed to store file "https://example.com/a"',
  ],
  [
    'a remote base without a ref',
    {},
    { [KUSTOMIZATION]: 'bases:\n- https://github.com/org/repo\n', '/clone/kustomization.yaml': '' },
    'unable to localize target "/a": unable to localize bases entry: localize remote root "https://github.com/org/repo" missing ref query string parameter',
  ],
  [
    'a cycle',
    {},
    { [KUSTOMIZATION]: 'bases:\n- b\n', '/a/b/kustomization.yaml': 'bases:\n- ..\n' },
    `unable to localize target "/a": unable to localize bases entry: unable to localize root "b": unable to localize bases entry: invalid root reference: cycle detected: candidate root '/a' contains visited root '/a/b'`,
  ],
  [
    'a target that is not there',
    { target: '/b' },
    { [KUSTOMIZATION]: '' },
    `unable to establish localize target "/b": must build at directory: not a valid directory: '/b' doesn't exist`,
  ],
  [
    'a target that is a file',
    { target: KUSTOMIZATION },
    { [KUSTOMIZATION]: '' },
    `unable to establish localize target "${KUSTOMIZATION}": must build at directory: '${KUSTOMIZATION}': file is not directory`,
  ],
  [
    'a remote target without a ref',
    { target: 'https://github.com/org/repo//x' },
    {},
    'localize remote root "https://github.com/org/repo//x" missing ref query string parameter',
  ],
  [
    'a remote target with a scope',
    { target: 'https://github.com/org/repo?ref=v1', scope: '.' },
    { '/clone/kustomization.yaml': '' },
    'invalid localize scope ".": scope "." specified for remote localize target "https://github.com/org/repo?ref=v1"',
  ],
  [
    'a scope that does not hold the target',
    { scope: '/b' },
    { [KUSTOMIZATION]: '', '/b/x': '' },
    'invalid localize scope "/b": localize scope "/b" does not contain target "/a" at "/a"',
  ],
  [
    'a destination that is there',
    { destination: '/b' },
    { [KUSTOMIZATION]: '', '/b/x': '' },
    'invalid localize destination "/b": localize destination "/b" already exists',
  ],
  [
    'a destination in a folder that is not there',
    { destination: 'no/dst' },
    { [KUSTOMIZATION]: '' },
    'invalid localize destination "no/dst": unable to create localize destination directory: mkdir no/dst: no such file or directory',
  ],
]

test.each(FAILURES)('fails: %s', (_, wish, files, message) => {
  const clones = { 'https://github.com/org/repo': '/clone' }
  const downloads = { 'https://example.com/a': 'x', 'https://github.com/org/repo': '<html>' }
  expect(() => run({ files, clones, downloads }, wish)).toThrow(expect.objectContaining({ message }))
})
