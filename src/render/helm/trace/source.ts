import type { TemplatePosition } from '#template'

/** One `{{ … }}` of a template. */
export interface Action {
  /** Offsets of what stands between the braces. */
  readonly from: number
  readonly to: number
  readonly text: string
  /** The actions that open the blocks around it, outermost first. */
  readonly blocks: readonly Action[]
}

/** A template's text with its actions: which of them an action depends on by way of variables and the dot. */
export class TemplateSource {
  readonly #starts: readonly number[]
  readonly #actions: readonly Action[]

  constructor(text: string) {
    this.#starts = lineStarts(text)
    this.#actions = actionsOf(text)
  }

  /** The action around a place. Columns count bytes; the difference matters only behind other characters on the line. */
  actionAt(at: TemplatePosition): Action | undefined {
    const offset = this.offsetOf(at)
    return this.#actions.find(({ from, to }) => from <= offset && offset < to)
  }

  offsetOf({ line, column }: TemplatePosition): number {
    return (this.#starts[line - 1] ?? 0) + column - 1
  }

  /** The action itself first, then those that gave its variables and its dot their values. */
  sourcesOf(action: Action): readonly Action[] {
    const found = new Set<Action>([action])
    for (const current of found) {
      for (const name of variablesIn(current.text)) for (const one of this.#givers(name, current)) found.add(one)
      const holder = current.blocks.findLast(({ text }) => /^(?:else )?(?:with|range)\b/.test(text))
      if (usesDot(current.text) && holder !== undefined) found.add(holder)
    }
    return [...found]
  }

  /** Assignments of a variable before an action, back to its declaration in the same template. */
  #givers(name: string, before: Action): Action[] {
    const pattern = new RegExp(`\\$${name}\\s*(?:,\\s*\\$\\w+\\s*)?(:?)=[^=]|,\\s*\\$${name}\\s*(:)=`)
    const givers: Action[] = []
    const end = this.#actions.indexOf(before)
    for (let index = end - 1; index >= 0; index--) {
      const candidate = this.#actions[index] as Action
      const match = pattern.exec(`${candidate.text} `)
      if (match === null || !isVisible(candidate, before)) continue
      givers.push(candidate)
      if (match[1] === ':' || match[2] === ':') break
    }
    return givers
  }
}

/** A declaration inside a block is seen inside that block only; assignments are seen everywhere in the definition. */
function isVisible(giver: Action, user: Action): boolean {
  if (/^\s*(?:else )?(?:if|with|range)\b/.test(giver.text)) return user.blocks.includes(giver)
  if (!giver.text.includes(':=')) return definitionOf(giver) === definitionOf(user)
  return giver.blocks.every((block) => user.blocks.includes(block))
}

function definitionOf({ blocks }: Action): Action | undefined {
  return blocks.find(({ text }) => /^(?:define|block)\b/.test(text))
}

function variablesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\$(\w+)/g)].map(([, name]) => name as string))
}

function usesDot(text: string): boolean {
  return /(?:^|[\s(=|])\.(?=[\s)|]|$)/.test(text)
}

const ACTION =
  /\{\{(?:- )?((?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|[^"`'}]|\}(?!\}))*)\}\}/g

function actionsOf(text: string): Action[] {
  const actions: Action[] = []
  const open: Action[] = []
  for (const match of text.matchAll(ACTION)) {
    const [all, inner = ''] = match
    const from = match.index + all.length - 2 - inner.length
    const action = { from, to: from + inner.length, text: inner.replace(/\s-$/, '').trim(), blocks: [...open] }
    actions.push(action)
    const [word] = /^\w+/.exec(action.text) ?? []
    if (word === 'end') open.pop()
    else if (word === 'else') open.splice(-1, 1, action)
    else if (word !== undefined && OPENERS.has(word)) open.push(action)
  }
  return actions
}

const OPENERS: ReadonlySet<string> = new Set(['if', 'with', 'range', 'define', 'block'])

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
