import { expect, test } from 'vitest'
import { memoryFiles } from '../localize/testing-files.ts'
import type { BuildOptions } from '../target/options.ts'
import { renderKustomize } from '../target/render.ts'
import type { Program, ProgramOptions, ProgramOutcome } from './program.ts'

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n'
const EXEC = 'exec: {path: ./fn, args: [a], envs: [A=b, odd]}'
const CONTAINER = 'container: {image: "img:1"}'

interface Stage {
  readonly field?: string
  readonly spec?: string
  readonly more?: string
  readonly config?: string
}

function configOf(spec: string): string {
  return `apiVersion: x.dev/v1\nkind: T\nmetadata:\n  name: t\n  annotations:\n    config.kubernetes.io/function: |\n      ${spec}\n`
}

/** Builds one service with a function, and gives what is printed and what was run. */
function build(
  answer: (program: Program) => Partial<ProgramOutcome>,
  { field = 'transformers', spec = EXEC, more = '', config = configOf(spec) }: Stage = {},
  options: Partial<ProgramOptions> = {},
): { readonly text: string; readonly programs: readonly Program[]; readonly lines: readonly string[] } {
  const programs: Program[] = []
  const lines: string[] = []
  const run = (program: Program): ProgramOutcome => {
    programs.push(program)
    return { stdout: '', stderr: '', failure: undefined, ...answer(program) }
  }
  const { files } = memoryFiles({
    files: {
      '/a/kustomization.yaml': `resources: [s.yaml]\n${field}: [t.yaml]\n${more}`,
      '/a/s.yaml': SERVICE,
      '/a/t.yaml': config,
    },
  })
  const programOptions: ProgramOptions = {
    run,
    stateOf: () => 'executable',
    isExecEnabled: true,
    isNetworkEnabled: false,
    mounts: [],
    environment: [],
    user: 'nobody',
    ...options,
  }
  const plugins = { searched: [], home: '/plugins', programs: programOptions }
  const build: BuildOptions = { files, plugins, warn: (line) => lines.push(line) }
  return { text: renderKustomize('/a', build).text, programs, lines }
}

const echo = ({ input }: Program): Partial<ProgramOutcome> => ({ stdout: input })

test('a function that prints what it read changes nothing', () => {
  const { text, programs } = build(echo)
  expect(text).toBe(SERVICE)
  expect(programs).toMatchObject([{ path: './fn', args: ['a'], environment: ['A=b'], folder: '/a', form: 'program' }])
})

test('marks of the build pass through a function', () => {
  const more = 'namePrefix: p-\nconfigMapGenerator: [{name: c, literals: [a=b]}]\n'
  const { text } = build(echo, { more })
  expect(text).toContain('name: p-c-')
  expect(text).not.toContain('annotations')
})

test('a function changes, adds and removes', () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n'
  expect(build(() => ({ stdout: pod })).text).toBe(pod)
  expect(build(({ input }) => ({ stdout: input.replace('kind: Service', 'spec: {a: 1}\n  kind: Service') })).text).toBe(
    `${SERVICE}spec:\n  a: 1\n`,
  )
})

test('a generator reads its own configuration, which is not printed', () => {
  const { text, programs } = build(echo, { field: 'generators' })
  expect(text).toBe(SERVICE)
  expect(programs[0]?.input).toContain('config.kubernetes.io/local-config: ')
})

test('a generator may ask for a hash and for a behavior', () => {
  const annotations = '{kustomize.config.k8s.io/needs-hash: "true", kustomize.config.k8s.io/behavior: create}'
  const stdout = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, annotations: ${annotations}}\n`
  expect(build(() => ({ stdout }), { field: 'generators' }).text).toMatch(/name: c-[a-z0-9]{10}\n---/)
})

test('programs run only where they are allowed', () => {
  const { text, programs } = build(echo, {}, { isExecEnabled: false })
  expect(programs).toEqual([])
  expect(text).toBe(SERVICE)
})

test('a container is started by the client of the engine', () => {
  const spec =
    'container: {image: i, network: true, envs: [B=c, HOME], mounts: [{type: bind, src: d, dst: /d, rw: true}]}'
  const { programs } = build(
    echo,
    { spec },
    {
      isNetworkEnabled: true,
      mounts: ['type=volume,source=/v,target=/w,odd'],
      environment: ['A=b=c', 'Z', 'B=d'],
      user: '1:2',
    },
  )
  expect(programs[0]?.path).toBe('docker')
  expect(programs[0]?.args.join(' ')).toBe(
    'run --rm -i -a STDIN -a STDOUT -a STDERR --network host --user 1:2 --security-opt=no-new-privileges ' +
      '--mount type=bind,source=/a/d,target=/d --mount type=volume,source=/v,target=/w,readonly ' +
      '-e A=b=c -e B=d -e LOG_TO_STDERR=true -e STRUCTURED_RESULTS=true -e HOME -e Z i',
  )
})

test('what a function writes to stderr is passed on', () => {
  expect(build((program) => ({ ...echo(program), stderr: 'careful\n' })).lines).toEqual(['careful\n'])
})

const failing = (failure: string) => (): Partial<ProgramOutcome> => ({ failure })
const printing = (stdout: string) => (): Partial<ProgramOutcome> => ({ stdout })

test.each([
  ['it fails', failing('exit status 3'), {}, "couldn't execute function: exit status 3 "],
  [
    'a generator fails',
    failing('signal: killed'),
    { field: 'generators' },
    "couldn't execute function: signal: killed",
  ],
  [
    'garbage',
    printing('hello'),
    {},
    "couldn't execute function: wrong node kind: expected MappingNode but got ScalarNode: node contents:\nhello\n ",
  ],
  [
    'no YAML',
    printing('a: ['),
    {},
    "couldn't execute function: MalformedYAMLError: yaml: line 1: did not find expected node content ",
  ],
  [
    'no name',
    printing('kind: X'),
    {},
    'missing metadata.name in object {{ X} {{ } map[] map[config.kubernetes.io/path:x_.yaml internal.config.kubernetes.io/path:x_.yaml]}}',
  ],
  [
    'an item that is no map',
    printing('kind: ResourceList\nitems: [1]'),
    {},
    "couldn't execute function: wrong node kind: expected MappingNode but got ScalarNode: node contents:\n1\n ",
  ],
  [
    'the same twice',
    printing(`${SERVICE}---\n${SERVICE}`),
    {},
    'plugin api: x.dev/v1, kind: T, name: t generated duplicate resource: {"version":"v1","kind":"Service","name":"s"}',
  ],
  [
    'a hash that is neither',
    printing(SERVICE.replace('name: s', 'name: z\n  annotations: {kustomize.config.k8s.io/needs-hash: nope}')),
    { field: 'generators' },
    'the annotation "kustomize.config.k8s.io/needs-hash" contains an invalid value ("nope")',
  ],
  [
    'the network is not allowed',
    echo,
    { spec: 'container: {image: i, network: true}' },
    "couldn't execute function: network required but not enabled with --network ",
  ],
  [
    'a mount that climbs',
    echo,
    { spec: 'container: {image: i, mounts: [{src: a/../../b}]}' },
    "plugin T.v1.x.dev/t.[noNs] with mount path 'a/../../b' is not permitted; mount paths must be under the current kustomization directory",
  ],
  [
    'starlark',
    echo,
    { spec: 'starlark: {path: a}' },
    'loader: failed to get FunctionSpec: config.kubernetes.io/function unmarshal error: error unmarshaling JSON: while decoding JSON: json: unknown field "starlark"',
  ],
] as const)('refused: %s', (_, answer, stage, message) => {
  expect(() => build(answer, { spec: CONTAINER, ...stage })).toThrow(expect.objectContaining({ message }))
})

test('a validator must not print, as in the reference', () => {
  const message = "validator shouldn't modify the resource map: nodes unequal"
  expect(() => build(echo, { field: 'validators' })).toThrow(message)
})

const PLUGIN = 'apiVersion: x.dev/v1\nkind: T\nmetadata:\n  name: t\nargsOneLiner: a "b c"\n'

test('a plugin lies below the home of plugins and reads the resources', () => {
  const { text, programs } = build(echo, { config: PLUGIN })
  expect(text).toBe(SERVICE)
  expect(programs).toMatchObject([{ path: '/plugins/x.dev/v1/t/T', args: ['a', 'b c'], folder: '/a' }])
  expect(programs[0]?.environment).toEqual([
    `KUSTOMIZE_PLUGIN_CONFIG_STRING=${programs[0]?.configText ?? ''}`,
    'KUSTOMIZE_PLUGIN_CONFIG_ROOT=/a',
  ])
})

test('a configuration too long for the environment is left out of it', () => {
  const { programs } = build(echo, { config: `${PLUGIN}text: ${'x'.repeat(131_072)}\n` })
  expect(programs[0]?.environment).toEqual(['KUSTOMIZE_PLUGIN_CONFIG_ROOT=/a'])
})

test.each([
  ['missing', 'expected file with Go object code at: /plugins/x.dev/v1/t/T.so'],
  ['not-executable', 'unexecutable plugin at: /plugins/x.dev/v1/t/T'],
] as const)('a plugin that is %s', (state, message) => {
  expect(() => build(echo, { config: PLUGIN }, { stateOf: () => state })).toThrow(expect.objectContaining({ message }))
})

test('a plugin that fails', () => {
  const answer = (): Partial<ProgramOutcome> => ({ stderr: 'bad', failure: 'exit status 2', configPath: '/tmp/c' })
  const message = 'bad: failure in plugin configured via /tmp/c; exit status 2 '
  expect(() => build(answer, { config: PLUGIN })).toThrow(expect.objectContaining({ message }))
})
