import { describe, expect, it } from 'vitest'
import type { Chart } from '#source'
import { load, type YamlMap } from '#yaml'
import { type HelmRenderOptions, parseKubeVersion, RenderError, renderHelm, renderHelmSync } from './index.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

interface Parts {
  readonly templates?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly values?: string
  readonly metadata?: Partial<Chart['metadata']>
  readonly dependencies?: readonly Chart[]
}

function chart({ templates = {}, files = {}, values = '{}', metadata, dependencies = [] }: Parts): Chart {
  const list = (entries: Readonly<Record<string, string>>, folder: string): Chart['files'] =>
    Object.entries(entries).map(([name, text]) => ({ name: folder + name, data: encode(text) }))
  return {
    metadata: { name: 'web', version: '1.0.0', apiVersion: 'v2', ...metadata },
    templates: list(templates, 'templates/'),
    files: list(files, ''),
    raw: [],
    values: load(values) as YamlMap,
    dependencies,
    origin: 'web',
  }
}

const base: HelmRenderOptions = {
  release: { name: 'rel', namespace: 'ns' },
  environment: { now: () => 0, randomBytes: (size) => new Uint8Array(size), timeZone: 'UTC' },
}

async function failure(parts: Parts, options: Partial<HelmRenderOptions> = {}): Promise<RenderError> {
  try {
    await renderHelm(chart(parts), { ...base, ...options })
  } catch (error) {
    if (error instanceof RenderError) return error
    throw error
  }
  throw new Error('rendered')
}

describe('renderHelm', () => {
  it('gives resources, hooks, CRDs and notes, and the stream that Helm prints', async () => {
    const rendered = await renderHelm(
      chart({
        templates: {
          'a.yaml': 'kind: Service\napiVersion: v1\nmetadata: {name: s}\n---\nkind: Secret\nmetadata: {name: x}\n',
          'hook.yaml':
            'kind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: "test,pre-install", helm.sh/hook-weight: "-2"}}',
          'NOTES.txt': 'hello {{ .Release.Name }}',
        },
        files: { 'crds/c.yaml': 'kind: CustomResourceDefinition\nmetadata: {name: c}\n' },
      }),
      base,
    )
    expect(rendered.resources.map(({ kind, name, source }) => [kind, name, source])).toEqual([
      ['Secret', 'x', 'web/templates/a.yaml'],
      ['Service', 's', 'web/templates/a.yaml'],
    ])
    expect(rendered.hooks).toMatchObject([
      { name: 'h', events: ['test', 'pre-install'], weight: -2, deletePolicies: [] },
    ])
    expect(rendered.crds).toMatchObject([{ source: 'web/crds/c.yaml', kind: 'CustomResourceDefinition', name: 'c' }])
    expect(rendered.notes).toBe('hello rel')
    expect(rendered.manifest.text.match(/^# Source: .*/gm)).toHaveLength(3)
    expect(rendered.releaseManifest.text).not.toContain('hook.yaml')
  })

  it('renders the same twice, though templates change their values', async () => {
    const source = chart({
      templates: { 'a.yaml': 'a: {{ $_ := set .Values.m "n" (add1 .Values.m.n) }}{{ .Values.m.n }}' },
      values: 'm: {n: 1}',
    })
    const first = await renderHelm(source, base)
    expect((await renderHelm(source, base)).manifest.text).toBe(first.manifest.text)
  })

  it('asks the given look-up, and takes nothing for an empty map', async () => {
    const asked: string[][] = []
    const template = '{{ (lookup "v1" "Secret" "ns" "a").data.k }} {{ lookup "v1" "Secret" "ns" "b" | toJson }}'
    const rendered = await renderHelm(chart({ templates: { 'a.yaml': `a: "${template}"` } }), {
      ...base,
      lookup: (...names) => {
        asked.push(names)
        return names[3] === 'a' ? new Map([['data', new Map([['k', 'found']])]]) : undefined
      },
    })
    expect(rendered.manifest.text).toContain('a: "found {}"')
    expect(asked).toEqual([
      ['v1', 'Secret', 'ns', 'a'],
      ['v1', 'Secret', 'ns', 'b'],
    ])
  })

  it('resolves host names only when it may', async () => {
    const source = chart({ templates: { 'a.yaml': 'a: {{ getHostByName "h" | quote }}' } })
    expect((await renderHelm(source, base)).manifest.text).toContain('a: ""')
    expect((await renderHelm(source, { ...base, resolveHost: () => '10.0.0.1' })).manifest.text).toContain(
      'a: "10.0.0.1"',
    )
  })

  it('loads the TOML parser for charts that need it', async () => {
    const source = chart({ templates: { 'a.yaml': 'a: {{ (fromToml "x = 7").x }}' } })
    expect((await renderHelm(source, base)).manifest.text).toContain('a: 7')
  })

  it('softens required and fail in lint mode', () => {
    const source = chart({ templates: { 'a.yaml': 'a: {{ required "need" .Values.x }}{{ fail "no" }}' } })
    const rendered = renderHelmSync(source, { ...base, lintMode: true })
    expect(rendered.warnings).toEqual([
      'level=WARN msg="missing required value" message=need',
      'level=INFO msg="funcMap fail" message=no',
    ])
  })

  it('hides secrets and hooks when told to', async () => {
    const templates = {
      'a.yaml': 'kind: Secret\napiVersion: v1\nmetadata: {name: s}\ndata: {a: b}',
      'b.yaml': 'kind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: test}}',
    }
    const rendered = await renderHelm(chart({ templates }), { ...base, hideSecret: true, noHooks: true })
    expect(rendered.manifest.text).toBe(
      '---\n# Source: web/templates/a.yaml\n# HIDDEN: The Secret output has been suppressed\n',
    )
  })
})

describe('post-renderers', () => {
  const templates = {
    'a.yaml': '# c\nkind: ConfigMap\nmetadata:\n    name: a\n',
    'b.yaml': 'kind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: test}}',
  }

  it('see all files at level helm4, and may change them', async () => {
    const seen: string[] = []
    const rendered = await renderHelm(chart({ templates }), base, async (text) => {
      seen.push(text)
      return text.replaceAll('name: a', 'name: z')
    })
    expect(seen[0]).toContain("postrenderer.helm.sh/postrender-filename: 'web/templates/b.yaml'")
    expect(rendered.resources).toMatchObject([{ name: 'z', source: 'web/templates/a.yaml' }])
    expect(rendered.hooks).toMatchObject([{ name: 'h', source: 'web/templates/b.yaml' }])
    expect(rendered.manifest.text).not.toContain('postrender-filename')
  })

  it('see the manifest without hooks at level helm3', async () => {
    const rendered = await renderHelm(
      chart({ templates }),
      { ...base, compat: 'helm3' },
      async (text) => `${text}# after\n`,
    )
    expect(rendered.releaseManifest.text).toBe(
      '---\n# Source: web/templates/a.yaml\n# c\nkind: ConfigMap\nmetadata:\n    name: a\n# after\n',
    )
  })

  it('may fail', async () => {
    const broken = renderHelm(chart({ templates }), base, () => Promise.reject(new Error('exit 1')))
    await expect(broken).rejects.toMatchObject({
      code: 'post-render',
      message: 'error while running post render on files: exit 1',
    })
  })
})

describe('refusals', () => {
  const rows: [rule: string, code: string, parts: Parts, options?: Partial<HelmRenderOptions>][] = [
    ['a release name with capitals', 'release-name', {}, { release: { name: 'Rel', namespace: 'ns' } }],
    ['a library', 'not-installable', { metadata: { type: 'library' } }],
    ['a chart of apiVersion v3', 'api-version', { metadata: { apiVersion: 'v3' } }],
    [
      'a dependency that is not there',
      'missing-dependency',
      { metadata: { dependencies: [{ name: 'x', version: '1', repository: '' }] } },
    ],
    [
      'values that are no table',
      'dependencies',
      {
        values: 'sub: 1',
        dependencies: [chart({ metadata: { name: 'sub' } })],
        metadata: { dependencies: [{ name: 'sub', version: '*', repository: '' }] },
      },
    ],
    ['another Kubernetes', 'kube-version', { metadata: { kubeVersion: '>=9' } }],
    ['a bad --set', 'values', {}, { layers: [{ origin: { kind: 'set' }, expression: 'a' }] }],
    ['a template that does not parse', 'template-parse', { templates: { 'a.yaml': '{{ if }}' } }],
    ['a template that stops', 'template', { templates: { 'a.yaml': '{{ fail "no" }}' } }],
    ['output that is no YAML', 'manifest', { templates: { 'a.yaml': 'a: [' } }],
    ['a glob that shows nothing', 'show-only', {}, { showOnly: ['x'] }],
    [
      'a missing key in strict mode',
      'template',
      { templates: { 'a.yaml': 'a: {{ .Values.none }}' } },
      { strict: true },
    ],
  ]
  it.each(rows)('%s: %s', async (_rule, code, parts, options = {}) => {
    expect((await failure(parts, options)).code).toBe(code)
  })

  it('name the line of the template', async () => {
    const error = await failure({ templates: { 'a.yaml': 'a: 1\nb: {{ .Values.x.y }}\n' } })
    expect(error.position).toMatchObject({ file: 'web/templates/a.yaml', line: 2 })
    expect(error.message).toBe(
      'web/templates/a.yaml:2:13\n  executing "web/templates/a.yaml" at <.Values.x.y>:\n    nil pointer evaluating interface {}.y',
    )
  })

  it('keep what was rendered when it is no YAML', async () => {
    const error = await failure({ templates: { 'a.yaml': 'a: [' } })
    expect(error.partial).toBe('---\n# Source: web/templates/a.yaml\na: [\n')
  })

  it('stop includes without end, by depth or by budget', async () => {
    const loop = { 'a.yaml': '{{ define "l" }}{{ include "l" . }}{{ end }}{{ include "l" . }}' }
    expect((await failure({ templates: loop })).message).toContain('rendering template has a nested reference name: l')
    const budget = { maxSteps: 1_000, maxOutputBytes: 1_000, maxDepth: 100, maxTimeMs: 1_000, now: () => 0 }
    const steps = { 'a.yaml': '{{ range until 100000 }}{{ end }}' }
    expect((await failure({ templates: steps }, { budget })).code).toBe('budget')
    expect((await failure({ templates: { 'a.yaml': '{{ repeat 5000 "x" }}' } }, { budget: { ...budget } })).code).toBe(
      'budget',
    )
    expect((await failure({ templates: loop }, { budget: { ...budget, maxSteps: 1e9 } })).code).toMatch(
      /^(budget|template)$/,
    )
  })
})

describe('parseKubeVersion', () => {
  it.each([
    ['1.31', 'helm4', 'v1.31', 'v1.31'],
    ['1.31', 'helm3', 'v1.31.0', 'v1.31.0'],
    ['v1.31.2-gke.1+x', 'helm4', 'v1.31.2-gke.1+x', 'v1.31.2'],
    ['v1.31.2-gke.1+x', 'helm3', 'v1.31.2-gke.1+x', 'v1.31.2-gke.1+x'],
  ] as const)('%s as %s', (text, compat, version, normalized) => {
    expect(parseKubeVersion(text, compat)).toEqual({ version, normalized, major: '1', minor: '31' })
  })
})
