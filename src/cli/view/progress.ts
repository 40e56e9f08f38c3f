import { followPods, type PodFollower, type ReleaseEvent, type ReleaseWorld } from '#release'
import { isDebug } from '../chart/log.ts'
import type { Session } from '../frame/session.ts'
import { createFrameTimer, type FrameTimer } from './frame-timer.ts'
import { openScreen, type Screen } from './progress-screen.ts'
import { emptyProgress, failureLines, foldEvent, type ProgressState } from './progress-state.ts'
import { treeLines } from './progress-tree.ts'
import { plainText } from './progress-width.ts'

/** The flags that say how progress is shown. */
export interface ProgressFlags {
  readonly debug?: boolean
  readonly color?: string
  readonly colour?: string | undefined
  readonly json?: boolean
  /** `-o`. */
  readonly output?: string | undefined
  /** Another command shows it: that of a stack. */
  readonly progress?: Progress | undefined
}

/** What a command does with its events. */
export interface Progress {
  /** Goes into the world: `openWorld(flags, session, { report: progress.report })`. */
  readonly report: (event: ReleaseEvent) => void
  /** Shows pods, their warnings and last log lines too, once something is waited for. Called once the world is open. */
  follow(world: ReleaseWorld): void
  /** Ends the drawing; a failure is explained with the first terminal state and the container's last lines. */
  close(failure?: unknown): Promise<void>
}

const SILENT: Progress = { report: () => undefined, follow: () => undefined, close: async () => undefined }

/**
 * Shows on stderr what is waited for: one tree drawn in place on a terminal, a line a change elsewhere. Under the `helm`
 * persona, and beside data (`--json`, `-o json|yaml`) where no terminal is, nothing is shown.
 */
export function openProgress(session: Session, flags: ProgressFlags = {}): Progress {
  if (flags.progress !== undefined) return flags.progress
  const hasData = flags.json === true || (flags.output !== undefined && /json|yaml/.test(flags.output))
  const { isTerminal } = session.stderr
  if (session.persona === 'helm' || (hasData && !isTerminal)) return SILENT
  // lines of a log would stand in the middle of a tree
  const isLogged = isDebug({ debug: flags.debug === true }, session)
  return canRedraw(session) && !isLogged ? new TreeProgress(session, flags) : new LineProgress(session)
}

/** Whether stderr is a terminal that can draw over itself, and not one that CI made up in order to keep what is written. */
export function canRedraw({ stderr, environment: { TERM, CI = '' } }: Session): boolean {
  return stderr.isTerminal && TERM !== 'dumb' && ['', '0', 'false'].includes(CI)
}

/** The pods behind what is waited for. */
export class Company {
  #follower: PodFollower | undefined

  follow(world: ReleaseWorld): void {
    this.#follower = followPods(world)
  }

  see(event: ReleaseEvent): void {
    this.#follower?.see(event)
  }

  async close(failure: unknown): Promise<void> {
    if (failure !== undefined) await this.#follower?.close()
    else this.#follower?.stop()
  }
}

/** Plain lines, for logs of CI. */
class LineProgress implements Progress {
  readonly #session: Session
  readonly #state = emptyProgress()
  readonly #company = new Company()
  readonly #last = new Map<string, string>()

  constructor(session: Session) {
    this.#session = session
  }

  readonly report = (event: ReleaseEvent): void => {
    this.#company.see(event)
    foldEvent(this.#state, event)
    const line = lineOf(event)
    if (line === undefined || (event.type === 'waiting' && this.#isOld(event, line))) return
    this.#session.stderr.write(`${plainText(line)}\n`)
  }

  follow(world: ReleaseWorld): void {
    this.#company.follow(world)
  }

  async close(failure?: unknown): Promise<void> {
    await this.#company.close(failure)
    if (failure !== undefined) tellFailure(this.#state, failure, this.#session)
  }

  #isOld({ object }: Extract<ReleaseEvent, { type: 'waiting' }>, line: string): boolean {
    const key = `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`
    if (this.#last.get(key) === line) return true
    this.#last.set(key, line)
    return false
  }
}

function lineOf(event: ReleaseEvent): string | undefined {
  switch (event.type) {
    case 'waiting': {
      const reason = event.reason === '' || event.reason === event.state ? '' : `: ${event.reason}`
      return `${event.object.kind}/${event.object.metadata.name} ${event.state}${reason}`
    }
    case 'line':
      return `${event.object.kind}/${event.object.metadata.name} ${event.from === 'log' ? '|' : '!'} ${event.text}`
    case 'warning':
      return `warning: ${event.text}`
    case 'step':
    case 'object':
    case 'log':
      return undefined
  }
}

/** What the failure itself does not say already. */
function tellFailure(state: ProgressState, failure: unknown, { stderr }: Session): void {
  const name = state.failed?.title.split('/').at(-1)
  const { message = '', hint = '' } = failure as { readonly message?: string; readonly hint?: string }
  if (name !== undefined && `${message}${hint}`.includes(name)) return
  for (const line of failureLines(state)) stderr.write(`${plainText(line)}\n`)
}

/** Whether a tree on a terminal has colour. */
export function treeColour({ color, colour }: ProgressFlags, { environment }: Session): boolean {
  const wish = colour ?? color ?? 'auto'
  return wish === 'auto' ? (environment['NO_COLOR'] ?? '') === '' : wish === 'always'
}

/** One tree, drawn in place. */
class TreeProgress implements Progress {
  readonly #session: Session
  readonly #hasColour: boolean
  readonly #state = emptyProgress()
  readonly #company = new Company()
  readonly #startedMs: number
  readonly #timer: FrameTimer
  #screen: Screen | undefined

  constructor(session: Session, flags: ProgressFlags) {
    this.#session = session
    this.#startedMs = session.now()
    this.#hasColour = treeColour(flags, session)
    this.#timer = createFrameTimer(session.now, () => this.#draw())
  }

  readonly report = (event: ReleaseEvent): void => {
    this.#company.see(event)
    if (event.type === 'warning') return this.#warn(event.text)
    if (foldEvent(this.#state, event) && this.#state.roots.size > 0) this.#timer.change()
  }

  follow(world: ReleaseWorld): void {
    this.#company.follow(world)
  }

  async close(failure?: unknown): Promise<void> {
    await this.#company.close(failure)
    if (this.#screen !== undefined || (failure !== undefined && this.#state.roots.size > 0)) this.#draw()
    this.#screen?.end('kept')
    this.#timer.stop()
    if (failure !== undefined) tellFailure(this.#state, failure, this.#session)
  }

  #warn(text: string): void {
    this.#screen?.end('cleared')
    this.#session.stderr.write(`${plainText(`warning: ${text}`)}\n`)
    if (this.#screen !== undefined) this.#draw()
  }

  #draw(): void {
    this.#screen ??= openScreen(this.#session.stderr, this.#session.signal)
    const elapsedMs = this.#session.now() - this.#startedMs
    this.#screen.draw(treeLines(this.#state, { ...this.#screen.size(), hasColour: this.#hasColour, elapsedMs }))
    this.#timer.drawn()
  }
}
