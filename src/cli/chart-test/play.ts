import { pause } from '#client'
import { install, runTests, uninstall, upgrade } from '#release'
import { explain } from './explain.ts'
import { leftovers, nameOf } from './leftovers.ts'
import type { CaseResult, StepName, StepResult, TestCase, Trouble } from './result.ts'
import { openStage, type Stage, type TestSettings } from './stage.ts'
import { waitSteady } from './steady.ts'
import { survey } from './survey.ts'
import { troubleOf } from './trouble.ts'

/** Told of each step as it begins. */
export type TellStep = (test: TestCase, step: StepName) => void

/** Plays a case on a cluster of its own, until a step fails. Throws only what is no fault of the chart: an interruption. */
export async function playCase(test: TestCase, settings: TestSettings, tell: TellStep): Promise<CaseResult> {
  const { now, signal } = settings.session
  const startMs = now()
  const { problem, omitted } = test
  if (problem !== undefined) return { test, steps: [failed(problem.step, problem.trouble, 0)], notes: [], tookMs: 0 }
  if (omitted !== undefined) return { test, steps: STEPS.map(([name]) => skipped(name)), notes: [omitted], tookMs: 0 }
  const stage = await openStage(test, settings)
  try {
    const steps = await playAll(stage, tell)
    signal.throwIfAborted()
    return { test, steps, notes: [...new Set(stage.notes)], tookMs: now() - startMs }
  } finally {
    stage.observer.stop()
    await stage.close()
  }
}

type Play = (stage: Stage) => Promise<void>

/** The steps of a case. */
const STEPS: readonly (readonly [StepName, Play])[] = [
  ['install', playInstall],
  ['upgrade', playUpgrade],
  ['test', playTests],
  ['uninstall', playUninstall],
  ['clean', checkClean],
]

async function playAll(stage: Stage, tell: TellStep): Promise<StepResult[]> {
  const { session, flags } = stage.settings
  const results: StepResult[] = []
  let isOver = false
  for (const [name, play] of STEPS) {
    if (isOver || (name === 'test' && flags['skip-tests'])) {
      results.push(skipped(name))
      continue
    }
    tell(stage.test, name)
    stage.observer.reset()
    const startMs = session.now()
    try {
      await play(stage)
      results.push({ name, state: 'passed', tookMs: session.now() - startMs })
    } catch (error) {
      session.signal.throwIfAborted()
      isOver = true
      const tookMs = session.now() - startMs
      // a fault of the version before is none of this one, as chart-testing sees it
      if (name === 'install' && stage.test.previous !== undefined) {
        results.push(skipped(name, tookMs))
        stage.notes.push(previousNote(stage.test.previous.version, error))
      } else results.push(failed(name, await explain(error, stage), tookMs))
    }
  }
  return results
}

function previousNote(version: string, error: unknown): string {
  return `no upgrade was tried: version ${version} cannot be installed: ${troubleOf(error).message}`
}

function skipped(name: StepName, tookMs = 0): StepResult {
  return { name, state: 'skipped', tookMs }
}

function failed(name: StepName, trouble: Trouble, tookMs: number): StepResult {
  return { name, state: 'failed', tookMs, trouble }
}

/** The previous version when there is one, else the chart itself. */
async function playInstall(stage: Stage): Promise<void> {
  const { test, world, release, timeoutMs, wait } = stage
  const { compat } = stage.settings.flags
  const folder = test.previous?.folder ?? test.folder
  const options = { name: release, timeoutMs, wait, waitsForJobs: true, method: 'auto', compat } as const
  await install(world, options, stage.render(folder))
  stage.notes.push(...(stage.contents.at(-1)?.warnings ?? []))
  await waitSteady(world, timeoutMs)
}

async function playUpgrade(stage: Stage): Promise<void> {
  const { test, world, release, timeoutMs, wait } = stage
  const { compat } = stage.settings.flags
  const options = {
    name: release,
    timeoutMs,
    wait,
    waitsForJobs: true,
    method: 'auto',
    historyMax: 10,
    compat,
  } as const
  await upgrade(world, options, stage.render(test.folder))
  await waitSteady(world, timeoutMs)
}

async function playTests({ world, release, timeoutMs, wait }: Stage): Promise<void> {
  let lines: readonly string[] = []
  try {
    await runTests(world, { name: release, timeoutMs, wait }, async ({ failure, logs }) => {
      if (failure !== undefined) lines = await linesOf(logs())
    })
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { lines }) : error
  }
}

/** As far as there are logs: a test that never began has none, and the pods of a job have other names. */
async function linesOf(logs: AsyncIterable<string>): Promise<string[]> {
  const texts: string[] = []
  try {
    for await (const text of logs) if (!/^POD LOGS: .*\n\s*$/.test(text)) texts.push(text)
  } catch {
    // why the test failed is told
  }
  const all = texts.join('').trim()
  return all === '' ? [] : all.split('\n')
}

async function playUninstall({ world, release, timeoutMs, wait }: Stage): Promise<void> {
  await uninstall(world, { name: release, timeoutMs, wait, cascade: 'background' })
}

/** How long what goes by itself may take, in the cluster's time, and how often it is looked for. */
const GONE_MS = 60_000
const LOOK_MS = 1000

async function checkClean(stage: Stage): Promise<void> {
  const { cluster, before, world, notes } = stage
  const endMs = cluster.clock.now() + GONE_MS
  for (;;) {
    const { lost, kept } = leftovers(before, await survey(cluster.client), stage.contents)
    if (lost.length === 0) {
      notes.push(...kept.map(({ seen, reason }) => `${nameOf(seen)} stays: ${reason}`))
      return
    }
    if (cluster.clock.now() >= endMs) {
      const names = lost.map(nameOf)
      throw new Error(`left behind: ${names.join(', ')}`)
    }
    await pause(cluster.clock, LOOK_MS, world.signal)
  }
}
