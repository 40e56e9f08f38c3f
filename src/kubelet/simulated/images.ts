import type { Behaviour } from './behaviour.ts'

/** Images that do something when they are simulated, by the end of their repository; a tag says nothing. */
const rows: Readonly<Record<string, Partial<Behaviour>>> = {
  // the image of a pod that only holds its network
  pause: { stopCode: 0 },
  'simulated.berth.dev/exit': { runFor: 0 },
  'simulated.berth.dev/job': { runFor: 1000 },
  'simulated.berth.dev/crash': { runFor: 1000, exitCode: 1 },
  'simulated.berth.dev/oom': { runFor: 1000, exitCode: 137, exitReason: 'OOMKilled' },
  'simulated.berth.dev/flaky': { runFor: 1000, exitCode: 1, crashes: 2 },
  'simulated.berth.dev/slow': { startedAfter: 15_000, readyAfter: 15_000 },
  'simulated.berth.dev/unready': { readyFor: 0 },
  'simulated.berth.dev/dead': { liveFor: 5000 },
  'simulated.berth.dev/missing': { pullError: 'not-found' },
  'simulated.berth.dev/denied': { pullError: 'denied' },
  'simulated.berth.dev/unavailable': { pullError: 'unavailable' },
  'simulated.berth.dev/large': { pullAfter: 20_000 },
  'simulated.berth.dev/stubborn': { stopAfter: 3_600_000 },
}

/** What an image says its containers do; undefined for one that says nothing. */
export function imageBehaviour(image: string): Partial<Behaviour> | undefined {
  const repository = repositoryOf(image)
  if (Object.hasOwn(rows, repository)) return rows[repository]
  return repository.endsWith('/pause') ? rows['pause'] : undefined
}

/** Images that everybody knows to run on when they are given no command. */
const SERVERS: ReadonlySet<string> = new Set(['httpd', 'mysql', 'nginx', 'pause', 'postgres', 'redis'])

/** Whether an image is that of a server. */
export function isServer(image: string): boolean {
  return SERVERS.has(repositoryOf(image).replace(/^.*\//, ''))
}

/** Without tag and digest. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
}

/** The image as a runtime names it: with its registry and a tag; undefined when the text names none. */
export function fullImageName(image: string): string | undefined {
  const found =
    /^(?:([a-z0-9.-]+(?::\d+)?)\/)?([a-z0-9][a-z0-9._/-]*)(?::([\w][\w.-]{0,127}))?(@sha256:[0-9a-f]{64})?$/.exec(image)
  if (found === null) return undefined
  const [, first, rest = '', tag, digest] = found
  const isRegistry = first !== undefined && (/[.:]/.test(first) || first === 'localhost')
  const path = isRegistry || first === undefined ? rest : `${first}/${rest}`
  const registry = isRegistry ? first : 'docker.io'
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  const version = digest !== undefined ? `${tag === undefined ? '' : `:${tag}`}${digest}` : `:${tag ?? 'latest'}`
  return `${registry}/${repository}${version}`
}
