import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { load } from '#yaml'
import { executable, peer } from '../peers.ts'

const kubectl = peer('kubectl-1.34')
const folder = mkdtempSync(join(tmpdir(), 'berth-functions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

if (kubectl === undefined)
  process.stderr.write('kustomize function parity SKIPPED: kubectl-1.34 is missing, run `npm run peers`\n')

interface Stage {
  readonly field?: string
  readonly config: string
  /** Further lines of the kustomization. */
  readonly more?: string
  readonly flags?: readonly string[]
}

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly problem: string
  /** What the program read. */
  readonly input: unknown
  readonly args: string | undefined
}

function write(path: string, text: string, mode = 0o644): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
}

function stage(script: string, { field = 'transformers', config, more = '' }: Stage): void {
  write('bin/docker', `#!/bin/sh\n${script}\n`, 0o755)
  write('home/x.dev/v1/t/T', `#!/bin/sh\n${script}\n`, 0o755)
  write(
    'app/kustomization.yaml',
    `namePrefix: p-\nresources: [all.yaml]\nconfigMapGenerator: [{name: cm, literals: [a=b]}]\n${field}: [t.yaml]\n${more}`,
  )
  write('app/all.yaml', RESOURCES)
  write('app/t.yaml', config)
}

const RESOURCES = `apiVersion: v1
kind: Service
metadata: {name: s, annotations: {x: "1", y: "yes"}}
spec: {a: 1.50, b: "0x1F", c: 0x1F, d: '', e: ~}
---
apiVersion: v1
kind: Secret
metadata: {name: x, namespace: q}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {volumes: [{name: a, configMap: {name: cm}}]}
`

function build(program: string, words: readonly string[]): Outcome {
  for (const name of ['seen', 'args']) rmSync(join(folder, name), { force: true })
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    SEEN: join(folder, 'seen'),
    ARGS: join(folder, 'args'),
    KUSTOMIZE_PLUGIN_HOME: join(folder, 'home'),
  }
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 })
  const seen = readIf('seen')
  return {
    status,
    stdout,
    problem: normal(stderr),
    input: seen && inputOf(seen),
    args: readIf('args')?.replace(/^--label\nberth.function=.*\n/m, ''),
  }
}

function readIf(name: string): string | undefined {
  const file = join(folder, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function inputOf(text: string): unknown {
  return text.split('\n---\n').map((document) => load(document))
}

function normal(stderr: string): string {
  return stderr.replace(/kust-plugin-config-\d+/g, 'kust-plugin-config').replace(/^(?:error|Error): /gm, '')
}

function compare(script: string, given: Stage): void {
  stage(script, given)
  const flags = ['app', '--enable-alpha-plugins', ...(given.flags ?? [])]
  const theirs = build(kubectl as string, ['kustomize', ...flags])
  const ours = build(executable(), ['kustomize', 'build', ...flags])
  expect({ ...ours, problem: '' }).toEqual({ ...theirs, problem: '' })
  expect(ours.problem).toContain(theirs.problem.trim())
}

const config = (spec: string): string =>
  `apiVersion: x.dev/v1\nkind: T\nmetadata:\n  name: t\n  annotations:\n    config.kubernetes.io/function: |\n      ${spec}\n`
const CONTAINER = config('container: {image: i}')
const PLUGIN = 'apiVersion: x.dev/v1\nkind: T\nmetadata: {name: t}\nargsOneLiner: "a \'b c\'"\n'
const ORIGINS = 'buildMetadata: [originAnnotations, transformerAnnotations]\n'
const object = (kind: string, metadata: string): string => `apiVersion: v1\\nkind: ${kind}\\nmetadata: {${metadata}}\\n`
const ask = (annotations: string): string => `annotations: {kustomize.config.k8s.io/${annotations}}`

const SCRIPTS: readonly (readonly [string, string, Partial<Stage>])[] = [
  ['prints what it read', 'printf "%s\\n" "$@" | grep -v kust-plugin > "$ARGS"; tee "$SEEN"', {}],
  ['tells origins', 'test -z "$1" -o "$1" = run || cat "$1" > "$ARGS"; tee "$SEEN"', { more: ORIGINS }],
  ['renames an object', 'sed "s/name: p-s/name: z/"', { more: ORIGINS }],
  ['changes data', 'sed "s/a: b/a: c/"', {}],
  ['drops the marks of renaming', 'sed /previous/d', {}],
  ['drops the mark of the hash', 'sed /needsHash/d', {}],
  ['changes an annotation', `sed 's/x: "1"/x: "2"/'`, {}],
  ['prints nothing', 'true', {}],
  ['prints other objects', `printf '${object('Pod', 'name: p-p')}---\\n${object('Pod', 'name: n')}'`, {}],
  ['prints the same twice', `printf '${object('Pod', 'name: s')}---\\n${object('Pod', 'name: s')}'`, {}],
  ['generates from its configuration', 'tee "$SEEN"', { field: 'generators' }],
  [
    'generates with a hash',
    `printf '${object('ConfigMap', `name: g, ${ask('needs-hash: "true"')}`)}'`,
    { field: 'generators', more: ORIGINS },
  ],
  [
    'generates without',
    `printf '${object('ConfigMap', `name: g, ${ask('needs-hash: "no"')}`)}'`,
    { field: 'generators' },
  ],
  [
    'merges',
    `printf '${object('Secret', `name: x, namespace: q, ${ask('behavior: merge')}`)}data: {a: Yg==}'`,
    { field: 'generators' },
  ],
  ['fails', 'echo oops >&2; exit 3', {}],
  ['fails as a generator', 'echo oops >&2; exit 3', { field: 'generators' }],
  ['fails as a validator', 'exit 1', { field: 'validators' }],
  ['is killed', 'kill -9 $$', {}],
  ['prints a word', 'echo hello', {}],
  ['prints no YAML', 'echo "a: ["', {}],
  ['prints no name', 'echo "kind: X"', {}],
  ['prints a bad separator', `printf 'a: b\\n--- x\\nb: c'`, {}],
  ['prints a list of nothing', `printf 'kind: ResourceList\\nitems: [~]'`, {}],
  [
    'prints a list in a list',
    `printf 'kind: ResourceList\\nitems:\\n- apiVersion: v1\\n  kind: AList\\n  items: [{apiVersion: v1, kind: A, metadata: {name: r}}]'`,
    {},
  ],
]

test.skipIf(kubectl === undefined).each(SCRIPTS)('a function %s', (_, script, more) => {
  compare(script, { config: CONTAINER, ...more })
})

test.skipIf(kubectl === undefined).each(SCRIPTS)('a plugin %s', (_, script, more) => {
  compare(script, { config: PLUGIN, ...more })
})

test.skipIf(kubectl === undefined).each([
  [
    'flags',
    config('container: {image: i, network: true, envs: [B=c, HOME], mounts: [{type: bind, src: d, dst: /d}]}'),
    ['--network', '-e', 'Z', '--env', 'A=b=c', '--mount', 'type=volume,src=v,dst=/w,rw=true', '--as-current-user'],
  ],
  ['network that is not allowed', config('container: {image: i, network: true}'), []],
  ['a mount that climbs', config('container: {image: i, mounts: [{src: ../../x}]}'), []],
  ['an absolute mount', config('container: {image: i, mounts: [{src: /x}]}'), []],
  ['a field that is not known', config('container: {image: i, nope: 1}'), []],
  ['starlark', config('starlark: {path: x}'), []],
  ['a program, which is not allowed', config('exec: {path: x}'), []],
  ['the older annotation', CONTAINER.replace('kubernetes.io/function', 'k8s.io/function'), []],
  [
    'the oldest annotation',
    'apiVersion: x.dev/v1\nkind: T\nmetadata: {name: t, annotations: {config.kubernetes.io/container: i}}\n',
    [],
  ],
  ['metadata.configFn', 'apiVersion: x.dev/v1\nkind: T\nmetadata: {name: t, configFn: {container: {image: i}}}\n', []],
  ['a bad metadata.configFn', 'apiVersion: x.dev/v1\nkind: T\nmetadata: {name: t, configFn: {nope: 1}}\n', []],
  ['a plugin that is not there', 'apiVersion: x.dev/v2\nkind: T\nmetadata: {name: t}\n', []],
])('%s', (_, text, flags) => {
  compare('printf "%s\\n" "$@" > "$ARGS"; cat', { config: text, flags })
})
