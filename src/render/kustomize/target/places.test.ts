import { expect, it } from 'vitest'
import { KustomizeError, type KustomizeErrorCode } from '../error.ts'
import { memoryFiles } from '../localize/testing-files.ts'
import { renderKustomize } from './render.ts'

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: web
        image: nginx
`

interface Mistake {
  readonly rule: string
  /** The kustomization file. */
  readonly file: string
  readonly others?: Readonly<Record<string, string>>
  readonly code: KustomizeErrorCode
  readonly at: string
  readonly hint: RegExp
}

const withWeb = 'resources:\n- a.yaml\n'
const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: x-\n'

const mistakes: readonly Mistake[] = [
  {
    rule: 'a field that is not known',
    file: `${withWeb}namePrefx: x-\n`,
    code: 'bad-file',
    at: 'kustomization.yaml:3:1',
    hint: /^did you mean namePrefix\?/,
  },
  {
    rule: 'one deep in a list',
    file: `${withWeb}patches:\n- path: p.yaml\n  targt: {kind: X}\n`,
    code: 'bad-file',
    at: 'kustomization.yaml:5:3',
    hint: /^did you mean target\?/,
  },
  {
    rule: 'a text for a list',
    file: 'resources: a.yaml\n',
    code: 'bad-file',
    at: 'kustomization.yaml:1:1',
    hint: /write a list/,
  },
  {
    rule: 'a text for a number',
    file: `${withWeb}replicas:\n- name: web\n  count: many\n`,
    code: 'bad-file',
    at: 'kustomization.yaml:5:3',
    hint: /whole number/,
  },
  {
    rule: 'a word that means true',
    file: 'resources:\n- x\n- y\n',
    code: 'bad-file',
    at: 'kustomization.yaml:3:3',
    hint: /in quotes: without them it means true/,
  },
  {
    rule: 'YAML that cannot be read',
    file: `${withWeb} foo: bar\n`,
    code: 'bad-file',
    at: 'kustomization.yaml:3:5',
    hint: /indented too far/,
  },
  {
    rule: 'an unknown kind of file',
    file: `kind: Kustomisation\n${withWeb}`,
    code: 'bad-file',
    at: 'kustomization.yaml:1:1',
    hint: /Kustomization/,
  },
  {
    rule: 'two kustomization files',
    file: withWeb,
    others: { 'kustomization.yml': withWeb },
    code: 'no-kustomization',
    at: 'kustomization.yml:1:1',
    hint: /^keep one of kustomization.yaml, kustomization.yml/,
  },
  {
    rule: 'a missing file with another ending',
    file: `${withWeb}- service.yaml\n`,
    others: { 'service.yml': '' },
    code: 'not-found',
    at: 'kustomization.yaml:3:3',
    hint: /^did you mean service.yml\?/,
  },
  {
    rule: 'a missing file of a base',
    file: 'resources:\n- base\n',
    others: { 'base/kustomization.yaml': 'resources:\n- depl.yaml\n', 'base/deps.yaml': web },
    code: 'not-found',
    at: 'base/kustomization.yaml:2:3',
    hint: /^did you mean deps.yaml\?/,
  },
  {
    rule: 'a missing file named by the deprecated field',
    file: 'resources:\n- a.yaml\nbases:\n- nix\n',
    code: 'not-found',
    at: 'kustomization.yaml:4:3',
    hint: /write it/,
  },
  {
    rule: 'a folder without a kustomization',
    file: 'resources:\n- base\n',
    others: { 'base/x.yaml': web },
    code: 'no-kustomization',
    at: 'kustomization.yaml:2:3',
    hint: /write one/,
  },
  {
    rule: 'a resource that is no YAML',
    file: 'resources:\n- b.yaml\n',
    others: { 'b.yaml': `${web}   bad: [\n` },
    code: 'bad-yaml',
    at: 'b.yaml:12:4',
    hint: /indentation/,
  },
  {
    rule: 'a tab',
    file: 'resources:\n- b.yaml\n',
    others: { 'b.yaml': 'kind: A\nmetadata:\n\tname: x\n' },
    code: 'bad-yaml',
    at: 'b.yaml:3:1',
    hint: /spaces/,
  },
  {
    rule: 'a second document without a name',
    file: 'resources:\n- b.yaml\n',
    others: { 'b.yaml': `${web}---\napiVersion: v1\nkind: Service\n` },
    code: 'bad-resource',
    at: 'b.yaml:13:1',
    hint: /metadata.name/,
  },
  {
    rule: 'one id in two files',
    file: `${withWeb}- b.yaml\n`,
    others: { 'b.yaml': `# the same\n${web}` },
    code: 'conflict',
    at: 'b.yaml:2:1',
    hint: /^the other one is at a.yaml:1:1/,
  },
  {
    rule: 'bases in a circle',
    file: 'resources:\n- x\n',
    others: { 'x/kustomization.yaml': 'resources:\n- ../y\n', 'y/kustomization.yaml': 'resources:\n- ../x\n' },
    code: 'cycle',
    at: 'y/kustomization.yaml:2:3',
    hint: /^x\/kustomization.yaml → y\/kustomization.yaml → x\/kustomization.yaml/,
  },
  {
    rule: 'a missing patch',
    file: `${withWeb}patches:\n- path: ptch.yaml\n`,
    others: { 'patch.yaml': '' },
    code: 'not-found',
    at: 'kustomization.yaml:4:3',
    hint: /^did you mean patch.yaml\?/,
  },
  {
    rule: 'a patch without its target',
    file: `${withWeb}patches:\n- path: p.yaml\n`,
    others: { 'p.yaml': `# patch\n${web.replace('name: web', 'name: wep')}` },
    code: 'no-match',
    at: 'p.yaml:2:1',
    hint: /^did you mean Deployment.v1.apps\/web/,
  },
  {
    rule: 'the same in the kustomization file',
    file: `${withWeb}patches:\n- patch: |-\n    kind: Deployment\n    apiVersion: apps/v1\n    metadata:\n      name: wep\n`,
    code: 'no-match',
    at: 'kustomization.yaml:5:5',
    hint: /^did you mean Deployment.v1.apps\/web/,
  },
  {
    rule: 'a patch of another group',
    file: `${withWeb}patchesStrategicMerge:\n- p.yaml\n`,
    others: { 'p.yaml': web.replace('apps/v1', 'v1') },
    code: 'no-match',
    at: 'p.yaml:1:1',
    hint: /^there is Deployment.v1.apps\/web/,
  },
  {
    rule: 'a patch that is no patch',
    file: `${withWeb}patches:\n- path: p.yaml\n`,
    others: { 'p.yaml': 'kind: [\n' },
    code: 'bad-config',
    at: 'p.yaml:2:1',
    hint: /as a strategic merge patch: .*as a JSON patch: /,
  },
  {
    rule: 'a patch of another form',
    file: `${withWeb}patches:\n- path: p.yaml\n`,
    others: { 'p.yaml': web.replace(/containers:[^]*/, 'containers:\n        foo: bar\n') },
    code: 'bad-value',
    at: 'p.yaml:9:7',
    hint: /write a list/,
  },
  {
    rule: 'an operation that finds nothing',
    file: `${withWeb}patches:\n- target: {kind: Deployment}\n  path: p.json\n`,
    others: { 'p.json': '[\n  {"op": "remove", "path": "/spec/replica"}\n]\n' },
    code: 'no-match',
    at: 'p.json:2:3',
    hint: /^did you mean replicas\?/,
  },
  {
    rule: 'one in the kustomization file',
    file: `${withWeb}patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: remove\n      path: /spec/nix\n`,
    code: 'no-match',
    at: 'kustomization.yaml:6:7',
    hint: /^spec has replicas, template/,
  },
  {
    rule: 'operations without a target',
    file: `${withWeb}patches:\n- patch: |-\n    - op: remove\n      path: /spec\n`,
    code: 'bad-config',
    at: 'kustomization.yaml:4:3',
    hint: /^add target:/,
  },
  {
    rule: 'an entry with patch and path',
    file: `${withWeb}patches:\n- path: p.yaml\n  patch: x\n`,
    code: 'bad-config',
    at: 'kustomization.yaml:4:3',
    hint: /keep one/,
  },
  {
    rule: 'a directive that is not known',
    file: `${withWeb}patches:\n- path: p.yaml\n`,
    others: { 'p.yaml': `${web.split('spec:')[0]}spec:\n  $patch: foo\n` },
    code: 'bad-config',
    at: 'p.yaml:5:1',
    hint: /merge, replace, delete/,
  },
  {
    rule: 'replicas of nothing',
    file: `${withWeb}replicas:\n- name: wep\n  count: 3\n`,
    code: 'no-match',
    at: 'kustomization.yaml:4:3',
    hint: /^did you mean Deployment.v1.apps\/web/,
  },
  {
    rule: 'a missing file of a generator',
    file: 'configMapGenerator:\n- name: a\n- name: b\n  files:\n  - k=web.cnf\n',
    others: { 'web.conf': '' },
    code: 'not-found',
    at: 'kustomization.yaml:5:5',
    hint: /^did you mean web.conf\?/,
  },
  {
    rule: 'a literal without a value',
    file: 'configMapGenerator:\n- name: b\n  literals:\n  - a=b\n  - novalue\n',
    code: 'bad-config',
    at: 'kustomization.yaml:5:5',
    hint: /novalue=value/,
  },
  {
    rule: 'a generator that merges into nothing',
    file: 'configMapGenerator:\n- name: b\n  behavior: merge\n',
    code: 'no-match',
    at: 'kustomization.yaml:2:3',
    hint: /leave behavior out/,
  },
  {
    rule: 'a replacement without a source',
    file: `${withWeb}replacements:\n- source: {kind: Service, name: web}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [spec.x]\n`,
    code: 'no-match',
    at: 'kustomization.yaml:4:3',
    hint: /Deployment.v1.apps\/web/,
  },
  {
    rule: 'a replacement from a field that is not there',
    file: `${withWeb}replacements:\n- path: r.yaml\n`,
    others: {
      'r.yaml':
        'source: {kind: Deployment, fieldPath: spec.nix}\ntargets:\n- select: {kind: Deployment}\n  fieldPaths: [spec.x]\n',
    },
    code: 'no-match',
    at: 'r.yaml:1:1',
    hint: /^spec has replicas, template/,
  },
  {
    rule: 'a file outside of the folder',
    file: 'resources:\n- x\n',
    others: { 'x/kustomization.yaml': 'resources:\n- ../a.yaml\n' },
    code: 'restricted',
    at: 'x/kustomization.yaml:2:3',
    hint: /LoadRestrictionsNone/,
  },
  {
    rule: 'an absolute base',
    file: 'resources:\n- /tmp\n',
    others: { '../tmp/x': '' },
    code: 'restricted',
    at: 'kustomization.yaml:2:3',
    hint: /from here/,
  },
  {
    rule: 'a component among the resources',
    file: 'resources:\n- c\n',
    others: { 'c/kustomization.yaml': component },
    code: 'bad-file',
    at: 'kustomization.yaml:2:3',
    hint: /under components/,
  },
  {
    rule: 'a base among the components',
    file: 'components:\n- c\n',
    others: { 'c/kustomization.yaml': 'namePrefix: x-\n' },
    code: 'bad-file',
    at: 'kustomization.yaml:2:3',
    hint: /under resources/,
  },
  {
    rule: 'field tables with a wrong name, in a base',
    file: 'resources:\n- c\n',
    others: { 'c/kustomization.yaml': 'configurations:\n- t.yaml\n', 'c/t.yaml': 'nameSuffix: []\nnamePrefx: []\n' },
    code: 'bad-config',
    at: 'c/t.yaml:2:1',
    hint: /^did you mean namePrefix\?/,
  },
  {
    rule: 'a schema that is not there',
    file: `${withWeb}openapi:\n  path: nix.json\n`,
    code: 'not-found',
    at: 'kustomization.yaml:4:3',
    hint: /write it/,
  },
  {
    rule: 'a var without its object',
    file: `${withWeb}vars:\n- name: X\n  objref: {kind: Service, name: nix, apiVersion: v1}\n`,
    code: 'no-match',
    at: 'kustomization.yaml:3:1',
    hint: /no resource is a Service/,
  },
  {
    rule: 'a transformer that is not known',
    file: `${withWeb}transformers:\n- t.yaml\n`,
    others: { 't.yaml': 'apiVersion: builtin\nkind: PrefixTransfrmer\nmetadata:\n  name: my\n' },
    code: 'plugin',
    at: 't.yaml:1:1',
    hint: /^did you mean PrefixTransformer\?/,
  },
  {
    rule: 'charts where none are rendered',
    file: 'helmCharts:\n- name: x\n',
    code: 'helm',
    at: 'kustomization.yaml:2:3',
    hint: /allowed/,
  },
  {
    rule: 'an image that is a list',
    file: 'resources:\n- b.yaml\nimages:\n- name: nginx\n  newTag: "1"\n',
    others: { 'b.yaml': web.replace('image: nginx', 'image: [nginx]') },
    code: 'bad-value',
    at: 'b.yaml:1:1',
    hint: /one value/,
  },
]

const root = '/w/'

it.each(mistakes)('$rule: the place and a way out', ({ file, others = {}, code, at, hint }) => {
  const error = failureOf({ 'kustomization.yaml': file, 'a.yaml': web, ...others })
  const { position } = error
  const place = position && `${position.file.replace(root, '')}:${position.line}:${position.column}`
  expect({ code: error.code, place }).toEqual({ code, place: at })
  expect(error.hint?.replaceAll(root, '')).toMatch(hint)
})

function failureOf(texts: Readonly<Record<string, string>>): KustomizeError {
  const paths = Object.entries(texts).map(([path, text]) => [
    path.startsWith('../') ? path.slice(2) : root + path,
    text,
  ])
  const memory = memoryFiles({ files: Object.fromEntries(paths) as Record<string, string> })
  const names = (folder: string): string[] => memory.list(folder).map(({ name }) => name)
  try {
    renderKustomize('/w', { files: { ...memory.files, names } })
  } catch (error) {
    if (error instanceof KustomizeError) return error
    throw error
  }
  throw new Error('the build succeeded')
}
