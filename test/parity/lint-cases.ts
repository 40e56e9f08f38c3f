/** A small chart that lint has something to say of, and how lint is called on it. */
export interface LintCase {
  readonly name: string
  /** Files by path; null leaves out a file that every case has; a path with `/` at its end is an empty folder. */
  readonly files: Readonly<Record<string, string | null>>
  /** What stands behind `lint`; `chart` when left out. */
  readonly args?: readonly string[]
}

/** What every case begins with. */
export const baseFiles: Readonly<Record<string, string>> = {
  'chart/Chart.yaml':
    'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "1"\nicon: https://example.com/icon.png\n',
  'chart/values.yaml': 'replicas: 1\nimage:\n  tag: a\n  pull: x\n',
  'chart/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n',
}

const head = 'apiVersion: v2\nname: web\nversion: 1.0.0\nicon: https://example.com/i.png\n'

function chartYaml(name: string, text: string): LintCase {
  return { name: `chart ${name}`, files: { 'chart/Chart.yaml': text } }
}

function template(name: string, text: string, ...args: string[]): LintCase {
  return { name: `template ${name}`, files: { 'chart/templates/a.yaml': text }, args: ['chart', ...args] }
}

function object(kind: string, name: string, apiVersion = 'v1'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`
}

const chartCases: readonly LintCase[] = [
  { name: 'nothing to say', files: {} },
  chartYaml('empty', ''),
  chartYaml('no yaml', 'a: [b\n'),
  chartYaml('bad indent', 'apiVersion: v2\n name: web\n'),
  chartYaml('list', '- a\n'),
  chartYaml('text', 'hello\n'),
  chartYaml('no name', 'apiVersion: v2\nversion: 1.0.0\nicon: https://a.b\n'),
  chartYaml('name with folder', 'apiVersion: v2\nname: a/b\nversion: 1.0.0\nicon: https://a.b\n'),
  chartYaml('name dot', 'apiVersion: v2\nname: ..\nversion: 1.0.0\nicon: https://a.b\n'),
  chartYaml('no apiVersion', 'name: web\nversion: 1.0.0\nicon: https://a.b\n'),
  chartYaml('apiVersion v3', 'apiVersion: v3\nname: web\nversion: 1.0.0\nicon: https://a.b\n'),
  chartYaml('apiVersion odd', 'apiVersion: five\nname: web\nversion: 1.0.0\nicon: https://a.b\n'),
  chartYaml('no version', 'apiVersion: v2\nname: web\nicon: https://a.b\n'),
  chartYaml('version number', 'apiVersion: v2\nname: web\nversion: 1.5\nicon: https://a.b\n'),
  chartYaml('version int', 'apiVersion: v2\nname: web\nversion: 1\nicon: https://a.b\n'),
  chartYaml('version null', 'apiVersion: v2\nname: web\nversion: ~\nicon: https://a.b\n'),
  chartYaml('version words', 'apiVersion: v2\nname: web\nversion: waa\nicon: https://a.b\n'),
  chartYaml('version with v', 'apiVersion: v2\nname: web\nversion: v1.2.3\nicon: https://a.b\n'),
  chartYaml('version short', 'apiVersion: v2\nname: web\nversion: "1.2"\nicon: https://a.b\n'),
  chartYaml('version zero', 'apiVersion: v2\nname: web\nversion: 0.0.0\nicon: https://a.b\n'),
  chartYaml('version zero pre', 'apiVersion: v2\nname: web\nversion: 0.0.0-0\nicon: https://a.b\n'),
  chartYaml('version pre', 'apiVersion: v2\nname: web\nversion: 1.0.0-alpha.1+build.5\nicon: https://a.b\n'),
  chartYaml('version leading zero', 'apiVersion: v2\nname: web\nversion: 1.01.0\nicon: https://a.b\n'),
  chartYaml('version list', 'apiVersion: v2\nname: web\nversion: [1]\nicon: https://a.b\n'),
  chartYaml('appVersion number', `${head}appVersion: 1.10\n`),
  chartYaml('appVersion bool', `${head}appVersion: true\n`),
  chartYaml('appVersion map', `${head}appVersion: {a: 1}\n`),
  chartYaml('maintainer no name', `${head}maintainers:\n- email: a@b.c\n`),
  chartYaml('maintainer email', `${head}maintainers:\n- name: a\n  email: nobody\n`),
  chartYaml(
    'maintainer good',
    `${head}maintainers:\n- name: a\n  email: a.b+c@example.co.uk\n  url: https://example.com/a\n`,
  ),
  chartYaml('maintainer url', `${head}maintainers:\n- name: a\n  url: "no url"\n`),
  chartYaml('maintainer url bare', `${head}maintainers:\n- name: a\n  url: example.com\n`),
  chartYaml('maintainer url word', `${head}maintainers:\n- name: a\n  url: example\n`),
  chartYaml('maintainer url port', `${head}maintainers:\n- name: a\n  url: localhost:8080\n`),
  chartYaml('maintainer text', `${head}maintainers:\n- someone\n`),
  chartYaml('sources bad', `${head}sources:\n- https://a.b\n- nowhere\n`),
  chartYaml('sources empty', `${head}sources:\n- ""\n`),
  chartYaml('sources git', `${head}sources:\n- git@github.com:a/b.git\n- ssh://git@a.b/c\n`),
  chartYaml('sources space', `${head}sources:\n- "https://a b/c"\n`),
  chartYaml('sources escape', `${head}sources:\n- "https://a.b/%zz"\n`),
  chartYaml('sources port', `${head}sources:\n- "https://a.b:port/"\n`),
  chartYaml('sources text', `${head}sources: https://a.b\n`),
  chartYaml('no icon', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'),
  chartYaml('icon path', 'apiVersion: v2\nname: web\nversion: 1.0.0\nicon: icons/a.png\n'),
  chartYaml('icon absolute path', 'apiVersion: v2\nname: web\nversion: 1.0.0\nicon: /icons/a.png\n'),
  chartYaml('icon data', 'apiVersion: v2\nname: web\nversion: 1.0.0\nicon: data:image/png;base64,AA==\n'),
  chartYaml('type in v1', 'apiVersion: v1\nname: web\nversion: 1.0.0\nicon: https://a.b\ntype: application\n'),
  chartYaml('type odd', `${head}type: thing\n`),
  chartYaml('type library', `${head}type: library\n`),
  chartYaml(
    'dependencies in v1',
    'apiVersion: v1\nname: web\nversion: 1.0.0\nicon: https://a.b\ndependencies:\n- name: db\n  version: 1.0.0\n  repository: https://a.b\n',
  ),
  chartYaml('unknown key', `${head}colour: red\n`),
  chartYaml('unknown key in dependency', `${head}maintainers:\n- name: a\n  nick: b\n`),
  chartYaml('repeated key', `${head}name: other\n`),
  chartYaml('several faults', 'name: a/b\nversion: x\nappVersion: 5\nsources: [x]\nicon: y\ntype: library\nzzz: 1\n'),
  chartYaml('kubeVersion', `${head}kubeVersion: ">=99"\n`),
  chartYaml('deprecated', `${head}deprecated: true\n`),
  chartYaml('annotations', `${head}annotations: [a]\n`),
  { name: 'chart missing', files: { 'chart/Chart.yaml': null } },
  { name: 'chart is a folder', files: { 'chart/Chart.yaml': null, 'chart/Chart.yaml/x': 'a' } },
  { name: 'path missing', files: {}, args: ['nowhere'] },
  { name: 'path is a file', files: { file: 'x' }, args: ['file'] },
  { name: 'archive missing', files: {}, args: ['nowhere.tgz'] },
  { name: 'archive bad', files: { 'bad.tgz': 'no archive' }, args: ['bad.tgz'] },
]

const valuesCases: readonly LintCase[] = [
  { name: 'values missing', files: { 'chart/values.yaml': null } },
  { name: 'values empty', files: { 'chart/values.yaml': '' } },
  { name: 'values no yaml', files: { 'chart/values.yaml': 'a: b: c\n' } },
  { name: 'values list', files: { 'chart/values.yaml': '- a\n' } },
  { name: 'values repeated key', files: { 'chart/values.yaml': 'a: 1\na: 2\n' } },
  { name: 'values two documents', files: { 'chart/values.yaml': 'a: 1\n---\nb: 2\n' } },
  { name: 'values folder', files: { 'chart/values.yaml': null, 'chart/values.yaml/x': 'a' } },
  {
    name: 'schema broken values',
    files: { 'chart/values.schema.json': '{"type":"object","properties":{"replicas":{"type":"string"}}}' },
  },
  {
    name: 'schema two faults',
    files: {
      'chart/values.schema.json':
        '{"type":"object","required":["host"],"properties":{"replicas":{"type":"integer","minimum":5}}}',
    },
  },
  { name: 'schema no json', files: { 'chart/values.schema.json': '{"type":' } },
  { name: 'schema empty', files: { 'chart/values.schema.json': '' } },
  { name: 'schema bad type', files: { 'chart/values.schema.json': '{"type":"thing"}' } },
  {
    name: 'schema skipped',
    files: { 'chart/values.schema.json': '{"type":"object","properties":{"replicas":{"type":"string"}}}' },
    args: ['chart', '--skip-schema-validation'],
  },
  {
    name: 'schema set',
    files: { 'chart/values.schema.json': '{"type":"object","properties":{"replicas":{"type":"integer"}}}' },
    args: ['chart', '--set', 'replicas=many'],
  },
  {
    name: 'schema of subchart',
    files: {
      'chart/Chart.yaml': `${head}dependencies:\n- name: db\n  version: 1.0.0\n  repository: https://a.b\n`,
      'chart/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      'chart/charts/db/values.yaml': 'port: x\n',
      'chart/charts/db/values.schema.json': '{"properties":{"port":{"type":"integer"}}}',
    },
  },
  {
    name: 'values null in a table',
    files: { 'chart/templates/a.yaml': `${object('ConfigMap', 'a')}data:\n  t: {{ toJson .Values.image | quote }}\n` },
    args: ['chart', '--set', 'image.tag=null'],
  },
  { name: 'values flag bad', files: {}, args: ['chart', '--set', 'a={b'] },
  { name: 'values file missing', files: {}, args: ['chart', '-f', 'nowhere.yaml'] },
  { name: 'values file bad', files: { 'v.yaml': 'a: b: c' }, args: ['chart', '-f', 'v.yaml'] },
]

const templateCases: readonly LintCase[] = [
  { name: 'templates missing', files: { 'chart/templates/a.yaml': null } },
  { name: 'templates empty folder', files: { 'chart/templates/a.yaml': null, 'chart/templates/': '' } },
  { name: 'templates is a file', files: { 'chart/templates/a.yaml': null, 'chart/templates': 'x' } },
  template('parse error', '{{ if }}\n'),
  template('unknown function', '{{ nothing }}\n'),
  template('unclosed', '{{ if true }}\n'),
  template('nil pointer', '{{ .Values.a.b.c }}\n'),
  template('required', '{{ required "say the host" .Values.host }}\n'),
  template('required empty', '{{ required "say it" "" }}\n'),
  template('fail', '{{ fail "no way" }}\n'),
  template('fail in tpl', '{{ tpl "{{ fail \\"no way\\" }}" . }}\n'),
  template('include missing', '{{ include "nothing" . }}\n'),
  template('compare', '{{ if eq 1 "a" }}{{ end }}\n'),
  template('lookup', '{{ (lookup "v1" "Secret" "a" "b").data.x }}\n'),
  template('no yaml', 'a: b: c\n'),
  template('no yaml second', `${object('ConfigMap', 'a')}---\na: [\n`),
  template('tab', 'a:\n\tb: c\n'),
  template('odd separator', `${object('ConfigMap', 'a')}--- x\n${object('ConfigMap', 'B_')}`),
  template('comment at separator', `${object('ConfigMap', 'a')}--- # more\n${object('ConfigMap', 'B_')}`),
  template('begins with separator', `---\n${object('ConfigMap', 'B_')}---\n---\n${object('ConfigMap', 'C_')}`),
  template('list at root', '- a\n'),
  template('text at root', 'hello\n'),
  template('number at root', '5\n'),
  template('null', '~\n'),
  template('comment only', '# nothing\n'),
  template('kind is a map', 'apiVersion: v1\nkind: {a: 1}\nmetadata:\n  name: a\n'),
  template('apiVersion is a list', 'apiVersion: [a]\nkind: Pod\n'),
  template('metadata is text', 'apiVersion: v1\nkind: Pod\nmetadata: x\n'),
  template('metadata is a list', 'apiVersion: v1\nkind: Pod\nmetadata: [x]\n'),
  template('name is a number', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: 5\n'),
  template('name is a list', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: [x]\n'),
  template('namespace is a map', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: {}\n'),
  template('two wrong fields', 'apiVersion: [a]\nkind: {}\nmetadata: 5\n'),
  template('json', '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"A_"}}\n'),
  template(
    'json two',
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"A_"}}\n{"kind":"Pod","metadata":{"name":"B_"}}\n',
  ),
  template('json broken', '{"apiVersion":"v1",\n'),
  template('flow', '{apiVersion: v1, kind: Pod, metadata: {name: A_}}\n'),
  template('flow broken', '{apiVersion: v1, kind: \n'),
  template('indent', '  apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n'),
  template('indent after blank', '\n\n apiVersion: v1\n kind: Pod\n metadata: {name: a}\n'),
  template('indent of second', `${object('Pod', 'a')}---\n  kind: Pod\n  metadata: {name: b}\n`),
  template('name missing', 'apiVersion: v1\nkind: Pod\n'),
  template('name generated', 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: a-\n'),
  template('name of pod', object('Pod', 'Web_1')),
  template('name of service', object('Service', '1web')),
  template('name of service dots', object('Service', 'web.a')),
  template('name of namespace', object('Namespace', 'web.a')),
  template('name of namespace bad', object('Namespace', 'Web')),
  template('name of account', object('ServiceAccount', 'Web')),
  template('name of role', object('Role', 'a/b%c', 'rbac.authorization.k8s.io/v1')),
  template('name of role good', object('ClusterRole', 'System:Any', 'rbac.authorization.k8s.io/v1')),
  template('name of role dots', object('RoleBinding', '..', 'rbac.authorization.k8s.io/v1')),
  template('name of request', object('CertificateSigningRequest', 'A_B', 'certificates.k8s.io/v1')),
  template('name of unknown kind', object('Thing', 'A_B', 'example.com/v1')),
  template('name too long', object('Service', 'a'.repeat(64))),
  template('name far too long', object('Pod', 'a'.repeat(254))),
  template('name too long and bad', object('Service', 'A'.repeat(70))),
  template('deprecated', object('Ingress', 'a', 'extensions/v1beta1')),
  template('deprecated as of old', object('Ingress', 'a', 'networking.k8s.io/v1beta1'), '--kube-version', '1.18'),
  template('deprecated as of new', object('Ingress', 'a', 'networking.k8s.io/v1beta1'), '--kube-version', '1.19'),
  template('deprecated zero', object('CronJob', 'a', 'batch/v1beta1'), '--kube-version', '0.0.0'),
  template('deprecated 2', object('CronJob', 'a', 'batch/v1beta1'), '--kube-version', 'v2.0.0'),
  template('kube version bad', object('Pod', 'a'), '--kube-version', 'abc'),
  template(
    'kube version read',
    `${object('Pod', 'a')}  labels: {a: {{ .Capabilities.KubeVersion.Minor | quote }}, b: [}\n`,
    '--kube-version',
    '1.30.1',
  ),
  template('selector missing', object('Deployment', 'a', 'apps/v1')),
  template('selector in a comment', `${object('DaemonSet', 'a', 'apps/v1')}# matchLabels\n`),
  template('selector of stateful set', object('StatefulSet', 'a', 'apps/v1')),
  template(
    'policy in list',
    'apiVersion: v1\nkind: List\nmetadata: {name: l}\nitems:\n- kind: Pod\n  metadata:\n    annotations:\n      helm.sh/resource-policy: keep\n',
  ),
  template('list without policy', 'apiVersion: v1\nkind: List\nmetadata: {name: l}\nitems:\n- kind: Pod\n'),
  template(
    'release',
    `${object('Pod', 'a')}# {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsInstall }}\n{{ if .Release.IsInstall }}a: [{{ end }}\n`,
    '-n',
    'here',
  ),
  template('release read', 'a: [ {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Revision }}\n', '-n', 'here'),
  template('release time', '# {{/* .Release.Time */}}\n'),
  template(
    'crd hook',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    "helm.sh/hook": crd-install\n',
  ),
  template('empty', '\n'),
  template('windows lines', 'apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: A_\r\n'),
  {
    name: 'template extension',
    files: { 'chart/templates/b.json': '{}', 'chart/templates/c': 'x', 'chart/templates/d.yml': 'a: [' },
  },
  { name: 'template extension case', files: { 'chart/templates/b.YAML': 'a: [' } },
  { name: 'template hidden', files: { 'chart/templates/.b.yaml': 'a: [' } },
  {
    name: 'template partial',
    files: { 'chart/templates/_b.yaml': 'a: [', 'chart/templates/_c.tpl': '{{ define "a" }}{{ end }}' },
  },
  { name: 'template notes', files: { 'chart/templates/NOTES.txt': '{{ .Values.a.b }}' } },
  { name: 'template first error ends', files: { 'chart/templates/a.yaml': 'a: [', 'chart/templates/b.yaml': 'b: [' } },
  { name: 'template ignored', files: { 'chart/.helmignore': 'templates/b.yaml\n', 'chart/templates/b.yaml': 'a: [' } },
  {
    name: 'template of subchart',
    files: {
      'chart/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      'chart/charts/db/templates/x.yaml': 'a: [',
    },
  },
]

const db = { 'chart/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n' }
const wantsDb = `${head}dependencies:\n- name: db\n  version: 1.0.0\n  repository: https://a.b\n`
const crd = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.b.c\n'

const otherCases: readonly LintCase[] = [
  { name: 'dependency undeclared', files: db },
  { name: 'dependency missing', files: { 'chart/Chart.yaml': wantsDb } },
  { name: 'dependency missing strict', files: { 'chart/Chart.yaml': wantsDb }, args: ['chart', '--strict'] },
  { name: 'dependency good', files: { ...db, 'chart/Chart.yaml': wantsDb } },
  {
    name: 'dependency repeated',
    files: { ...db, 'chart/Chart.yaml': `${wantsDb}- name: db\n  version: 1.0.0\n  repository: https://a.b\n` },
  },
  {
    name: 'dependency aliases',
    files: {
      ...db,
      'chart/Chart.yaml': `${wantsDb}- name: db\n  version: 1.0.0\n  alias: two\n  repository: https://a.b\n`,
    },
  },
  { name: 'dependency null', files: { ...db, 'chart/Chart.yaml': `${head}dependencies:\n- ~\n` } },
  { name: 'dependency bad chart', files: { 'chart/charts/db/Chart.yaml': 'a: [' } },
  {
    name: 'requirements of v2',
    files: {
      ...db,
      'chart/requirements.yaml': 'dependencies:\n- name: db\n  version: 1.0.0\n  repository: https://a.b\n',
    },
  },
  {
    name: 'requirements of v1',
    files: {
      ...db,
      'chart/Chart.yaml': 'apiVersion: v1\nname: web\nversion: 1.0.0\n',
      'chart/requirements.yaml': 'dependencies:\n- name: db\n  version: 1.0.0\n  repository: https://a.b\n',
    },
  },
  { name: 'subcharts', files: { ...db, 'chart/Chart.yaml': wantsDb }, args: ['chart', '--with-subcharts'] },
  {
    name: 'subcharts bad',
    files: { ...db, 'chart/charts/db/templates/a.yaml': 'a: [', 'chart/Chart.yaml': wantsDb },
    args: ['./chart', '--with-subcharts'],
  },
  { name: 'subcharts archive', files: { 'chart/charts/x.tgz': 'bad' }, args: ['chart', '--with-subcharts'] },
  { name: 'crd good', files: { 'chart/crds/a.yaml': crd } },
  { name: 'crd other kind', files: { 'chart/crds/a.yaml': object('ConfigMap', 'a') } },
  { name: 'crd other group', files: { 'chart/crds/a.yaml': crd.replace('apiextensions', 'other') } },
  { name: 'crd no yaml', files: { 'chart/crds/a.yaml': 'a: {{ .Values.a }}\n', 'chart/crds/b.yaml': 'b: [' } },
  {
    name: 'crd several',
    files: {
      'chart/crds/a.yaml': `${crd}---\n${object('Pod', 'x')}`,
      'chart/crds/b.txt': 'x',
      'chart/crds/c/d.yml': 'kind: X\n',
    },
  },
  { name: 'crd is a file', files: { 'chart/crds': 'x' } },
  { name: 'quiet', files: {}, args: ['chart', '--quiet'] },
  {
    name: 'quiet info only',
    files: { 'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n' },
    args: ['chart', '--quiet'],
  },
  { name: 'quiet warning', files: { 'chart/Chart.yaml': wantsDb.replace('icon', '#') }, args: ['chart', '--quiet'] },
  { name: 'quiet error', files: { 'chart/templates/a.yaml': 'a: [' }, args: ['chart', '--quiet'] },
  { name: 'strict indent', files: { 'chart/templates/a.yaml': ' a: b\n' }, args: ['chart', '--strict'] },
  {
    name: 'two charts',
    files: { 'other/Chart.yaml': 'a: [', 'chart/values.yaml': 'a: {b: 1}\n' },
    args: ['chart', 'other', 'chart'],
  },
  {
    name: 'defaults wander',
    files: {
      'chart/values.yaml': 'a: {b: 1}\n',
      'other/Chart.yaml': head,
      'other/templates/a.yaml': 'a: [ {{ toJson .Values.a }}\n',
    },
    args: ['chart', 'other', '--set', 'a.c=2'],
  },
  { name: 'ignore file bad', files: { 'chart/.helmignore': '**/x\n' } },
]

/** Every case. */
export const lintCases: readonly LintCase[] = [...chartCases, ...valuesCases, ...templateCases, ...otherCases]
