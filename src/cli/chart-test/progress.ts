import type { Output } from '../frame/session.ts'
import { caseName } from './entries.ts'
import type { TestCase } from './result.ts'
import { isFailed } from './result.ts'
import type { Watcher } from './run.ts'
import { caseText } from './text.ts'

/** Where the report of people goes: verdicts as data, what goes on beside it. */
export interface ProgressPlaces {
  /** Verdicts, a few lines a case; undefined when another form is wanted. */
  readonly verdicts: Output | undefined
  /** What is being done: one line that is written over on a terminal, a line a case elsewhere. */
  readonly live: Output
}

const CLEAR = '\r\u001b[2K'
const MAX_WIDTH = 79

/** Tells people what goes on. */
export function showProgress({ verdicts, live }: ProgressPlaces): Watcher {
  const doing = new Map<TestCase, string>()
  let [count, done, failed] = [0, 0, 0]
  const draw = (): void => {
    if (!live.isTerminal) return
    const now = [...doing].map(([test, step]) => `${caseName(test)}: ${step}`).join(' · ')
    const line = `${done}/${count}${failed === 0 ? '' : `, ${failed} failed`}  ${now}`
    live.write(`${CLEAR}${line.slice(0, MAX_WIDTH)}`)
  }
  return {
    begin: (cases) => {
      count = cases
    },
    step: (test, step) => {
      if (!live.isTerminal && verdicts === undefined && !doing.has(test)) live.write(`${caseName(test)}\n`)
      doing.set(test, step)
      draw()
    },
    done: (result) => {
      doing.delete(result.test)
      done += 1
      if (isFailed(result)) failed += 1
      if (live.isTerminal) live.write(CLEAR)
      verdicts?.write(caseText(result))
      if (done < count) draw()
    },
  }
}
