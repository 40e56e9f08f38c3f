import { type Attack, chartFiles } from './attack.ts'
import { configMap, overlay } from './overlays.ts'

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join('')
const harmless = { ends: 'harmless' } as const
const r = { 'o/r.yaml': configMap('r') }
const useR = 'resources: [r.yaml]\n'

function deployment(name: string, config: string): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  template:\n    spec:\n      containers:\n      - name: c\n        image: nginx\n        envFrom: [{configMapRef: {name: ${config}}}]\n`
}

/** Bases upon bases. */
function towers(): Attack[] {
  const chain = (depth: number): Attack['files'] => ({
    ...Object.fromEntries(
      Array.from({ length: depth }, (_, at) => [
        `b${at}/kustomization.yaml`,
        `resources: [../b${at + 1}]\nnamePrefix: p\n`,
      ]),
    ),
    [`b${depth}/kustomization.yaml`]: 'resources: [r.yaml]\n',
    [`b${depth}/r.yaml`]: configMap('r'),
  })
  const doubled = (depth: number): Attack['files'] => ({
    ...Object.fromEntries(
      Array.from({ length: depth }, (_, at) =>
        ['left', 'right'].map((side) => [
          `${side}${at}/kustomization.yaml`,
          `resources: [../left${at + 1}, ../right${at + 1}]\nnamePrefix: ${side}\n`,
        ]),
      ).flat(),
    ),
    [`left${depth}/kustomization.yaml`]: 'configMapGenerator: [{name: left}]\n',
    [`right${depth}/kustomization.yaml`]: 'configMapGenerator: [{name: right}]\n',
  })
  return [
    overlay('1,000 bases, one upon the other', 'resources: [../b0]\n', { files: chain(1_000), ...harmless }),
    overlay('5,000 bases, one upon the other', 'resources: [../b0]\n', { files: chain(5_000), ...harmless }),
    overlay('two bases each, 30 levels', 'resources: [../left0, ../right0]\n', { files: doubled(30) }),
    overlay('1,000 bases beside each other', `resources: [${times(1_000, (at) => `../b${at},`)}]\n`, {
      files: Object.fromEntries(
        Array.from({ length: 1_000 }, (_, at) => [
          `b${at}/kustomization.yaml`,
          `configMapGenerator: [{name: g${at}}]\n`,
        ]),
      ),
      ...harmless,
    }),
    overlay('100,000 entries of a file that is not there', `resources:\n${times(100_000, (at) => `- r${at}.yaml\n`)}`),
    overlay('one file 100,000 times', `resources:\n${'- r.yaml\n'.repeat(100_000)}`, { files: r }),
  ]
}

/** More of what is sound. */
function crowds(): Attack[] {
  const documents = (count: number, text: (index: number) => string): string => times(count, (at) => `${text(at)}---\n`)
  const pairs = documents(2_000, (at) => `${configMap(`c${at}`)}---\n${deployment(`d${at}`, `c${at}`)}`)
  const all = 'resources: [all.yaml]\n'
  return [
    overlay('5,000 resources', `${all}namePrefix: p-\nnamespace: shop\n`, {
      files: { 'o/all.yaml': documents(5_000, (at) => configMap(`c${at}`)) },
      ...harmless,
    }),
    overlay('2,000 names that 2,000 resources refer to', `${all}namePrefix: p-\n`, {
      files: { 'o/all.yaml': pairs },
      ...harmless,
    }),
    overlay('one name, 50,000 times referred to', `${all}namePrefix: p-\n`, {
      files: {
        'o/all.yaml':
          `${configMap('c')}---\n${deployment('d', 'c')}${'        - configMapRef: {name: c}\n'.repeat(50_000)}`.replace(
            '[{configMapRef: {name: c}}]',
            '',
          ),
      },
      ...harmless,
    }),
    overlay(
      '2,000 generators',
      `configMapGenerator:\n${times(2_000, (at) => `- {name: g${at}, literals: [a=b]}\n`)}`,
      harmless,
    ),
    overlay(
      'a generator of 100,000 literals',
      `configMapGenerator:\n- name: g\n  literals:\n${times(100_000, (at) => `  - k${at}=v\n`)}`,
      harmless,
    ),
    overlay(
      'a generator of one literal, 100,000 times',
      `configMapGenerator:\n- name: g\n  literals:\n${'  - k=v\n'.repeat(100_000)}`,
    ),
    overlay(
      '150 patches for 150 resources',
      `${all}patches:\n${times(150, (at) => `- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {k${at}: v}}'\n  target: {kind: ConfigMap}\n`)}`,
      {
        files: { 'o/all.yaml': documents(150, (at) => configMap(`c${at}`)) },
        ...harmless,
      },
    ),
    overlay(
      '500 images for 500 containers',
      `${all}images:\n${times(500, (at) => `- {name: i${at}, newTag: "2"}\n`)}`,
      {
        files: { 'o/all.yaml': documents(500, (at) => deployment(`d${at}`, 'c')) },
        ...harmless,
      },
    ),
    overlay('10,000 components that are one', `components:\n${'- ../c\n'.repeat(10_000)}`, {
      files: {
        'c/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{name: g}]\n',
      },
    }),
    overlay('100,000 labels', `${useR}labels:\n- pairs:\n${times(100_000, (at) => `    l${at}: v\n`)}`, {
      files: r,
      ...harmless,
    }),
    overlay('a name prefix of 4 MB', `${useR}namePrefix: ${'x'.repeat(4_000_000)}\n`, { files: r, ...harmless }),
    overlay('10^30 replicas', `resources: [d.yaml]\nreplicas: [{name: d, count: 1000000000000000000000000000000}]\n`, {
      files: { 'o/d.yaml': deployment('d', 'c') },
    }),
    overlay('an env file with a line of 20 MB', 'configMapGenerator: [{name: g, envs: [e.env]}]\n', {
      files: { 'o/e.env': `a=${'x'.repeat(20_000_000)}\n` },
      ...harmless,
    }),
    overlay('an env file of NULs', 'configMapGenerator: [{name: g, envs: [e.env]}]\n', {
      files: { 'o/e.env': '\0'.repeat(1_000_000) },
      ...harmless,
    }),
  ]
}

const replace = (source: string, target: string, options = ''): string =>
  `- source: {kind: ConfigMap, name: r, fieldPath: ${source}}\n  targets:\n  - select: {kind: ConfigMap, name: r}\n    fieldPaths: [${target}]\n${options}`
const append = '    options: {delimiter: "!", index: 99}\n'

/** Steps that make more of what they are given. */
function growth(): Attack[] {
  const copies = (count: number): string =>
    JSON.stringify(Array.from({ length: count }, (_, at) => ({ op: 'copy', from: '/data', path: `/data/k${at}` })))
  return [
    overlay(
      'replacements that double a text',
      `${useR}replacements:\n${times(80, (at) => (at % 2 === 0 ? replace('data.a', 'data.b', append) : replace('data.b', 'data.a', append)))}`,
      {
        files: { 'o/r.yaml': configMap('r', '{a: "0123456789", b: "0123456789"}') },
      },
    ),
    overlay(
      'replacements that double a map',
      `${useR}replacements:\n${times(60, (at) => replace('data', `data.k${at}`, '    options: {create: true}\n'))}`,
      { files: r },
    ),
    overlay(
      'a replacement by an index of 10^9',
      `${useR}replacements:\n${replace('data.a', 'data.a', '    options: {delimiter: "", index: 1000000000}\n')}`,
      { files: r, ...harmless },
    ),
    overlay(
      'a replacement at a path of 10^5 parts',
      `${useR}replacements:\n${replace('data.a', `data${'.a'.repeat(100_000)}`, '    options: {create: true}\n')}`,
      { files: r },
    ),
    overlay('a replacement with stars', `${useR}replacements:\n${replace('data.a', '"*.*.*.*.*.*.*.*.*.*.*.*"')}`, {
      files: r,
      ...harmless,
    }),
    overlay(
      '500 replacements into 500 resources',
      `resources: [all.yaml]\nreplacements:\n${times(500, (at) => `- source: {kind: ConfigMap, name: c${at}}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.a]\n`)}`,
      {
        files: { 'o/all.yaml': times(500, (at) => `${configMap(`c${at}`)}---\n`) },
        ...harmless,
      },
    ),
    overlay(
      'a JSON patch whose copies double',
      `${useR}patches:\n- target: {kind: ConfigMap}\n  patch: '${copies(60)}'\n`,
      { files: r },
    ),
    overlay(
      'a JSON patch at an index of 10^9',
      `${useR}patches:\n- target: {kind: ConfigMap}\n  patch: '[{"op":"add","path":"/list/1000000000","value":1}]'\n`,
      {
        files: { 'o/r.yaml': `${configMap('r')}list: [1]\n` },
      },
    ),
    overlay(
      'a JSON patch at a path of 10^6 parts',
      `${useR}patches:\n- target: {kind: ConfigMap}\n  patch: '[{"op":"add","path":"${'/a'.repeat(1_000_000)}","value":1}]'\n`,
      { files: r },
    ),
    overlay('a JSON patch of 100,000 operations', `${useR}patches:\n- target: {kind: ConfigMap}\n  path: p.yaml\n`, {
      files: { ...r, 'o/p.yaml': times(100_000, (at) => `- {op: add, path: /data/k${at}, value: v}\n`) },
      ...harmless,
    }),
    overlay(
      'a list that JSON patches fill from its front',
      `${useR}patches:\n- target: {kind: ConfigMap}\n  path: p.yaml\n`,
      {
        files: {
          'o/r.yaml': `${configMap('r')}list: [1]\n`,
          'o/p.yaml': '- {op: add, path: /list/0, value: v}\n'.repeat(50_000),
        },
        ...harmless,
      },
    ),
    overlay('a field spec of 10^5 parts', `${useR}commonLabels: {a: b}\nconfigurations: [c.yaml]\n`, {
      files: { ...r, 'o/c.yaml': `commonLabels:\n- path: ${'a/'.repeat(100_000)}a\n  create: true\n` },
    }),
    overlay('20,000 field specs', `resources: [all.yaml]\ncommonLabels: {a: b}\nconfigurations: [c.yaml]\n`, {
      files: {
        'o/all.yaml': times(200, (at) => `${configMap(`c${at}`)}---\n`),
        'o/c.yaml': `commonLabels:\n${times(20_000, (at) => `- {path: data/x${at}/y, create: false}\n`)}`,
      },
      ...harmless,
    }),
    overlay('a crd that refers to itself', `${useR}crds: [c.json]\n`, {
      files: {
        ...r,
        'o/c.json': JSON.stringify({
          a: { Schema: { properties: { spec: { $ref: 'a' } }, 'x-kubernetes-object-ref-api-version': 'v1' } },
        }),
      },
      ...harmless,
    }),
    overlay('a schema that refers to itself', `${useR}openapi: {path: s.json}\npatches: [{path: p.yaml}]\n`, {
      files: {
        ...r,
        'o/p.yaml': configMap('r', '{a: {a: {a: {a: c}}}}'),
        'o/s.json': JSON.stringify({
          definitions: {
            m: {
              type: 'object',
              properties: { data: { $ref: '#/definitions/m' }, a: { $ref: '#/definitions/n' } },
              'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'ConfigMap' }],
            },
            n: { $ref: '#/definitions/n' },
          },
        }),
      },
      ...harmless,
    }),
  ]
}

/** Vars of vars. */
function vars(): Attack[] {
  const entry = (name: string, field: string): string =>
    `- {name: ${name}, objref: {apiVersion: v1, kind: ConfigMap, name: r}, fieldref: {fieldPath: data.${field}}}\n`
  const spec = 'varReference:\n- {path: data, kind: ConfigMap}\n- {path: data/x, kind: ConfigMap}\n'
  const files = (data: string): Attack['files'] => ({ 'o/r.yaml': configMap('r', data), 'o/c.yaml': spec })
  const head = `${useR}configurations: [c.yaml]\nvars:\n`
  return [
    overlay('a var that is itself', `${head}${entry('A', 'a')}`, { files: files('{a: "$(A)$(A)"}'), ...harmless }),
    overlay('vars in a circle', `${head}${entry('A', 'a')}${entry('B', 'b')}`, {
      files: files('{a: "$(B)$(B)", b: "$(A)$(A)"}'),
      ...harmless,
    }),
    overlay('vars that double 60 times', `${head}${times(60, (at) => entry(`V${at}`, `v${at}`))}`, {
      files: files(`{${times(60, (at) => `v${at}: "$(V${at + 1})$(V${at + 1})", `)}v60: x}`),
      ...harmless,
    }),
    overlay('a var of 1 MB, 2,000 times used', `${head}${entry('A', 'a')}`, {
      files: files(`{a: ${'x'.repeat(1_000_000)}, b: "${'$(A)'.repeat(2_000)}"}`),
    }),
    overlay('10^6 references to nothing', `${head}${entry('A', 'a')}`, {
      files: files(`{a: x, b: "${'$(B)'.repeat(1_000_000)}"}`),
      ...harmless,
    }),
    overlay('4 MB of open references', `${head}${entry('A', 'a')}`, {
      files: files(`{a: x, b: "${'$('.repeat(2_000_000)}"}`),
      ...harmless,
    }),
    overlay('one var twice', `${head}${entry('A', 'a')}${entry('A', 'a')}`, { files: files('{a: x}') }),
  ]
}

const PATTERNS: Readonly<Record<string, string>> = {
  'stars in stars': '(a*)*(a*)*(a*)*$',
  'many ways': '(a|a)*(a|aa)*b',
  'repeats of repeats': '((((a{1,100}){1,100}){1,100}){1,100})',
  'a repeat of 10^9': 'a{1000000000}',
  '10^5 brackets': '('.repeat(100_000),
  'a class of 1 MB': `[${'a-z'.repeat(300_000)}]`,
  '10^5 alternatives': `(${'a|'.repeat(100_000)}b)`,
}

/** Patterns in targets, images and replacements. */
function patterns(): Attack[] {
  const long = 'a'.repeat(50_000)
  const files = { 'o/r.yaml': configMap('r', `{${long}: x}`), 'o/d.yaml': deployment('d', 'c').replace('nginx', long) }
  const named = { 'o/r.yaml': configMap(long) }
  return Object.entries(PATTERNS).flatMap(([name, pattern]) => {
    const quoted = JSON.stringify(pattern)
    return [
      overlay(
        `the target's name: ${name}`,
        `${useR}patches:\n- target: {name: ${quoted}}\n  patch: '[{"op":"add","path":"/data/x","value":"y"}]'\n`,
        { files: named, ...harmless },
      ),
      overlay(`an image: ${name}`, `resources: [d.yaml]\nimages:\n- {name: ${quoted}, newTag: x}\n`, {
        files,
        ...harmless,
      }),
      overlay(
        `a label selector: ${name}`,
        `${useR}patches:\n- target: {labelSelector: ${quoted}}\n  patch: '[{"op":"add","path":"/data/x","value":"y"}]'\n`,
        { files: named, ...harmless },
      ),
      overlay(
        `a replacement's path: ${name}`,
        `resources: [d.yaml]\nreplacements:\n- source: {kind: Deployment, name: d}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [${JSON.stringify(`spec.template.spec.containers.[image=${pattern}].image`)}]\n`,
        { files, ...harmless },
      ),
    ]
  })
}

/** Charts in overlays. */
function charts(): Attack[] {
  const chart = (files: Attack['files']): Attack['files'] =>
    Object.fromEntries(Object.entries(chartFiles(files)).map(([path, text]) => [`o/charts/${path}`, text]))
  const args = ['kustomize', 'build', '--enable-helm', 'o']
  const use = (more = ''): string => `helmCharts:\n- {name: c, releaseName: x${more}}\n`
  const sound = chart({ 'templates/a.yaml': configMap('a') })
  return [
    overlay('a chart that never ends', use(), {
      files: chart({
        'templates/a.yaml': '{{ range until 1000000000 }}{{ range until 1000000000 }}{{ end }}{{ end }}',
      }),
      args,
    }),
    overlay('a chart that floods', use(), {
      files: chart({
        'templates/a.yaml': '{{ range until 100000 }}{{ range until 100000 }}xxxxxxxxxx{{ end }}{{ end }}',
      }),
      args,
    }),
    overlay('a chart whose includes never end', use(), {
      files: chart({ 'templates/a.yaml': '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}' }),
      args,
    }),
    overlay('values of a chart out of the folder', use(', valuesFile: ../../secret'), {
      files: { ...sound, secret: 'TOP-SECRET: 1\n' },
      args,
      leaks: /TOP-SECRET/,
    }),
    overlay('values of a chart at an absolute path', use(', valuesFile: /etc/passwd'), {
      files: sound,
      args,
      leaks: /root:/,
    }),
    overlay('a chart that is not allowed', use(), { files: sound }),
    overlay('a program instead of helm', use(), {
      files: sound,
      args: ['kustomize', 'build', '--enable-helm', '--helm-command', '/bin/false', 'o'],
      ...harmless,
    }),
    overlay('a chart whose name climbs', 'helmCharts:\n- {name: ../../../etc, releaseName: x}\n', {
      files: sound,
      args,
    }),
    overlay('a chart that makes a bomb of aliases', use(), {
      files: chart({
        'templates/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\na: &a [x,x,x,x,x,x,x,x,x]\n${times(
          11,
          (at) =>
            `b${at}: &b${at} [${Array(9)
              .fill(at === 0 ? '*a' : `*b${at - 1}`)
              .join(',')}]\n`,
        )}`,
      }),
      args,
    }),
  ]
}

/** Overlays that grow, or that take long. */
export function overlayBombs(): Attack[] {
  return [...towers(), ...crowds(), ...growth(), ...vars(), ...patterns(), ...charts()]
}
