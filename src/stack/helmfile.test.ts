import { describe, expect, test } from 'vitest'
import type { YamlMap, YamlValue } from '#yaml'
import type { Stack, StackOptions } from './contract.ts'
import { loadStack } from './index.ts'
import { type Files, plain, worldOf } from './testing-world.ts'

interface Given {
  readonly options?: Partial<StackOptions>
  readonly variables?: Readonly<Record<string, string>>
  readonly mayRun?: boolean
}

function read(files: Files, { options, variables, mayRun = true }: Given = {}): Promise<Stack> {
  const [first = ''] = Object.keys(files)
  const world = worldOf(files, variables)
  const given: StackOptions = { environment: 'default', overrides: new Map(), ...options }
  return loadStack(`/s/${first}`, given, mayRun ? world : { ...world, run: undefined })
}

const map = (object: object): YamlMap => new Map(Object.entries(object) as [string, YamlValue][])
/** All values of the first chosen release, merged at the top. */
const values = ({ chosen: [first] }: Stack): unknown =>
  Object.assign({}, ...(first?.values ?? []).map((layer) => plain(layer.values)))

describe('values of a release', () => {
  const one = (entry: string): string => `releases: [{ name: a, chart: ./c, values: [${entry}] }]`
  test.each<readonly [string, Files, object, Given]>([
    [
      'below a prefix',
      {
        'helmfile.yaml': 'releases: [{ name: a, chart: ./c, valuesPathPrefix: v/, values: [x.yaml] }]',
        'v/x.yaml': 'a: 1',
      },
      { a: 1 },
      {},
    ],
    [
      'that stand in a file',
      {
        'helmfile.yaml': one("{ a: 'ref+file://x.yaml#/b/c', d: 'x ref+file://text.txt+ y' }"),
        'x.yaml': 'b: { c: [1] }',
        'text.txt': 'text',
      },
      { a: [1], d: 'x text y' },
      {},
    ],
    [
      'that sops keeps',
      { 'helmfile.yaml': one("{ a: 'secretref+sops://s.yaml#/password' }"), 's.yaml': 'sealed' },
      { a: 'opened' },
      {},
    ],
    [
      'that sops keeps, in a template',
      {
        'helmfile.yaml.gotmpl': one('{ a: {{ fetchSecretValue "ref+sops://s.yaml#/password" }} }'),
        's.yaml': 'sealed',
      },
      { a: 'opened' },
      {},
    ],
    [
      'of variables',
      { 'helmfile.yaml': one("{ a: 'ref+envsubst://$A-${B:-b}', c: 'ref+echo://x/y/z#/x/y' }") },
      { a: '1-b', c: 'z' },
      { variables: { A: '1' } },
    ],
    [
      'within one another',
      { 'helmfile.yaml': one("{ a: 'ref+echo://ref+envsubst://$A+/b' }") },
      { a: '1/b' },
      { variables: { A: '1' } },
    ],
    [
      'of a file with references',
      { 'helmfile.yaml': one('x.yaml.gotmpl'), 'x.yaml.gotmpl': 'a: ref+echo://x/{{ .Release.Name }}' },
      { a: 'x/a' },
      {},
    ],
    [
      'of a program',
      {
        'helmfile.yaml.gotmpl': one(
          '{ a: {{ exec "say" (list "b" "c") }}, d: {{ envExec (dict "X" "1") "e" (list) "in" }} }',
        ),
      },
      { a: 'say b c', d: 'e in' },
      {},
    ],
    [
      'whose template reads beside itself',
      { 'helmfile.yaml': one('v/x.yaml.gotmpl'), 'v/x.yaml.gotmpl': 'a: {{ readFile "t" }}', 'v/t': 'near' },
      { a: 'near' },
      {},
    ],
    [
      'of an environment whose first file wins',
      {
        'helmfile.yaml': `environments: { default: { mergeStrategy: fallback, values: [x.yaml, y.yaml.gotmpl] } }\n---\n${one("{ a: '{{ .Values }}' }").replace('values:', 'valuesTemplate:').replace("'{{ .Values }}'", "'{{ .Values.p }}', b: '{{ .Values.q }}'")}`,
        'x.yaml': 'p: false',
        'y.yaml.gotmpl': 'p: true\nq: {{ .Values.p }}',
      },
      { a: false, b: false },
      {},
    ],
    [
      'of a list that is set item by item',
      {
        'helmfile.yaml': `values: [{ l: [1, 2] }]\n---\nreleases: [{ name: a, chart: ./c, valuesTemplate: [{ a: '{{ .Values.l | join "," }}' }] }]`,
      },
      { a: '1,3' },
      { options: { settings: map({ l: [null, 3] }) } },
    ],
    [
      'that a null does not take away',
      {
        'helmfile.yaml':
          "values: [{ l: 1 }]\nenvironments: { default: { values: [{ l: null }] } }\n---\nreleases: [{ name: a, chart: ./c, valuesTemplate: [{ a: '{{ .Values.l }}' }] }]",
      },
      { a: 1 },
      {},
    ],
  ])('%s', async (_, files, expected, given) => {
    expect(values(await read(files, given))).toEqual(expected)
  })
})

describe('a release', () => {
  test.each<readonly [string, string, object, Given]>([
    [
      'sets what says something',
      'set: [{ name: a, value: 0 }, { name: b, value: "" }, { name: c }], env: [{ name: d, value: HOME }]',
      {
        sets: [
          { kind: 'set', expression: 'a=0' },
          { kind: 'set', expression: 'd=/h\\,x' },
        ],
      },
      { variables: { HOME: '/h,x' } },
    ],
    ['takes the pinned version', 'chart: r/web, version: ~1.2', { version: '1.2.7' }, {}],
    [
      'takes credentials from variables',
      'chart: r/web',
      {
        repository: {
          flags: [
            ['username', 'me'],
            ['password', 'word'],
          ],
        },
      },
      { variables: { R_USERNAME: 'me', R_PASSWORD: 'ref+echo://word' } },
    ],
    ['has its context before that of the environment', 'kubeContext: own', { context: 'own', id: 'own//a' }, {}],
    ['has the context of the environment', 'name: a', { context: 'env', id: '/a' }, {}],
    [
      'goes as it says',
      'deleteWait: true, deleteTimeout: 9, cascade: orphan',
      { removal: { waits: true, timeoutSeconds: 9, cascade: 'orphan' } },
      {},
    ],
    [
      'has subcharts',
      'dependencies: [{ chart: r/x, version: 1.0.0, alias: other }, { chart: ./z }]',
      {
        subcharts: [
          { source: 'x', version: '1.0.0', alias: 'other' },
          { source: '/s/z', repository: undefined },
        ],
      },
      {},
    ],
    [
      'has patches',
      'forceNamespace: ns, jsonPatches: [{ a: 1 }], strategicMergePatches: [p.yaml.gotmpl], values: [{ v: 2 }]',
      { patches: { namespace: 'ns', json: ['a: 1\n'], strategic: ['v: 2 of 3'], transformers: [], folder: '/s' } },
      {},
    ],
    [
      'keeps its values where it says so',
      'reuseValues: true',
      {
        flags: [
          ['create-namespace', true],
          ['reuse-values', true],
        ],
      },
      {},
    ],
    [
      'records its labels',
      'labels: { x: z }, syncReleaseLabels: true, skipDeps: true',
      {
        flags: [
          ['create-namespace', true],
          ['reset-values', true],
          ['dependency-update', false],
          ['labels', 'x=z'],
          ['labels', 'namespace='],
          ['labels', 'chart=c'],
        ],
      },
      {},
    ],
  ])('%s', async (_, fields, expected, given) => {
    const name = fields.startsWith('name: a') ? '' : 'name: a, '
    const chart = fields.includes('chart: r') && !fields.includes('dependencies') ? '' : 'chart: ./c, '
    const head =
      'environments: { default: { kubeContext: env } }\nvalues: [{ w: 3 }]\nrepositories: [{ name: r, url: https://r }]\n'
    const { chosen } = await read(
      {
        'helmfile.yaml': `${head}releases: [{ ${name}${chart}${fields} }]`,
        'helmfile.lock': 'dependencies: [{ name: web, version: 1.3.0 }, { name: web, version: 1.2.7 }]',
        'p.yaml.gotmpl': 'v: {{ .Values.v }} of {{ .Values.w }}',
      },
      given,
    )
    expect(chosen[0]).toMatchObject(expected)
  })

  test('has hooks, whose words are templates', async () => {
    const { chosen, parts } = await read({
      'helmfile.yaml': `
hooks: [{ events: [prepare], kubectlApply: { filename: x.yaml } }]
releases:
- name: a
  chart: ./c
  hooks: [{ name: h, events: [presync], command: './{{ .Release.Name }}', args: ['{{ .Event.Name }}/{{ .HelmfileCommand }}', 8080, '{{ .Event.Error }}'], showlogs: true }]
`,
    })
    const event = { name: 'presync', command: 'sync', error: 'why' }
    expect(chosen[0]?.hooks[0]).toMatchObject({ name: 'h', events: ['presync'], showsOutput: true })
    expect(chosen[0]?.hooks[0]?.commandAt(event)).toEqual({
      program: './a',
      args: ['presync/sync', '8080', 'why'],
      folder: '/s',
    })
    expect(parts[0]?.hooks[0]?.commandAt(event)).toMatchObject({ program: 'kubectl', args: ['apply', '-f', 'x.yaml'] })
  })
})

describe('selectors', () => {
  const files = {
    'helmfile.yaml': `
helmfiles: [{ path: x.yaml, selectors: [name=x] }, { path: y.yaml, selectors: [tier=back] }]
releases:
- { name: a, chart: ./c, labels: { tier: front }, needs: [b] }
- { name: b, chart: ./c, values: [nowhere.yaml], needs: [d] }
- { name: d, chart: ./c, labels: { tier: front } }
- { name: e, chart: ./c, labels: { of: one } }
- { name: e, chart: ./c, labels: { of: two, tier: front } }
`,
    'x.yaml': 'releases: [{ name: x, chart: ./c }, { name: w, chart: ./c }]',
    'y.yaml': 'releases: [{ name: y, chart: {{ required "never read" nil }} }]',
  }
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['choose, and a nested file has its own', ['tier=front'], ['x', 'd', 'a', 'e']],
    ['tell two of one name apart', ['of=two,tier=front'], ['x', 'e']],
  ])('%s', async (_, selectors, names) => {
    expect((await read(files, { options: { selectors } })).chosen.map(({ name }) => name)).toEqual(names)
  })
})

describe('is refused', () => {
  const one = (fields: string): Files => ({ 'helmfile.yaml': `releases: [{ name: a, chart: ./c, ${fields} }]` })
  test.each<readonly [string, Files, string, string, Given]>([
    ['a secret of a service', one("values: [{ a: 'ref+vault://x/y#/z' }]"), 'unsupported', 'ref+vault://x/y#/z', {}],
    [
      'a reference to nothing',
      one("values: [{ a: 'ref+echo://x/y#/z' }]"),
      'bad-reference',
      'no value found for key z',
      {},
    ],
    ['an unset variable', one("set: [{ name: a, value: 'ref+envsubst://$NONE' }]"), 'bad-reference', 'NONE', {}],
    [
      'a file that sops has not encrypted',
      { ...one("values: [{ a: 'ref+sops://x#/a' }]"), x: 'a: 1' },
      'bad-reference',
      'sops',
      {},
    ],
    [
      'a program where none may run',
      { 'helmfile.yaml.gotmpl': 'values: [{ a: {{ exec "id" (list) }} }]' },
      'template',
      'switched off',
      { mayRun: false },
    ],
    [
      'a value put where there is none',
      { 'helmfile.yaml.gotmpl': 'values: [{{ setValueAtPath "a.b" 1 (dict) | toYaml }}]' },
      'template',
      'value for key "a" does not exist',
      {},
    ],
    ['a handler that is none', one('missingFileHandler: Maybe'), 'bad-stack', 'Maybe', {}],
    [
      'a lock without the chart',
      {
        'helmfile.yaml': 'repositories: [{ name: r, url: https://r }]\nreleases: [{ name: a, chart: r/x }]',
        'helmfile.lock': 'dependencies: []',
      },
      'bad-stack',
      'no resolved dependency found for "x"',
      {},
    ],
    [
      'an installedTemplate that is no boolean',
      one("installedTemplate: '{{ .Release.Name }}'"),
      'template',
      'expected true or false',
      {},
    ],
    ['names without end', one("namespace: '{{ .Release.Namespace }}x'"), 'template', 'recursive references', {}],
    ['a hook without a command', one('hooks: [{ events: [presync] }]'), 'bad-stack', 'no command', {}],
    [
      'a foreign inheritance',
      { 'helmfile.yaml': 'helmfiles: [{ path: x.yaml, inherits: [bogus] }]', 'x.yaml': '' },
      'bad-stack',
      '"bogus" is not allowed',
      {},
    ],
    [
      'a nested file that must be there',
      { 'helmfile.yaml': 'missingFileHandler: Error\nhelmfiles: [x.yaml]' },
      'missing-file',
      'x.yaml',
      {},
    ],
    ['two files for one folder', { 'x/helmfile.yaml': '', 'x/stack.yaml': '' }, 'bad-stack', 'has both', {}],
  ])('%s', async (...[, files, code, text, given]) => {
    const first = Object.keys(files)[0] ?? ''
    const path = first.startsWith('x/') ? { x: undefined as unknown as string, ...files } : files
    const error = expect.objectContaining({ code, message: expect.stringContaining(text) })
    await expect(read(path, given)).rejects.toEqual(error)
  })
})
