/** One run of `helm template` on a chart of `fixtures/helm/charts`; `args` as on the command line, paths from `fixtures/helm`. */
export interface ProbeCase {
  readonly name: string
  readonly chart: string
  readonly args: readonly string[]
  /** Through a post-renderer that changes nothing. */
  readonly isPostRendered?: boolean
  /** Default `rel`. */
  readonly release?: string
}

const errors = `
  fail fail-multi fail-helper required required-empty nil nil-include type func missing-include
  nested-missing missing-template tpl-parse tpl-exec tpl-fail tpl-include args range index compare
  yaml yaml-tab yaml-list yaml-name yaml-dup yaml-text yaml-kind yaml-meta yaml-ann yaml-annval
  yaml-annbool yaml-number yaml-second mustyaml lines method call
`
  .trim()
  .split(/\s+/)

const sets: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['none', []],
  ['files', ['-f', 'values-a.yaml', '-f', 'values-b.yaml']],
  ['set', ['--set', 'a.b=5,l[1].x=y,n=null,s={1,b},i=-3,t=true,f=1.5,z=007']],
  ['set-list-index', ['--set', 'l[0]=a,l[2][1]=b']],
  ['set-null', ['--set', 'a=null']],
  ['set-null-nested', ['--set', 'a.keep=null,a.other=null']],
  ['set-string', ['--set-string', 'a.b=5,n=null,s={1,2}']],
  ['set-file', ['--set-file', 'f=set-file.txt,g.h=set-file.txt']],
  ['set-json', ['--set-json', 'a={"b":[1,2.5,null,{"c":true}]},x="y",e=']],
  ['set-json-object', ['--set-json', '{"a":{"b":9},"q":[1]}']],
  ['set-literal', ['--set-literal', 'a.b=x,y={z}\\n']],
  [
    'precedence',
    [
      '--set-literal',
      'a.b=lit',
      '--set-file',
      'a.c=set-file.txt',
      '--set-string',
      'a.b=str,a.c=s,a.d=s',
      '--set',
      'a.d=1,a.e=2',
    ],
  ],
  ['over-file', ['-f', 'values-a.yaml', '--set', 'a.c[1]=x,a.c[3]=y']],
  ['escapes', ['--set', 'a\\.b=x\\,y,c\\=d=1']],
  ['bad-key', ['--set', 'a']],
  ['bad-index', ['--set', 'a[x]=1']],
  ['bad-type', ['--set', 'a.b.c=1,a.b.c.d=2']],
  ['bad-json', ['--set-json', 'a={']],
  ['bad-json-object', ['--set-json', '{"a":}']],
  ['bad-list', ['--set', 'a={1']],
]

const KUBE = ['1.31', 'v1.31.2', '1.31.2-gke.100', '1.30+', '1.32.0-alpha.1', 'x', '1', '01.2', '1.33.0', '1.29.9']

/** Every probe. */
export const probeCases: readonly ProbeCase[] = [
  { name: 'nulls', chart: 'nulls', args: [] },
  {
    name: 'nulls set',
    chart: 'nulls',
    args: ['--set', 'declared.leaf=1,declared.deep.y=2,nested.drop=null,own=x,top.b=null'],
  },
  {
    name: 'nulls set null',
    chart: 'nulls',
    args: ['--set', 'declared=null', '--set', 'undeclared.set=null,undeclared.new=null'],
  },
  { name: 'nulls globals', chart: 'nulls', args: ['--set', 'global.t.u=null,global.g=null,declared.global.t.v=null'] },
  { name: 'imports', chart: 'imports', args: [] },
  { name: 'imports override', chart: 'imports', args: ['--set', 'child.default.data.a=set,child.exports.data=null'] },
  { name: 'switches', chart: 'switches', args: [] },
  {
    name: 'switches conditions',
    chart: 'switches',
    args: ['--set', 'one.enabled=false,two.enabled=true,one.inner.enabled=false'],
  },
  {
    name: 'switches second condition',
    chart: 'switches',
    args: ['--set', 'all.enabled=false,two.inner.enabled=false'],
  },
  { name: 'switches tags', chart: 'switches', args: ['--set', 'tags.front=false,tags.back=true'] },
  {
    name: 'switches tags off',
    chart: 'switches',
    args: ['--set', 'tags.front=false,tags.back=false,two.enabled=true'],
  },
  { name: 'switches non-table', chart: 'switches', args: ['--set', 'plain=text'] },
  { name: 'twice', chart: 'twice', args: [] },
  { name: 'twice off', chart: 'twice', args: ['--set', 'left.db.on=false,right.db.on=true'] },
  { name: 'files', chart: 'files', args: [] },
  {
    name: 'files upgrade',
    chart: 'files',
    args: ['--is-upgrade', '--namespace', 'ns', '--kube-version', '1.31', '-a', 'x/v1', '--api-versions', 'y/v1,z/v1'],
  },
  { name: 'order', chart: 'order', args: [] },
  { name: 'order crds', chart: 'order', args: ['--include-crds', '--skip-tests'] },
  { name: 'order no hooks', chart: 'order', args: ['--no-hooks'] },
  { name: 'order show one', chart: 'order', args: ['-s', 'templates/sub/dir/nested.yaml'] },
  { name: 'order show glob', chart: 'order', args: ['-s', 'templates/*.yaml', '-s', 'templates/tests/te?t.yaml'] },
  {
    name: 'order show crd',
    chart: 'order',
    args: ['--include-crds', '-s', 'crds/crd.yaml', '-s', 'charts/lib/crds/[a-l].yaml'],
  },
  { name: 'order show none', chart: 'order', args: ['-s', 'templates/none.yaml'] },
  { name: 'order show notes', chart: 'order', args: ['-s', 'templates/NOTES.txt'] },
  { name: 'tpl', chart: 'tpl', args: [] },
  { name: 'nil', chart: 'nil', args: [] },
  { name: 'whole', chart: 'whole', args: [] },
  { name: 'typed', chart: 'typed', args: [] },
  ...['none', 'table', 'table-args', 'path', 'path-table', 'path-none', 'as-map', 'as-map-nil', 'range'].map(
    (which) => ({
      name: `methods ${which}`,
      chart: 'methods',
      args: ['--set', `which=${which}`],
    }),
  ),
  { name: 'mutate', chart: 'mutate', args: [] },
  { name: 'strange', chart: 'strange', args: [] },
  { name: 'strange table', chart: 'strange', args: ['--set', 'old=null', '--set', 'old.on=true'] },
  { name: 'library', chart: 'library', args: [] },
  { name: 'absent', chart: 'absent', args: [] },
  { name: 'notes', chart: 'notes', args: [] },
  { name: 'warn', chart: 'warn', args: [] },
  { name: 'warn more', chart: 'warn', args: ['--set', 'table=5,sub.nested=1,sub.nested.t=1'] },
  { name: 'warn globals', chart: 'warn', args: ['--set', 'global=5'] },
  { name: 'warn sub globals', chart: 'warn', args: ['--set', 'sub.global=5'] },
  { name: 'warn sub scalar', chart: 'warn', args: ['--set', 'sub=null', '--set-string', 'sub=1'] },
  { name: 'name upper', chart: 'values', args: [], release: 'Upper' },
  { name: 'name long', chart: 'values', args: [], release: 'a'.repeat(54) },
  { name: 'name dots', chart: 'values', args: [], release: 'a.b-c.0' },
  { name: 'schema', chart: 'schema', args: [] },
  { name: 'schema broken', chart: 'schema', args: ['--set', 'count=x,sub.name=5,sub.extra=true'] },
  { name: 'schema sub only', chart: 'schema', args: ['--set', 'sub.name=5'] },
  { name: 'schema skipped', chart: 'schema', args: ['--skip-schema-validation', '--set', 'count=x'] },
  ...['order', 'layout', 'files'].map((chart) => ({
    name: `post-rendered ${chart}`,
    chart,
    args: ['--include-crds'],
    isPostRendered: true,
  })),
  { name: 'layout', chart: 'layout', args: [] },
  { name: 'errors none', chart: 'errors', args: [] },
  { name: 'errors parse', chart: 'errors-parse', args: [] },
  { name: 'errors unknown func', chart: 'errors-func', args: [] },
  ...errors.map((which) => ({ name: `errors ${which}`, chart: 'errors', args: ['--set', `which=${which}`] })),
  ...sets.map(([name, args]) => ({ name: `values ${name}`, chart: 'values', args })),
  ...KUBE.map((version) => ({ name: `kube ${version}`, chart: 'errors-env', args: ['--kube-version', version] })),
]
