import type { ReleaseEvent, ReleaseWorld } from '#release'
import type { Session } from '../frame/session.ts'
import { createFrameTimer, type FrameTimer } from '../view/frame-timer.ts'
import { Company, canRedraw, type Progress, type ProgressFlags, treeColour } from '../view/progress.ts'
import { openScreen, type Screen } from '../view/progress-screen.ts'
import { emptyProgress, foldEvent, type ProgressNode, type ProgressState } from '../view/progress-state.ts'
import { treeLines } from '../view/progress-tree.ts'

/** One tree of several releases, drawn in place on a terminal: below each what it waits for. */
export interface JointProgress {
  /** What one release does with its events. */
  part(title: string): Progress
  /** Writes something past the drawing. */
  past(write: () => void): void
  /** Says how a release ended. */
  end(title: string, state: ProgressNode['state'], reason: string): void
  close(): void
}

/** The joint tree of the releases of a stack; undefined where no terminal is. */
export function openJointProgress(
  titles: readonly string[],
  flags: ProgressFlags,
  session: Session,
): JointProgress | undefined {
  return canRedraw(session) && session.persona === 'berth' ? new JointTree(titles, flags, session) : undefined
}

interface Part {
  readonly node: ProgressNode
  readonly state: ProgressState
}

class JointTree implements JointProgress {
  readonly #session: Session
  readonly #hasColour: boolean
  readonly #parts: ReadonlyMap<string, Part>
  readonly #startedMs: number
  readonly #timer: FrameTimer
  #screen: Screen | undefined

  constructor(titles: readonly string[], flags: ProgressFlags, session: Session) {
    this.#session = session
    this.#hasColour = treeColour(flags, session)
    this.#startedMs = session.now()
    this.#parts = new Map(titles.map((title) => [title, newPart(title)]))
    this.#timer = createFrameTimer(session.now, () => this.#draw())
  }

  part(title: string): Progress {
    const { node, state } = this.#parts.get(title) ?? newPart(title)
    const company = new Company()
    node.reason = 'begins'
    this.#timer.change()
    return {
      report: (event: ReleaseEvent) => {
        company.see(event)
        if (event.type === 'warning') this.past(() => this.#session.stderr.write(`${title}: warning: ${event.text}\n`))
        else if (foldEvent(state, event)) {
          node.reason = state.step
          this.#timer.change()
        }
      },
      follow: (world: ReleaseWorld) => company.follow(world),
      close: (failure?: unknown) => company.close(failure),
    }
  }

  past(write: () => void): void {
    this.#screen?.end('cleared')
    write()
    if (this.#screen !== undefined) this.#draw()
  }

  end(title: string, state: ProgressNode['state'], reason: string): void {
    const node = this.#parts.get(title)?.node
    if (node === undefined) return
    node.state = state
    node.reason = reason
    this.#timer.change()
  }

  close(): void {
    if (this.#screen !== undefined) this.#draw()
    this.#screen?.end('kept')
    this.#screen = undefined
    this.#timer.stop()
  }

  #draw(): void {
    this.#screen ??= openScreen(this.#session.stderr, this.#session.signal)
    const elapsedMs = this.#session.now() - this.#startedMs
    const roots = new Map([...this.#parts].map(([title, { node }]) => [title, node]))
    const form = { ...this.#screen.size(), hasColour: this.#hasColour, elapsedMs }
    this.#screen.draw(treeLines({ roots, nodes: roots, step: '', failed: undefined }, form))
    this.#timer.drawn()
  }
}

/** A release's node; the objects that it waits for are its children. */
function newPart(title: string): Part {
  const state = emptyProgress()
  return { state, node: { title, state: 'in-progress', reason: 'not started', children: state.roots, lines: [] } }
}
