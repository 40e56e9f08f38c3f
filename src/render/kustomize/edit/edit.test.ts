import { describe, expect, test } from 'vitest'
import { KustomizeError } from '../error.ts'
import { createKustomization } from './create.ts'
import { type EditRequest, type EditWorld, editKustomization } from './edit.ts'
import { fixDeprecated } from './fix.ts'
import { matchesPath } from './match-path.ts'
import { editOperations } from './operations.ts'

const HEAD = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'

/** A world of texts by their paths. */
function worldOf(files: Readonly<Record<string, string>>, log: string[] = []): EditWorld {
  const read = (path: string): Uint8Array => {
    if (files[path] === undefined) throw new KustomizeError({ code: 'not-found', message: `no ${path}` })
    return Buffer.from(files[path])
  }
  return {
    glob: (pattern) => Object.keys(files).filter((path) => matchesPath(pattern, path)),
    exists: (path) => Object.keys(files).some((each) => each === path || each.startsWith(`${path}/`)),
    list: (path) => (path === '.' ? Object.keys(files).map((name) => ({ name, isFolder: false })) : undefined),
    read,
    load: read,
    checkRoot: (path) => {
      throw new KustomizeError({ code: 'not-found', message: `no folder ${path}` })
    },
    log: (line) => void log.push(line),
  }
}

const source = (text: string) => ({ text, file: '/w/kustomization.yaml', folder: '/w' })

function edited(words: string, request: Partial<EditRequest>, text: string, world = worldOf({})): string | undefined {
  const task = editOperations[words]?.({ args: [], flags: {}, ...request }, world)
  return task && editKustomization(source(text), task)
}

describe('what an edit keeps', () => {
  test.each([
    [
      'comments stay above their fields',
      '# a\nnamePrefix: x\n\n# b\nnamespace: space\n',
      '# a\nnamePrefix: new-\n\n# b\nnamespace: space\n',
    ],
    [
      'comments inside a field move above it',
      'resources:\n# in\n- a\nnamePrefix: x\n',
      '# in\nresources:\n- a\nnamePrefix: new-\n',
    ],
    ['comments behind the last field get lost', 'namePrefix: x\n# end\n', 'namePrefix: new-\n'],
    [
      'a last line without a break goes to its place',
      'namespace: space\nresources: [a]',
      'namespace: space\nresources:\n- a\nnamePrefix: new-\n',
    ],
    ['names match in any case', 'NamePrefix: x\n', 'namePrefix: new-\n'],
    [
      'every field is written anew',
      'images: [{name: a, newTag: "1"}]\n',
      'images:\n- name: a\n  newTag: "1"\nnamePrefix: new-\n',
    ],
    ['deprecated fields move', 'bases: [b]\n', 'resources:\n- b\nnamePrefix: new-\n'],
    ['empty fields go', 'resources: []\ncommonLabels: {}\n', 'namePrefix: new-\n'],
  ])('%s', (_name, text, result) => {
    const printed = edited('set nameprefix', { args: ['new-'] }, HEAD + text)
    expect(printed).toBe(HEAD + result)
  })
})

describe('operations', () => {
  test.each<[string, string, Partial<EditRequest>, string, string]>([
    [
      'new fields have a fixed order',
      'set image',
      { args: ['a=b:1', 'c@sha256:0'] },
      'transformers: [t]\n',
      'transformers:\n- t\nimages:\n- name: a\n  newName: b\n  newTag: "1"\n- digest: sha256:0\n  name: c\n',
    ],
    [
      'a star keeps what is there',
      'set image',
      { args: ['a=*:2'] },
      'images: [{name: a, newName: b, newTag: "1"}]\n',
      'images:\n- name: a\n  newName: b\n  newTag: "2"\n',
    ],
    ['the port is no tag', 'set image', { args: ['a=h:5000/b'] }, '', 'images:\n- name: a\n  newName: h:5000/b\n'],
    [
      'replicas are sorted',
      'set replicas',
      { args: ['b=0', 'a=2'] },
      '',
      'replicas:\n- count: 2\n  name: a\n- count: 0\n  name: b\n',
    ],
    ['files that patterns name', 'add resource', { args: ['*.yaml'] }, '', 'resources:\n- a.yaml\n- b.yaml\n'],
    [
      'labels without selectors',
      'add label',
      { args: ['a:1'], flags: { 'without-selector': true } },
      '',
      'labels:\n- pairs:\n    a: "1"\n',
    ],
    [
      'a literal for a generator',
      'add configmap',
      { args: ['c'], flags: { 'from-literal': ['k=v'] } },
      '',
      'configMapGenerator:\n- literals:\n  - k=v\n  name: c\n',
    ],
    [
      'a literal that changes',
      'set secret',
      { args: ['s'], flags: { 'from-literal': ['k=w'] } },
      'secretGenerator: [{name: s, literals: [k=v, l=x]}]\n',
      'secretGenerator:\n- literals:\n  - k=w\n  - l=x\n  name: s\n',
    ],
    ['entries that match go', 'remove resource', { args: ['b*'] }, 'resources: [a, b1, b2]\n', 'resources:\n- a\n'],
    [
      'a patch with a target',
      'add patch',
      { flags: { path: 'p', kind: 'K' } },
      '',
      'patches:\n- path: p\n  target:\n    kind: K\n',
    ],
  ])('%s', (...[, words, request, text, result]) => {
    expect(edited(words, request, HEAD + text, worldOf({ 'a.yaml': '', 'b.yaml': '', 'kustomization.yaml': '' }))).toBe(
      HEAD + result,
    )
  })

  test.each<[string, Partial<EditRequest>, string]>([
    ['add resource', {}, 'must specify a resource file'],
    ['add resource', { args: ['x'] }, 'x has no match: no folder x'],
    ['add label', { args: [':x'] }, "invalid label: ':x' (need k:v pair where v may be quoted)"],
    ['add annotation', { args: ['a:2'] }, 'annotation a already in kustomization file. Use --force to override.'],
    ['set image', { args: ['x'] }, 'invalid format of image, use one of the following options:'],
    ['set replicas', { args: ['x=y'] }, 'invalid format of replica, use the following format: <name>=<count>'],
    [
      'add configmap',
      { args: ['c'] },
      'failed to validate flags: at least from-env-file, or from-file or from-literal must be set',
    ],
    [
      'set configmap',
      { args: ['c'], flags: { 'new-namespace': 'n' } },
      'failed to create configmap: could not set new ConfigMap value: unable to find ConfigMap with name "c"',
    ],
    ['remove resource', { args: ['['] }, 'syntax error in pattern'],
    ['set buildmetadata', { args: ['x'] }, 'invalid buildMetadata option: x'],
  ])('%s refuses %j', (words, request, message) => {
    const text = `${HEAD}commonAnnotations: {a: "1"}\nresources: [a]\n`
    expect(() => edited(words, request, text)).toThrow(message)
  })

  test('what is there already is worth a remark', () => {
    const log: string[] = []
    expect(edited('add generator', { args: ['g'] }, `${HEAD}generators: [g]\n`, worldOf({ g: '' }, log))).toContain(
      '- g\n',
    )
    expect(log).toEqual(['generator g already in kustomization file'])
  })
})

test('deprecated patches and labels are replaced', () => {
  const text = `${HEAD}commonLabels: {a: b}\npatchesStrategicMerge: [p.yaml, "kind: X"]\n`
  const { text: fixed } = fixDeprecated(source(text), worldOf({ 'p.yaml': '' }), { vars: false })
  expect(fixed).toBe(
    `${HEAD}labels:\n- includeSelectors: true\n  pairs:\n    a: b\npatches:\n- path: p.yaml\n- patch: 'kind: X'\n`,
  )
})

test('vars become replacements, and placeholders stand where they stood', () => {
  const text = `${HEAD}resources: [o.yaml]\nvars:\n- name: V\n  objref: {kind: S, name: s, apiVersion: g/v1}\n  fieldref: {fieldPath: a.b}\n`
  const object = 'apiVersion: v1\nkind: P\nmetadata: {name: p}\nx: /$(V)/y\n'
  const { text: fixed, writes } = fixDeprecated(source(text), worldOf({ 'o.yaml': object }), { vars: true })
  expect(writes.get('o.yaml')).toBe(object.replace('$(V)', 'V_PLACEHOLDER'))
  expect(fixed).toContain('fieldPaths:\n    - x\n    options:\n      delimiter: /\n      index: 1\n')
})

test('a new kustomization holds what the flags say', () => {
  const none = { resources: '', namespace: '', annotations: '', labels: '', namePrefix: '', nameSuffix: '' }
  const options = { ...none, labels: 'a:b,c:"d e"', namespace: 'space', detects: true, isRecursive: false }
  const files = { 'a.yaml': 'kind: X\nmetadata: {name: x}\n', 'b.txt': 'no: resource\n' }
  expect(createKustomization(options, worldOf(files))).toBe(
    `${HEAD}resources:\n- a.yaml\nnamespace: space\ncommonLabels:\n  a: b\n  c: d e\n`,
  )
})
