import { relative } from 'node:path'
import { buildKustomization, type ChartRequest, type Fetchers, type KeptWork, keepWork } from '#render'
import type { Outcome } from '../frame/command.ts'
import { exitCodes } from '../frame/error.ts'
import { presentable } from '../frame/failure.ts'
import type { Session } from '../frame/session.ts'
import { describeError } from '../view/error.ts'
import { planBuild } from './build.ts'
import type { KustomizeInput } from './input.ts'
import { WarmFiles } from './warm-files.ts'
import { FolderWatch } from './watch-folders.ts'
import { writeBuild } from './write.ts'

/**
 * `kustomize build --watch`: builds, prints, and does so again whenever a file that took part has changed. A failure is
 * printed and the watch goes on; a signal ends it.
 */
export async function watchFromFlags(path: string, input: KustomizeInput, session: Session): Promise<Outcome> {
  const run: Run = { path, input, session, files: new WarmFiles(), kept: await keepWork(), trees: new Set(), builds: 0 }
  const folders = new FolderWatch(session.signal)
  do {
    await buildOnce(run)
    folders.follow(run.files.asked, run.trees)
  } while (await isChanged(run, folders))
  folders.close()
  return { exitCode: exitCodes.ok }
}

interface Run {
  readonly path: string
  readonly input: KustomizeInput
  readonly session: Session
  readonly files: WarmFiles
  readonly kept: KeptWork
  /** Folders of charts. */
  readonly trees: Set<string>
  builds: number
}

/** Waits until something that took part is another; false once a signal has come. */
async function isChanged({ files, session, trees }: Run, folders: FolderWatch): Promise<boolean> {
  // what happened between reading and watching shows in the files' states
  let changed = files.changed()
  while (changed.length === 0) {
    if (!(await folders.next())) return false
    changed = files.changed()
    if (trees.size > 0) changed.push(...trees)
  }
  const [first = ''] = changed
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : ''
  session.stderr.write(`# changed: ${relative(session.cwd, first) || first}${more}\n`)
  return !session.signal.aborted
}

async function buildOnce(run: Run): Promise<void> {
  const { session, files, path, kept } = run
  const start = performance.now()
  try {
    const { options, fetchers } = await planBuild(run.input, session)
    files.start(options.files)
    const built = await buildKustomization(path, { ...options, files, kept }, noting(run, fetchers))
    const tookMs = performance.now() - start
    const { output } = run.input.flags
    if (output === undefined) print(run, built.text, () => built.objects())
    else await writeBuild(built, output, session)
    session.stderr.write(`# built in ${tookMs.toFixed(1)} ms; watching\n`)
  } catch (error) {
    if (session.signal.aborted) return
    const shown = presentable(error, session.signal)
    const asJson = run.input.flags.json === true
    session.stderr.write(describeError(shown, { asJson, exitCode: exitCodes.failure, session }))
  }
}

/** Charts are read by others: their folders and values files are watched too. */
function noting({ files, trees }: Run, fetchers: Fetchers): Fetchers {
  const { render } = fetchers
  trees.clear()
  if (render === undefined) return fetchers
  return {
    ...fetchers,
    render: async (requests: readonly ChartRequest[]) => {
      for (const { folder, valuesFiles } of requests) {
        trees.add(folder)
        for (const file of valuesFiles) files.note(file)
      }
      await render(requests)
    },
  }
}

function print(run: Run, text: string, objects: () => unknown[]): void {
  const { session, input } = run
  if (input.flags.json) session.stdout.write(`${JSON.stringify(objects(), undefined, 2)}\n`)
  else session.stdout.write(run.builds++ === 0 ? text : `---\n${text}`)
}
