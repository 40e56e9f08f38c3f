import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import type { Attack } from './attack.ts'

/** What an overlay attack differs in from the usual one: refused with exit 1. */
type More = Partial<Omit<Attack, 'name' | 'files'>>

/** An overlay in `o/` that has a kustomization of this text. */
export function overlay(name: string, kustomization: string, more: More & { files?: Attack['files'] } = {}): Attack {
  const { files, ...rest } = more
  return {
    name: `overlay: ${name}`,
    files: { 'o/kustomization.yaml': kustomization, ...files },
    args: ['kustomize', 'build', 'o'],
    ends: 'refused',
    ...rest,
  }
}

/** A ConfigMap. */
export function configMap(name: string, data = '{a: b}'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: ${data}\n`
}

const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
const linkTo =
  (target: string) =>
  (path: string): void =>
    symlinkSync(target, path)
const pipe = (path: string): void => void execFileSync('mkfifo', [path])

/** Bases that lead back to themselves. */
function circles(): Attack[] {
  const base = (path: string): string => `resources:\n- ${path}\n`
  return [
    overlay('a base that is itself', base('.')),
    overlay('a base that is itself, by its own name', base('../o')),
    overlay('two bases in a circle', base('../p'), { files: { 'p/kustomization.yaml': base('../o') }, names: /cycle/ }),
    overlay('three bases in a circle', base('../p'), {
      files: { 'p/kustomization.yaml': base('../q'), 'q/kustomization.yaml': base('../o') },
      names: /cycle/,
    }),
    overlay('a circle beside the start', base('../p'), {
      files: { 'p/kustomization.yaml': base('../q'), 'q/kustomization.yaml': base('../p') },
      names: /cycle/,
    }),
    overlay('the folder above', base('..'), { files: { 'kustomization.yaml': base('o') }, names: /cycle/ }),
    overlay('a folder below that leads up', base('below'), {
      files: { 'o/below/kustomization.yaml': base('..') },
      names: /cycle/,
    }),
    overlay('a component that is itself', `${component}components:\n- .\n`),
    overlay('two components in a circle', 'components:\n- ../c\n', {
      files: {
        'c/kustomization.yaml': `${component}components:\n- ../d\n`,
        'd/kustomization.yaml': `${component}components:\n- ../c\n`,
      },
      names: /cycle/,
    }),
    overlay('a component whose base is its user', 'components:\n- ../c\n', {
      files: { 'c/kustomization.yaml': `${component}resources:\n- ../o\n` },
      names: /cycle/,
    }),
    overlay('a symbolic link to the folder itself', base('loop'), { files: { 'o/loop': linkTo('.') }, names: /cycle/ }),
    overlay('a symbolic link to the folder above', base('loop/o'), { files: { 'o/loop': linkTo('..') } }),
    overlay('a circle through symbolic links', base('../l'), {
      files: { l: linkTo('p'), 'p/kustomization.yaml': base('../o') },
      names: /cycle/,
    }),
    overlay('links that lead to each other', base('x'), { files: { 'o/x': linkTo('y'), 'o/y': linkTo('x') } }),
    ...['generators', 'transformers', 'validators'].map((field) =>
      overlay(`${field} that are the folder itself`, `${field}:\n- .\n`, { names: /cycle/ }),
    ),
    ...['generators', 'transformers', 'validators'].map((field) =>
      overlay(`${field} in a circle`, `${field}:\n- ../p\n`, {
        files: { 'p/kustomization.yaml': `${field}:\n- ../o\n` },
        names: /cycle/,
      }),
    ),
  ]
}

/** Fields that name a file, written so that `{path}` is that file. */
const FILE_FIELDS: Readonly<Record<string, string>> = {
  resources: 'resources: ["{path}"]\n',
  bases: 'bases: ["{path}"]\n',
  components: 'components: ["{path}"]\n',
  crds: 'crds: ["{path}"]\n',
  configurations: 'configurations: ["{path}"]\n',
  generators: 'generators: ["{path}"]\n',
  transformers: 'transformers: ["{path}"]\n',
  validators: 'validators: ["{path}"]\n',
  patches: 'resources: [r.yaml]\npatches: [{path: "{path}"}]\n',
  patchesStrategicMerge: 'resources: [r.yaml]\npatchesStrategicMerge: ["{path}"]\n',
  patchesJson6902:
    'resources: [r.yaml]\npatchesJson6902: [{target: {version: v1, kind: ConfigMap, name: r}, path: "{path}"}]\n',
  replacements: 'resources: [r.yaml]\nreplacements: [{path: "{path}"}]\n',
  'openapi.path': 'resources: [r.yaml]\nopenapi: {path: "{path}"}\n',
  'configMapGenerator.files': 'configMapGenerator: [{name: g, files: ["{path}"]}]\n',
  'configMapGenerator.files with a key': 'configMapGenerator: [{name: g, files: ["k={path}"]}]\n',
  'configMapGenerator.envs': 'configMapGenerator: [{name: g, envs: ["{path}"]}]\n',
  'secretGenerator.files': 'secretGenerator: [{name: g, files: ["{path}"]}]\n',
  'secretGenerator.envs': 'secretGenerator: [{name: g, envs: ["{path}"]}]\n',
}

const SECRET = 'TOP-SECRET'
const PLACES: Readonly<Record<string, string>> = {
  'the folder above': '../secret.yaml',
  'an absolute path': '/etc/passwd',
  'a symbolic link': 'link.yaml',
  'a folder that is a symbolic link': 'up/secret.yaml',
  'a path that climbs and comes back': '../o/../secret.yaml',
}

/** Each field that names a file, with a file that is not there, one out of the folder, and one that cannot be read. */
function paths(): Attack[] {
  const outside = { 'secret.yaml': `${configMap('s', `{a: ${SECRET}}`)}`, 'o/r.yaml': configMap('r') }
  const links = { 'o/link.yaml': linkTo('/etc/passwd'), 'o/up': linkTo('..') }
  const filled = (field: string, path: string): string => (FILE_FIELDS[field] as string).replaceAll('{path}', path)
  return Object.keys(FILE_FIELDS).flatMap((field) => [
    overlay(`${field}: a file that is not there`, filled(field, 'nope.yaml'), { files: outside, names: /nope\.yaml/ }),
    ...Object.entries(PLACES).map(([place, path]) =>
      overlay(`${field}: ${place}`, filled(field, path), {
        files: { ...outside, ...links },
        leaks: new RegExp(`root:|${SECRET}`),
      }),
    ),
    overlay(`${field}: a pipe`, filled(field, 'pipe'), { files: { ...outside, 'o/pipe': pipe } }),
    overlay(`${field}: a device without end`, filled(field, 'zero'), {
      files: { ...outside, 'o/zero': linkTo('/dev/zero') },
      args: ['kustomize', 'build', '--load-restrictor', 'LoadRestrictionsNone', 'o'],
    }),
    overlay(`${field}: an empty path`, filled(field, ''), { files: outside, ends: 'harmless' }),
    overlay(`${field}: a NUL in the path`, filled(field, 'a\\0b'), { files: outside }),
    overlay(`${field}: a path of 1 MB`, filled(field, 'x'.repeat(1_000_000)), { files: outside }),
    overlay(`${field}: 100,000 folders up`, filled(field, `${'../'.repeat(100_000)}x`), { files: outside }),
  ])
}

/** Kustomization files that are none. */
const BROKEN: Readonly<Record<string, string>> = {
  empty: '',
  'only a comment': '# nothing\n',
  'a list': '- resources\n',
  'a text': 'resources\n',
  'a number': '42\n',
  'unknown field': 'resource:\n- a.yaml\n',
  'a text where a list is due': 'resources: a.yaml\n',
  'a number where a text is due': 'namePrefix: [1]\n',
  'another kind': 'apiVersion: v1\nkind: Deployment\n',
  'another version': 'apiVersion: kustomize.config.k8s.io/v9\nkind: Kustomization\n',
  'YAML that does not end': 'resources: [a.yaml\n',
  'a tab': 'resources:\n\t- a.yaml\n',
  'a wrong order': 'sortOptions: {order: upside-down}\nresources: []\n',
}

function malformed(): Attack[] {
  const r = configMap('r')
  const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n'
  return [
    ...Object.entries(BROKEN).map(([name, text]) => overlay(`a kustomization with ${name}`, text)),
    overlay('two documents in a kustomization', 'resources: []\n---\nresources: []\n', { ends: 'harmless' }),
    overlay('no kustomization', '', { args: ['kustomize', 'build', 'nothing'], names: /nothing/ }),
    overlay('two kustomizations', 'resources: []\n', { files: { 'o/Kustomization': 'resources: []\n' } }),
    overlay('a kustomization that is a folder', '', { files: { 'p/kustomization.yaml/x': '' }, args: build('p') }),
    overlay('a kustomization that is a pipe', '', { files: { 'p/kustomization.yaml': pipe }, args: build('p') }),
    overlay('a kustomization that is a device', '', {
      files: { 'p/kustomization.yaml': linkTo('/dev/zero') },
      args: build('p'),
    }),
    overlay('a kustomization that is a link to nothing', '', {
      files: { 'p/kustomization.yaml': linkTo('nowhere') },
      args: build('p'),
    }),
    overlay('a patch that matches nothing', 'resources: [r.yaml]\npatches: [{path: p.yaml}]\n', {
      files: { 'o/r.yaml': r, 'o/p.yaml': deployment },
      names: /Deployment\.v1\.apps\/d/,
    }),
    overlay('a patch of nothing known', 'resources: [r.yaml]\npatches: [{patch: "a: 1"}]\n', {
      files: { 'o/r.yaml': r },
    }),
    overlay('two resources of one id', 'resources: [r.yaml, s.yaml]\n', {
      files: { 'o/r.yaml': r, 'o/s.yaml': r },
      names: /ConfigMap\.v1\.\[noGrp\]\/r/,
    }),
    overlay('two resources of one id in one file', 'resources: [r.yaml]\n', { files: { 'o/r.yaml': `${r}---\n${r}` } }),
    overlay('a resource without a name', 'resources: [r.yaml]\n', {
      files: { 'o/r.yaml': 'apiVersion: v1\nkind: ConfigMap\n' },
    }),
    overlay('a resource of only text', 'resources: [r.yaml]\n', { files: { 'o/r.yaml': 'just text\n' } }),
    overlay('replicas of nothing', 'resources: [r.yaml]\nreplicas: [{name: x, count: 3}]\n', {
      files: { 'o/r.yaml': r },
    }),
    overlay('a name prefix of __proto__', 'resources: [r.yaml]\nnamePrefix: __proto__\n', {
      files: { 'o/r.yaml': `${r}__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n` },
      ends: 'harmless',
    }),
    overlay('a program as a transformer', 'resources: [r.yaml]\ntransformers: [t.yaml]\n', {
      files: {
        'o/r.yaml': r,
        'o/t.yaml':
          'apiVersion: v1\nkind: T\nmetadata:\n  name: t\n  annotations:\n    config.kubernetes.io/function: "exec: {path: /usr/bin/touch, args: [pwned]}"\n',
      },
      args: ['kustomize', 'build', '--enable-alpha-plugins', 'o'],
      ends: 'harmless',
    }),
  ]
}

const build = (folder: string): string[] => ['kustomize', 'build', folder]

/** Addresses that would run a program or read what is no repository, if git got them as they are. */
const ADDRESSES = [
  'git::ext::sh -c touch% pwned%',
  'ext::sh -c touch% pwned//x',
  'git::--upload-pack=touch pwned//x',
  'ssh://-oProxyCommand=touch%20pwned/x.git//y',
  'git@-oProxyCommand=touch pwned:x/y.git//z',
  'file:///etc//passwd',
  'https://127.0.0.1:1/x.git//y?ref=--upload-pack=touch',
  'http://127.0.0.1:1/x.yaml',
  'git::file:///tmp/../etc//x',
] as const

function addresses(): Attack[] {
  return ADDRESSES.map((address) =>
    overlay(`the address ${address}`, `resources:\n- ${JSON.stringify(address)}\n`, { withinMs: 5_000 }),
  )
}

/** Overlays that are wrong, lead out of their folder, or lead back to themselves. */
export function overlayAttacks(): Attack[] {
  return [...circles(), ...paths(), ...malformed(), ...addresses()]
}
