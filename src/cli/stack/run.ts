import { dirname } from 'node:path'
import { type HookEvent, type Outcome, runReleases, type StackHook, type StackRelease } from '#stack'
import type { Session } from '../frame/session.ts'
import type { ProgressFlags } from '../view/progress.ts'
import { type Ending, failure, textOf } from './failure.ts'
import { triggerHooks } from './hooks.ts'
import { type JointProgress, openJointProgress } from './joint-progress.ts'
import type { ChosenStack } from './load.ts'
import { type PartSession, partSession } from './part-session.ts'
import { findSpared, type SpareRelease } from './spare.ts'
import { titleOf } from './title.ts'

/** How a stack is carried out. */
export interface StackRun<T> {
  /** What is done to releases, for the end's words: `done`. */
  readonly verb: string
  /** What hooks are told that the user does. */
  readonly command: 'apply' | 'diff' | 'destroy'
  readonly concurrency: number
  /** Last stage first, and what needs others before them. */
  readonly isReverse: boolean
  readonly act: (release: StackRelease, session: PartSession) => Promise<T>
  /** What stands for the result of a release that has nothing to do; undefined where it has. */
  readonly spare?: SpareRelease<T> | undefined
  /** Tells a result as it comes. */
  readonly tell?: (result: T, session: PartSession) => void
  /** How its progress is shown; undefined where none is. */
  readonly shown: ProgressFlags | undefined
}

/**
 * Does something with every release, in the order of their needs, file by file, with the hooks that stand around it, and gives
 * the results in the order of the stack. What does not need one that failed is done all the same, except in the files that
 * come after. Then throws CliError `input` that says which are done and which are not.
 */
export async function runStack<T>(
  { stack, releases }: ChosenStack,
  run: StackRun<T>,
  session: Session,
): Promise<readonly (readonly [StackRelease, T])[]> {
  const joint = run.shown && openJointProgress(releases.map(titleOf), run.shown, session)
  try {
    return await runStages({ stack, releases }, run, { session, joint })
  } finally {
    joint?.close()
  }
}

interface Place {
  readonly session: Session
  readonly joint: JointProgress | undefined
}

async function runStages<T>(
  { stack, releases }: ChosenStack,
  run: StackRun<T>,
  place: Place,
): ReturnType<typeof runStack<T>> {
  const outcomes = new Map<string, Outcome<T>>()
  const ending = (): Ending => ({ verb: run.verb, isStopped: place.session.signal.aborted })
  const stages = [...new Set(releases.map(({ stage }) => stage))].sort((a, b) => (run.isReverse ? b - a : a - b))
  for (const stage of stages) {
    const part = stack.parts.find((each) => each.stage === stage)
    const some = releases.filter((release) => release.stage === stage)
    const world: Stage<T> = { ...place, run, releases: some, hooks: part?.hooks ?? [] }
    const staged = await runStage(world)
    for (const [id, outcome] of staged.outcomes) outcomes.set(id, outcome)
    if (staged.error !== undefined)
      throw failure(releases, outcomes, { ...ending(), file: part?.file, error: staged.error })
    if (some.some(({ id }) => outcomes.get(id)?.state !== 'done')) break
  }
  if (releases.some(({ id }) => outcomes.get(id)?.state !== 'done')) throw failure(releases, outcomes, ending())
  return releases.flatMap((release) => {
    const outcome = outcomes.get(release.id)
    return outcome?.state === 'done' ? [[release, outcome.result] as const] : []
  })
}

interface Stage<T> extends Place {
  readonly run: StackRun<T>
  readonly releases: readonly StackRelease[]
  /** Of the file. */
  readonly hooks: readonly StackHook[]
}

type Outcomes<T> = ReadonlyMap<string, Outcome<T>>

/** What came of the releases of a file. */
interface Staged<T> {
  readonly outcomes: Outcomes<T>
  /** What the file's own hooks failed with. */
  readonly error?: unknown
}

async function runStage<T>(stage: Stage<T>): Promise<Staged<T>> {
  const { run, session, hooks } = stage
  const event = (name: string, error?: string): HookEvent => ({ name, command: run.command, error })
  let outcomes: Outcomes<T> = new Map()
  try {
    await triggerHooks(hooks, event('prepare'), session)
    outcomes = await runPrepared(stage, event)
    await triggerHooks(hooks, event('cleanup', firstError(outcomes)), session)
    return { outcomes }
  } catch (error) {
    return { outcomes, error }
  }
}

function firstError<T>(outcomes: Outcomes<T>): string | undefined {
  for (const outcome of outcomes.values()) if (outcome.state === 'failed') return textOf(outcome.error)
  return undefined
}

/** A release that cannot be prepared stops its file. Removals come first, those that need others before them. */
async function runPrepared<T>(stage: Stage<T>, event: (name: string) => HookEvent): Promise<Outcomes<T>> {
  const { run, session, releases } = stage
  const wanted = releases.filter(({ isWanted }) => isWanted)
  const unprepared = await triggerAll(wanted, event('prepare'), stage)
  if (unprepared !== undefined) return unprepared
  const bounds = { concurrency: run.concurrency, signal: session.signal }
  const spare = async (release: StackRelease): Promise<T | undefined> => run.spare?.(release, partOf(release, stage))
  const { spared, doubtful } = await findSpared(run.spare === undefined ? [] : wanted, bounds, spare)
  const outcomes = new Map<string, Outcome<T>>()
  for (const [release, result] of spared) {
    outcomes.set(release.id, await outcomeOf(() => actAndClean(release, stage, async () => result)))
  }
  const busy = releases.filter(({ id }) => !outcomes.has(id))
  const affected = busy.filter((release) => !doubtful.has(release))
  const unready = run.command === 'apply' ? await triggerAll(affected, event('preapply'), stage) : undefined
  if (unready !== undefined) return new Map([...outcomes, ...unready])
  const phases = run.isReverse
    ? [busy]
    : [busy.filter(({ isWanted }) => !isWanted), busy.filter(({ isWanted }) => isWanted)]
  for (const phase of phases) {
    const isReverse = phase[0]?.isWanted === false || run.isReverse
    const act = (release: StackRelease): Promise<T> =>
      actAndClean(release, stage, async (part) => {
        const same = doubtful.has(release) ? await run.spare?.(release, part) : undefined
        return same ?? run.act(release, part)
      })
    for (const [id, outcome] of await runReleases(phase, { ...bounds, isReverse }, act)) outcomes.set(id, outcome)
  }
  return outcomes
}

async function outcomeOf<T>(act: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { state: 'done', result: await act() }
  } catch (error) {
    return { state: 'failed', error }
  }
}

/** Runs the hooks of an event, release by release; gives the outcome of the first that fails. */
async function triggerAll<T>(
  releases: readonly StackRelease[],
  event: HookEvent,
  stage: Stage<T>,
): Promise<Outcomes<T> | undefined> {
  for (const release of releases) {
    try {
      await triggerHooks(release.hooks, event, partOf(release, stage))
    } catch (error) {
      return new Map([[release.id, { state: 'failed', error }]])
    }
  }
  return undefined
}

function partOf<T>(release: StackRelease, { session, joint }: Stage<T>): PartSession {
  return partSession(session, { title: titleOf(release), folder: dirname(release.file), joint })
}

/** A clean-up that fails where nothing else has is the release's failure. */
async function actAndClean<T>(
  release: StackRelease,
  stage: Stage<T>,
  act: (part: PartSession) => Promise<T>,
): Promise<T> {
  const { command, tell } = stage.run
  const part = partOf(release, stage)
  const clean = (): Promise<void> => triggerHooks(release.hooks, { name: 'cleanup', command, error: undefined }, part)
  let result: T
  try {
    result = await act(part)
    tell?.(result, part)
  } catch (error) {
    stage.joint?.end(titleOf(release), 'failed', textOf(error).split('\n')[0] ?? '')
    await clean().catch((second: unknown) => part.stderr.write(`warning: ${textOf(second)}\n`))
    throw error
  }
  stage.joint?.end(titleOf(release), 'ready', '')
  await clean()
  return result
}
