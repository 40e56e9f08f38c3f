import type { Folder } from './source-cases.ts'

/** A chart `x` with its neighbours, and what is done to its dependencies. */
export interface DependencyCase {
  readonly name: string
  readonly files: Folder
}

const chart = (name: string, version: string, more = '') =>
  `apiVersion: v2\nname: ${name}\nversion: ${version}\n${more}`
const needs = (...rows: string[]) => chart('x', '1.0.0', `dependencies:\n${rows.map((row) => `- {${row}}\n`).join('')}`)

const neighbours: Folder = {
  'one/Chart.yaml': chart('one', '1.2.3'),
  'one/templates/a.yaml': 'kind: A\n',
  'two/Chart.yaml': chart('two', '0.3.0', 'appVersion: "7"\n'),
}

const one = 'name: one, version: ^1.0.0, repository: "file://../one"'
const two = 'name: two, version: 0.3.x, repository: "file://../two"'

const folders: Readonly<Record<string, Folder>> = {
  none: { 'x/Chart.yaml': chart('x', '1.0.0') },
  'an empty list': { 'x/Chart.yaml': chart('x', '1.0.0', 'dependencies: []\n') },
  'two local ones': { ...neighbours, 'x/Chart.yaml': needs(one, two) },
  'more fields': {
    ...neighbours,
    'x/Chart.yaml': needs(
      `${one}, alias: uno, condition: a.b, tags: [t, u], import-values: [data, {child: a, parent: b}]`,
    ),
  },
  'one twice by alias': { ...neighbours, 'x/Chart.yaml': needs(one, `${one}, alias: eins`) },
  'characters that JSON escapes': {
    ...neighbours,
    'x/Chart.yaml': needs('name: one, version: ">=1.0.0 <2.0.0", repository: "file://../one"'),
  },
  'constraint not met': {
    ...neighbours,
    'x/Chart.yaml': needs('name: one, version: ^2.0.0, repository: "file://../one"'),
  },
  'constraint not readable': {
    ...neighbours,
    'x/Chart.yaml': needs('name: one, version: ^^1, repository: "file://../one"'),
  },
  'local one not there': { 'x/Chart.yaml': needs(one) },
  'unpacked in charts': {
    'x/Chart.yaml': needs('name: one, version: 1.x, repository: ""'),
    'x/charts/one/Chart.yaml': chart('one', '1.2.3'),
  },
  'unpacked with a wrong version': {
    'x/Chart.yaml': needs('name: one, version: 2.x, repository: ""'),
    'x/charts/one/Chart.yaml': chart('one', '1.2.3'),
  },
  'unpacked not there': { 'x/Chart.yaml': needs('name: one, version: 1.x, repository: ""') },
  'unpacked but not declared': {
    ...neighbours,
    'x/Chart.yaml': needs(one),
    'x/charts/three/Chart.yaml': chart('three', '3.0.0'),
  },
  'unknown alias': { 'x/Chart.yaml': needs('name: one, version: 1.x, repository: "@none"') },
  'repository is a name': { 'x/Chart.yaml': needs('name: one, version: 1.x, repository: stable') },
  'lock out of sync': {
    ...neighbours,
    'x/Chart.yaml': needs(one),
    'x/Chart.lock':
      'dependencies:\n- name: one\n  repository: file://../one\n  version: 1.2.3\ndigest: sha256:00\ngenerated: "2020-01-01T00:00:00Z"\n',
  },
  'requirements of v1': {
    ...neighbours,
    'x/Chart.yaml': 'apiVersion: v1\nname: x\nversion: 1.0.0\n',
    'x/requirements.yaml': `dependencies:\n- {${one}}\n- {${two}}\n`,
  },
  'an outdated file in charts': {
    ...neighbours,
    'x/Chart.yaml': needs(one),
    'x/charts/README': 'hello\n',
    'x/.helmignore': 'charts/README\n',
  },
}

/** Charts whose dependencies are listed, updated, built and listed again by both versions. */
export const dependencyCases: readonly DependencyCase[] = Object.entries(folders).map(([name, files]) => ({
  name,
  files,
}))
