import { quoteSingle } from '../go-text.ts'
import { escapeToken } from '../pointer.ts'

/** Where a value stands; undefined is the root. */
export type Path = { readonly token: string; readonly parent: Path } | undefined

/** What is wrong at one place, with what led to it. */
export interface Problem {
  readonly path: Path
  readonly text: string
  /** A group stands for several problems at one place, a reference for those behind a `$ref`. */
  readonly kind: 'plain' | 'group' | 'reference'
  readonly causes: readonly Problem[]
}

/** Stands for any problem where only a yes or no is asked for. */
export const ANY_PROBLEM: Problem = { path: undefined, text: '', kind: 'plain', causes: [] }

/** Lines of the problems, two spaces a level. A reference with one cause is left out. */
export function printProblems(problems: readonly Problem[], level = 0, out: string[] = []): string[] {
  for (const problem of problems) {
    const isHidden = problem.kind === 'reference' && problem.causes.length === 1
    if (!isHidden) out.push(`${'  '.repeat(level)}- at ${quoteSingle(pointer(problem.path))}: ${problem.text}`)
    printProblems(problem.causes, isHidden ? level : level + 1, out)
  }
  return out
}

/** The JSON pointer of a path. */
export function pointer(path: Path): string {
  let out = ''
  for (let step = path; step !== undefined; step = step.parent) out = `/${escapeToken(step.token)}${out}`
  return out
}
