import { parseKubeVersion } from '#render'
import { CliError } from '../frame/error.ts'
import type { Output, Session } from '../frame/session.ts'
import { findCases } from './cases.ts'
import type { ChartTestInput } from './flags.ts'
import { readCrds, readObjects } from './given.ts'
import { playCase, type TellStep } from './play.ts'
import { type CaseResult, isFailed, type TestCase } from './result.ts'
import type { TestSettings } from './stage.ts'

/** Told of what goes on. */
export interface Watcher {
  readonly begin: (count: number) => void
  readonly step: TellStep
  readonly done: (result: CaseResult) => void
}

/** What came of a command line. */
export interface TestRun {
  /** In the order of the cases. */
  readonly results: readonly CaseResult[]
  /** Cases that were left out behind a failure. */
  readonly left: readonly TestCase[]
}

/** Plays every case that the command line names. Throws what is wrong with the command line, and CliError `interrupted`. */
export async function testCharts(input: ChartTestInput, session: Session, watcher: Watcher): Promise<TestRun> {
  const settings = settingsOf(input, quiet(session))
  const { cases, unchanged, remove } = await findCases(input, session)
  if (unchanged.length > 0) {
    session.stderr.write(`unchanged since ${input.flags['changed-since']}: ${unchanged.join(', ')}\n`)
  }
  try {
    watcher.begin(cases.length)
    return await playAll(cases, settings, watcher)
  } finally {
    remove()
  }
}

const MAX_PARALLEL = 16

function settingsOf({ flags }: ChartTestInput, session: Session): TestSettings {
  if (flags.values.includes('-'))
    throw new CliError('usage', 'standard input can be read for one case only: give a file')
  const version = flags['kube-version']
  return {
    flags,
    session,
    cluster: {
      nodes: flags.nodes,
      nodeLabels: Object.fromEntries(flags['node-label'].map(pairOf)),
      version: version === undefined ? undefined : parseKubeVersion(version, flags.compat),
      hasLoadBalancers: flags['load-balancers'],
    },
    crds: readCrds(flags.crds),
    objects: readObjects(flags.with),
  }
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new CliError('usage', `label ${JSON.stringify(text)} – expected KEY=VALUE`)
}

/** What loading warns of has been told when the chart was looked at first. */
function quiet(session: Session): Session {
  const stderr: Output = {
    write: () => undefined,
    writeParts: () => undefined,
    isTerminal: false,
    get stream() {
      return session.stderr.stream
    },
  }
  return Object.create(session, { stderr: { value: stderr } }) as Session
}

async function playAll(cases: readonly TestCase[], settings: TestSettings, watcher: Watcher): Promise<TestRun> {
  const { flags } = settings
  const results = new Map<TestCase, CaseResult>()
  const waiting = [...cases]
  const left: TestCase[] = []
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await playCase(next, settings, watcher.step)
      results.set(next, result)
      watcher.done(result)
      if (isFailed(result) && !flags['keep-going']) left.push(...waiting.splice(0))
    }
  }
  const count = Math.max(1, Math.min(flags.parallel, MAX_PARALLEL))
  // who cannot go on keeps the others from beginning anything, and waits until they have ended
  const workers = Array.from({ length: count }, () => work().finally(() => left.push(...waiting.splice(0))))
  const outcomes = await Promise.allSettled(workers)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return { results: cases.flatMap((one) => results.get(one) ?? []), left }
}
