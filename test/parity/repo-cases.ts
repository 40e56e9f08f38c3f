/** Chart.yaml texts: what `helm show chart` makes of them is what parse, check and dump have to make of them. */
export const metadataCases: readonly string[] = [
  'apiVersion: v2\nname: x\nversion: 1.10\nappVersion: 1.10\n',
  'apiVersion: v2\nname: x\nversion: 1\nappVersion: 12345678\nicon: 0x1F\ndescription: 1.5e30\nhome: yes\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nappVersion: 1234e5\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nappVersion: 20240101\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nappVersion: 123456789012345678\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nappVersion: 1000000.5\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nappVersion: 0.00001\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nappVersion: 0123\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndeprecated: "yes"\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndeprecated: on\n',
  'apiVersion: v2\nName: x\nVERSION: 1.0.0\nkeywords: a\ndeprecated: 5\n',
  'apiVersion: v2\nNAME: y\nname: x\nVersion: 1.0.0\nAppVersion: q\nMaintainers: [{NAME: a}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nkeywords: [1, a, true, null]\nannotations: {a: 1, b: true, c: null, d: 1.5e7}\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nannotations: {a: {}}\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nannotations: []\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nannotations: {1: a, true: b}\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nmaintainers: [{name: [a]}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nmaintainers: [a]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nmaintainers: a\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nmaintainers: [null]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nmaintainers: [{name: a, email: b, url: c}, {name: d}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a, version: {}, tags: a}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a, version: 1.0, tags: [1,{}]}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a, version: "1.0", import-values: 5, enabled: "a"}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a, version: "1.0", import-values: 5}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [null]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: {}\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a, alias: "b c"}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a}, {name: b, alias: a}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: a, version: ">=1", repository: "@r", condition: a.b, tags: [t], alias: z, import-values: [d, {child: x, parent: y}]}]\n',
  'apiVersion: v1\nname: x\nversion: 1.0.0\ndependencies: [{name: a}]\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ntype: {}\nhome: 2020-01-01\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nhome: 2020-01-01\nicon: 2001-12-14t21:59:43.10-05:00\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ntype: other\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ntype: library\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndescription: |\n  two\n  lines\tand\u00a0more\u200b\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\ndescription: "é ☃ 🎉 \\u0007 <a&b>"\n',
  'apiVersion: v2\nname: a/b\nversion: 1.0.0\n',
  'apiVersion: v2\nname: ..\nversion: 1.0.0\n',
  'apiVersion: v2\nname: ""\nversion: 1.0.0\n',
  'apiVersion: v2\nversion: 1.0.0\n',
  'apiVersion: v2\nname: x\n',
  'name: x\nversion: 1.0.0\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nunknown: [1]\nengine: gotpl\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\nname: y\n',
  'apiVersion: v2\nname: x\nversion: 1.0.0\n---\nname: z\n',
  ...['01.2.3', 'v1.2', '1.2.3-01', '1.2.3-a.01', '1.2.3--', '1.2.3+01', '1.2.3-a..b', '1.2.3.4', ' 1.2.3', 'x'].map(
    (version) => `apiVersion: v2\nname: x\nversion: "${version}"\n`,
  ),
  '- a\n',
  'a',
  '',
  'null',
  'apiVersion: v2\nname: [x\n',
  'apiVersion: v2\n\tname: x\n',
  'apiVersion: v2\nname: x: y\n',
]

/** Environments for `helm env`; the home is `/h`. */
export const environmentCases: readonly Readonly<Record<string, string>>[] = [
  {},
  { XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: '/d', XDG_DATA_HOME: '/e' },
  { HELM_CACHE_HOME: '/c/', HELM_CONFIG_HOME: 'rel/./x', HELM_DATA_HOME: '/e/../f', XDG_CACHE_HOME: '/no' },
  {
    HELM_REPOSITORY_CONFIG: '/r.yaml',
    HELM_REPOSITORY_CACHE: '',
    HELM_REGISTRY_CONFIG: 'x',
    HELM_CONTENT_CACHE: '/cc',
    HELM_PLUGINS: '/p1:/p2',
  },
  { HELM_NAMESPACE: 'ns', HELM_DEBUG: '1', HELM_MAX_HISTORY: '0', HELM_BURST_LIMIT: '-5', HELM_QPS: '2.345' },
  { HELM_DEBUG: 'yes', HELM_MAX_HISTORY: 'x', HELM_BURST_LIMIT: '1e3', HELM_QPS: 'q' },
  {
    HELM_KUBEAPISERVER: 'https://a',
    HELM_KUBEASGROUPS: ' a,b, ',
    HELM_KUBEASUSER: 'u',
    HELM_KUBECAFILE: 'f',
    HELM_KUBECONTEXT: '',
    HELM_KUBEINSECURE_SKIP_TLS_VERIFY: 'T',
    HELM_KUBETLS_SERVER_NAME: 'n',
    HELM_KUBETOKEN: 't',
  },
  { KUBECONFIG: '/h/none' },
]

const entry = (fields: string): string => `  web:\n  - ${fields.replaceAll('\n', '\n    ')}\n`
const whole = 'name: web\nversion: 1.0.0\nurls: [w.tgz]\napiVersion: v2'

/** Indexes, read by `helm search repo -l --devel -o json`. */
export const indexCases: Readonly<Record<string, string>> = {
  whole: `apiVersion: v1\nentries:\n${entry(whole)}`,
  'no apiVersion': `entries:\n${entry(whole)}`,
  empty: '',
  'unknown field': `apiVersion: v1\nfoo: 1\nentries:\n${entry(whole)}`,
  'unknown field of an entry': `apiVersion: v1\nentries:\n${entry(`${whole}\nfoo: 1`)}`,
  'unknown field in JSON': `{"apiVersion":"v1","foo":1,"entries":{"web":[{"name":"web","version":"1.0.0","urls":[],"foo":2}]}}`,
  'number for a string in JSON': `{"apiVersion":"v1","entries":{"web":[{"name":"web","version":1,"urls":[]}]}}`,
  'number for a string': `apiVersion: v1\nentries:\n${entry('name: web\nversion: 1\nappVersion: 1.10\nurls: [w.tgz]')}`,
  'wrong types': `apiVersion: v1\nentries:\n${entry('name: web\nversion: 1.0.0\nurls: w.tgz')}`,
  'entries as a list': 'apiVersion: v1\nentries: []\n',
  'bad time': `apiVersion: v1\nentries:\n${entry(`${whole}\ncreated: yesterday`)}`,
  'good time': `apiVersion: v1\ngenerated: "2026-01-02T03:04:05.123456789+01:00"\nentries:\n${entry(`${whole}\ncreated: 2026-01-02T03:04:05Z`)}`,
  'half a time': `apiVersion: v1\nentries:\n${entry(`${whole}\ncreated: "2026-01-02"`)}`,
  'old fields': `apiVersion: v1\nserverInfo: {a: {b: 1}}\npublicKeys: []\nannotations: {a: b}\nentries:\n${entry(`${whole}\nengine: gotpl\nurl: u\nchecksum: c\ntillerVersion: ">2"\nremoved: true\ndigest: d`)}`,
  'duplicate key': `apiVersion: v1\napiVersion: v1\nentries:\n${entry(whole)}`,
  'bad entries': `apiVersion: v1\nentries:\n  web:\n  - null\n  - {version: 1.0.0, name: web}\n  - {version: x, name: web}\n  - {name: web}\n  - {version: 2.0.0, name: web, type: odd}\n  - {version: 3.0.0, name: ../web}\n  - {}\n  none:\n`,
  'aliases that repeat': `apiVersion: v1\nentries:\n${entry(`${whole}\ndependencies: [{name: a}, {name: a}]`)}`,
  order: `apiVersion: v1\nentries:\n  web:\n${['1.2.3', '1.10.0', '1.10.0-rc.1', '1.10.0-rc.10', '1.10.0-rc.2', 'v2', '0.9.0', '1.10.0-alpha', '1.2.3+b', '2.0.1'].map((version) => `  - {name: web, version: "${version}"}\n`).join('')}`,
  'not YAML': 'apiVersion: [v1\n',
  text: 'hello\n',
}

/** Two repositories for `helm search repo`. */
export const searchIndexTexts: Readonly<Record<string, string>> = {
  alpha: `apiVersion: v1
entries:
  nginx:
  - {name: nginx, version: 1.0.0, appVersion: "1.25", description: a web server, keywords: [http, proxy]}
  - {name: nginx, version: 1.1.0-rc.1, appVersion: "1.26", description: a web server soon, keywords: [http, proxy]}
  - {name: nginx, version: 0.9.0, appVersion: "1.24", description: an old web server, keywords: [http]}
  cache:
  - {name: cache, version: 3.0.0-beta.1, description: Only betas here}
  proxy:
  - {name: proxy, version: 2.0.0, description: In front of NGINX and others, keywords: [web]}
  long:
  - {name: long, version: 10.20.30, description: "A description that is a good deal longer than the fifty columns that a table has for it, è vero"}
`,
  beta: `apiVersion: v1
entries:
  nginx:
  - {name: nginx, version: 5.0.0, description: another one}
  webby:
  - {name: webby, version: 0.1.0, description: "", keywords: [alpha]}
  empty: []
`,
}

/** Arguments of `helm search repo`. */
export const searchCases: readonly (readonly string[])[] = [
  [],
  ['nginx'],
  ['NGINX'],
  ['alpha'],
  ['web'],
  ['web', 'server'],
  ['nothing-like-it'],
  ['-l'],
  ['-l', '--devel'],
  ['nginx', '--devel'],
  ['nginx', '--version', '~1.0'],
  ['nginx', '-l', '--version', '<2'],
  ['cache'],
  ['cache', '--devel'],
  ['-r', '^nginx'],
  ['-r', 'web|http'],
  ['-r', 'WEB'],
  ['-r', 'a('],
  ['nginx', '--version', 'bad bad'],
]

/** A folder for `helm repo index`: path to the files of a packed chart, or a plain text. */
export const folderCase: Readonly<Record<string, Readonly<Record<string, string>> | string>> = {
  'web-1.0.0.tgz': { 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nkeywords: [b, a]\n' },
  'web-1.10.0.tgz': {
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.10.0\nappVersion: 1.10\ndescription: "<x> & y"\n',
    'web/values.yaml': 'a: 1\n',
  },
  'web-1.2.0.tgz': { 'web/Chart.yaml': 'name: web\nversion: 1.2.0\nmaintainers: [{name: A, email: a@b}]\n' },
  'old-0.1.0.tgz': {
    'old/Chart.yaml': 'apiVersion: v1\nname: old\nversion: 0.1.0\n',
    'old/requirements.yaml': 'dependencies:\n- {name: db, version: "1", repository: "https://example.test"}\n',
    'old/charts/db/Chart.yaml': 'apiVersion: v1\nname: db\nversion: 1.0.0\n',
  },
  'broken.tgz': 'not an archive',
  'invalid-1.tgz': { 'invalid/Chart.yaml': 'apiVersion: v2\nname: invalid\nversion: x\n' },
  'sub/deep-2.0.0.tgz': { 'deep/Chart.yaml': 'apiVersion: v2\nname: deep\nversion: 2.0.0\ntype: library\n' },
  'sub/more/never-1.0.0.tgz': { 'never/Chart.yaml': 'apiVersion: v2\nname: never\nversion: 1.0.0\n' },
  'merge.yaml': `apiVersion: v1
annotations: {lost: "yes"}
generated: "2020-01-01T00:00:00Z"
entries:
  web:
  - {name: web, version: 1.0.0, urls: [kept-not.tgz], created: "2020-01-01T00:00:00Z"}
  - {name: web, version: 0.5.0, urls: [https://example.test/web-0.5.0.tgz], created: "2020-01-01T00:00:00.500Z", digest: abc, apiVersion: v2}
  gone:
  - {name: gone, version: 1.0.0, urls: [], removed: true, engine: gotpl}
`,
}

/** Flags of `helm repo index`. */
export const folderFlags: readonly (readonly string[])[] = [
  [],
  ['--url', 'https://example.test/charts'],
  ['--url', 'https://example.test/charts/?a=b'],
  ['--url', 'charts/here'],
  ['--merge', 'merge.yaml'],
  ['--merge', 'merge.yaml', '--json', '--url', 'http://a/'],
  ['--merge', 'missing.yaml'],
]
