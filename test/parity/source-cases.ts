/** A chart folder as text: file name to content; `link:` before a content makes a symbolic link. */
export type Folder = Readonly<Record<string, string>>

/** A case of the load table: a chart, and how it is loaded. */
export interface LoadCase {
  readonly name: string
  readonly files: Folder
}

const head = 'apiVersion: v2\nname: a\nversion: 1.0.0\n'
const chart = (more: string): Folder => ({ 'Chart.yaml': head + more })
const beside = (name: string, content: string): Folder => ({ 'Chart.yaml': head, [name]: content })
const version = (text: string): Folder => ({ 'Chart.yaml': `apiVersion: v2\nname: a\nversion: ${text}\n` })
const named = (text: string): Folder => ({ 'Chart.yaml': `apiVersion: v2\nname: ${text}\nversion: 1.0.0\n` })

const folders: Readonly<Record<string, Folder>> = {
  sound: chart(''),
  'no Chart.yaml': { 'values.yaml': 'a: 1\n' },
  'empty Chart.yaml': { 'Chart.yaml': '' },
  'Chart.yaml is a list': { 'Chart.yaml': '- a\n' },
  'Chart.yaml is text': { 'Chart.yaml': 'hello\n' },
  'Chart.yaml is not YAML': { 'Chart.yaml': 'apiVersion: v2\nname: a\n version: 1\n' },
  'no apiVersion': { 'Chart.yaml': 'name: a\nversion: 1.0.0\n' },
  'apiVersion v1': { 'Chart.yaml': 'apiVersion: v1\nname: a\nversion: 1.0.0\n' },
  'apiVersion v3': { 'Chart.yaml': 'apiVersion: v3\nname: a\nversion: 1.0.0\n' },
  'apiVersion unknown': { 'Chart.yaml': 'apiVersion: v9\nname: a\nversion: 1.0.0\n' },
  'apiVersion is a list': { 'Chart.yaml': 'apiVersion: [v2]\nname: a\n' },
  'no name': { 'Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n' },
  'no version': { 'Chart.yaml': 'apiVersion: v2\nname: a\n' },
  'byte order mark': { 'Chart.yaml': `\ufeff${head}` },
  'fields in other case': { 'Chart.yaml': 'APIVERSION: v2\nNAME: a\nVersion: 1.0.0\n' },
  'unknown field': chart('colour: red\n'),
  'numbers where text is': {
    'Chart.yaml': 'apiVersion: v2\nname: 12\nversion: 1.10\nappVersion: 1e3\nkeywords: [1, true, null]\n',
  },
  'name with a slash': named('a/b'),
  'name dots': named('..'),
  'name dot': named('.'),
  'name is a list': named('[a]'),
  'name and version of wrong type': { 'Chart.yaml': 'apiVersion: v2\nname: {}\nversion: [1]\n' },
  'type unknown': chart('type: foo\n'),
  'maintainers is text': chart('maintainers: foo\n'),
  'maintainer is text': chart('maintainers: [foo]\n'),
  'maintainer is null': chart('maintainers:\n- null\n'),
  'maintainer name is a list': chart('maintainers: [{name: [a]}]\n'),
  'keyword is a mapping': chart('keywords: [{a: 1}]\n'),
  'annotation is a list': chart('annotations: {a: [1]}\n'),
  'annotation is a number': chart('annotations: {a: 1}\n'),
  'annotations is a number': chart('annotations: 3\n'),
  'deprecated is a number': chart('deprecated: 3\n'),
  'deprecated is text': chart('deprecated: "yes"\n'),
  'dependency is null': chart('dependencies:\n- null\n'),
  'dependencies alike': chart('dependencies: [{name: b}, {name: b}]\n'),
  'alias alike': chart('dependencies: [{name: b, alias: c}, {name: c}]\n'),
  'alias with a dot': chart('dependencies: [{name: b, alias: c.d}]\n'),
  'dependency tags is text': chart('dependencies: [{name: b, tags: x}]\n'),
  'dependency enabled is text': chart('dependencies: [{name: b, enabled: x}]\n'),
  'dependency imports is text': chart('dependencies: [{name: b, import-values: x}]\n'),
  'version 1.2': version('1.2'),
  'version v1': version('v1'),
  'version with a leading zero': version('01.2.3'),
  'version with four numbers': version('1.2.3.4'),
  'version with padded pre-release': version('1.2.3-01'),
  'version with underscore': version('1.2.3+x_y'),
  'version with empty pre-release': version('1.2.3-'),
  'version with empty part': version('1.2.3-a..b'),
  'version too large': version('99999999999999999999'),
  'version empty': version("''"),
  'lock is a list': beside('Chart.lock', '- a\n'),
  'lock is empty': beside('Chart.lock', '# nothing\n'),
  'lock dependencies is a number': beside('Chart.lock', 'dependencies: 3\n'),
  'lock time is a number': beside('Chart.lock', 'generated: 3\n'),
  'lock time is text': beside('Chart.lock', 'generated: foo\n'),
  'lock time is a day': beside('Chart.lock', 'generated: 2020-01-01\n'),
  'lock time has no zone': beside('Chart.lock', 'generated: "2020-01-01T00:00:00"\n'),
  'lock is not YAML': beside('Chart.lock', 'a: b: c\n'),
  'requirements of v2': beside('requirements.yaml', 'dependencies: []\n'),
  'requirements of wrong type': beside('requirements.yaml', 'dependencies: 3\n'),
  'requirements lock of v2': beside('requirements.lock', 'digest: ""\n'),
  'values not YAML': beside('values.yaml', 'a: 1\n b: 2\n'),
  'values unclosed': beside('values.yaml', 'a: {b: 1\n'),
  'values a list': beside('values.yaml', '- a\n'),
  'values text': beside('values.yaml', 'hello\n'),
  'values empty': beside('values.yaml', ''),
  'values with a key twice': beside('values.yaml', 'a: 1\na: 2\n'),
  'values with tabs': beside('values.yaml', 'a:\n\tb: 1\n'),
  'values with unknown alias': beside('values.yaml', 'a: *x\n'),
  'values of three documents': beside('values.yaml', 'a: 1\n---\nb: 2\n---\nc: 3\n'),
  'values second document a list': beside('values.yaml', 'a: 1\n---\n- b\n'),
  'values second document broken': beside('values.yaml', 'a: 1\n---\nb: 1\n c: 2\n'),
  'ignore double star': beside('.helmignore', 'a/**\n'),
  'ignore bad pattern': beside('.helmignore', '# x\na[\n'),
  'subchart without version': beside('charts/s/Chart.yaml', 'name: s\n'),
  'subchart without Chart.yaml': beside('charts/s/x.yaml', 'a: 1\n'),
  'subchart is a file': beside('charts/README.md', 'hello\n'),
  'subchart hidden': beside('charts/_s/x.yaml', 'a: 1\n'),
  'subchart of v3': beside('charts/s/Chart.yaml', 'apiVersion: v3\nname: s\nversion: 1.0.0\n'),
  'subchart values broken': {
    ...beside('charts/s/Chart.yaml', 'apiVersion: v2\nname: s\nversion: 1.0.0\n'),
    'charts/s/values.yaml': 'a: 1\n b: 2\n',
  },
  'subchart archive is text': beside('charts/s.tgz', 'hi\n'),
  'subchart archive is long text': beside('charts/s.tgz', 'this is not a gzip stream\n'),
  'subchart archive is a folder': beside('charts/s.tgz/a', 'hi\n'),
  'link is broken': { 'Chart.yaml': head, 'x.txt': 'link:/nowhere/at/all' },
  'link within': { 'Chart.yaml': head, 'x.txt': 'link:Chart.yaml' },
}

/** Broken and odd charts, each loaded by both versions of Helm. */
export const loadCases: readonly LoadCase[] = Object.entries(folders).map(([name, files]) => ({ name, files }))

/** A chart folder with an ignore file; the files that are left in are what matters. */
export interface IgnoreCase {
  readonly rules: string
}

const rules = [
  '',
  '*.txt',
  '*.txt\n!keep.txt',
  '!keep.txt',
  'docs/',
  'docs',
  '/docs/',
  '/a.txt',
  'a.txt',
  'docs/*.txt',
  'docs/deep/*',
  'docs/deep',
  '*/deep',
  '?.txt',
  '[a-b].txt',
  '[^a].txt',
  '\\*.txt',
  '*',
  '.*',
  'deep/',
  '/docs/deep/',
  '# a comment\n\n  *.txt  \n',
  '!docs/',
  'templates/*.yaml',
  'templates',
  'charts/',
  '*.{txt,md}',
  'docs/*/c.txt',
  '/*.md',
  'keep.*\n*.md',
  '\ufeffa.txt',
]

/** Ignore files tried on `ignoreFolder`. */
export const ignoreCases: readonly IgnoreCase[] = rules.map((text) => ({ rules: text }))

/** The folder that ignore rules are tried on. */
export const ignoreFolder: Folder = {
  'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
  'values.yaml': 'a: 1\n',
  'a.txt': 'a',
  'b.txt': 'b',
  'keep.txt': 'k',
  'README.md': 'r',
  '.hidden': 'h',
  '*.txt': 's',
  'docs/a.txt': 'a',
  'docs/keep.txt': 'k',
  'docs/deep/c.txt': 'c',
  'docs/deep/d.md': 'd',
  'templates/one.yaml': 'kind: A\n',
  'templates/two.txt': 'two',
  'templates/.dot.yaml': 'kind: B\n',
  'templates/sub/.dot.yaml': 'kind: C\n',
  'templates/sub/three.yaml': 'kind: D\n',
  'crds/x.yaml': 'kind: X\n',
  'charts/s/Chart.yaml': 'apiVersion: v2\nname: s\nversion: 1.0.0\n',
  'charts/s/a.txt': 'a',
  'charts/s/templates/.dot': 'd',
}
