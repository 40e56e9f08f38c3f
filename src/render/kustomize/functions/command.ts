import { KustomizeError } from '../error.ts'
import { joinPath } from '../load/path.ts'
import type { FunctionSpec, StorageMount } from '../plugins/function.ts'
import type { Program, ProgramOptions } from './program.ts'

/** What a function is run as, without its input; undefined where it is none, or one that may not run. Throws `plugin`. */
export function functionCommand(
  spec: FunctionSpec,
  options: ProgramOptions,
  folder: string,
): Omit<Program, 'input'> | undefined {
  const { container = {}, exec = {} } = spec
  if (container.network === true && !options.isNetworkEnabled) throw noNetwork()
  if (container.image) {
    const args = dockerArgs(container, options, folder)
    return { path: 'docker', args, environment: [], folder, form: 'container' }
  }
  if (!options.isExecEnabled || !exec.path) return undefined
  const environment = mergeProgramEnvironment([...(exec.envs ?? []), ...options.environment])
  return { path: exec.path, args: exec.args ?? [], environment, folder: checkFolder(folder), form: 'program' }
}

type ContainerSpec = NonNullable<FunctionSpec['container']>

const ATTACH = ['-i', '-a', 'STDIN', '-a', 'STDOUT', '-a', 'STDERR']

function dockerArgs(container: ContainerSpec, options: ProgramOptions, folder: string): string[] {
  const mounts = [...(container.mounts ?? []), ...options.mounts.map(readMount)]
  return [
    'run',
    '--rm',
    ...ATTACH,
    ...['--network', container.network === true ? 'host' : 'none'],
    ...['--user', options.user, '--security-opt=no-new-privileges'],
    ...mounts.flatMap((mount) => ['--mount', mountText(mount, folder)]),
    ...containerEnvironment([...(container.envs ?? []), ...options.environment]),
    container.image ?? '',
  ]
}

function mountText({ type = '', src = '', dst = '', rw = false }: StorageMount, folder: string): string {
  const source = src.startsWith('/') ? src : joinPath(folder, src)
  return `type=${type},source=${source},target=${dst}${rw ? '' : ',readonly'}`
}

const MOUNT_KEYS: Readonly<Record<string, 'type' | 'src' | 'dst'>> = {
  type: 'type',
  src: 'src',
  source: 'src',
  dst: 'dst',
  target: 'dst',
}

/** A mount as the command line has it; what is not known is ignored. */
function readMount(text: string): StorageMount {
  const mount: { type?: string; src?: string; dst?: string; rw?: boolean } = {}
  for (const option of text.split(',')) {
    const equals = option.indexOf('=')
    if (equals < 0) continue
    const [name, value] = [option.slice(0, equals), option.slice(equals + 1)]
    if (Object.hasOwn(MOUNT_KEYS, name)) mount[MOUNT_KEYS[name] ?? 'type'] = value
    else if (name === 'rw' && value === 'true') mount.rw = true
  }
  return mount
}

/** Entries with a value, sorted, the last one of a name holding; then the names whose value is the one here. */
function containerEnvironment(entries: readonly string[]): string[] {
  const values = new Map([
    ['LOG_TO_STDERR', 'true'],
    ['STRUCTURED_RESULTS', 'true'],
  ])
  const names = new Set<string>()
  for (const entry of entries) {
    const equals = entry.indexOf('=')
    if (equals < 0) names.add(entry)
    else values.set(entry.slice(0, equals), entry.slice(equals + 1))
  }
  const sorted = [...values.keys()].sort().map((name) => `${name}=${values.get(name) ?? ''}`)
  return [...sorted, ...names].flatMap((text) => ['-e', text])
}

/** Only entries with exactly one `=` count, as in the reference. */
function mergeProgramEnvironment(entries: readonly string[]): string[] {
  const values = new Map<string, string>()
  for (const entry of entries) {
    const parts = entry.split('=')
    const [name = '', value = ''] = parts
    if (parts.length === 2) values.set(name, value)
  }
  return [...values].map(([name, value]) => `${name}=${value}`).sort()
}

function checkFolder(folder: string): string {
  if (folder !== '/') return folder
  throw new KustomizeError({ code: 'plugin', message: "root working directory '/' not allowed" })
}

function noNetwork(): KustomizeError {
  const message = 'network required but not enabled with --network'
  return new KustomizeError({ code: 'plugin', message, hint: 'pass --network' })
}
