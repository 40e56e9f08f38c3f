import type { Position } from '../../resource.ts'
import type { ValuesPath } from './abstract.ts'

/** What a template wants of a value. */
export type TypeHint = 'integer' | 'number' | 'string' | 'boolean' | 'list' | 'map'

/** What is known of one path: who uses it, and what lies below. */
export interface UsageNode {
  readonly children: Map<string, UsageNode>
  /** Used itself, not only on the way to something below. */
  isRead: boolean
  /** Used with everything below it. */
  isWhole: boolean
  /** Written by a template (`set`). */
  isWritten: boolean
  readonly hints: Set<TypeHint>
  first: Position | undefined
}

/** All uses of values by the templates of a tree of charts. */
export class Usage {
  readonly root: UsageNode = newNode()
  /** Something took all values at once where nobody can follow: nothing can be called unused. */
  isOpaque = false
  /** Texts from values are run as templates. */
  runsTexts = false

  /** Notes a use. In a subchart `global` is its own and that of every chart above it. */
  note(path: ValuesPath, use: { readonly position?: Position | undefined; readonly isWhole: boolean }): void {
    for (const one of withGlobals(path)) {
      const node = this.at(one)
      node.isRead = true
      node.isWhole ||= use.isWhole
      node.first ??= use.position
    }
    if (path.length === 0 && use.isWhole) this.isOpaque = true
  }

  /** Notes that a template writes a value. */
  noteWritten(path: ValuesPath): void {
    this.at(path).isWritten = true
  }

  /** Notes what a template takes the value for. */
  hint(path: ValuesPath, hint: TypeHint): void {
    for (const one of withGlobals(path)) this.at(one).hints.add(hint)
  }

  /** The node of a path, made when it is new. */
  at(path: ValuesPath): UsageNode {
    let node = this.root
    for (const part of path) {
      let next = node.children.get(part)
      if (next === undefined) node.children.set(part, (next = newNode()))
      node = next
    }
    return node
  }
}

function newNode(): UsageNode {
  return { children: new Map(), isRead: false, isWhole: false, isWritten: false, hints: new Set(), first: undefined }
}

/** `db.global.x` is `global.x` as well. */
function withGlobals(path: ValuesPath): ValuesPath[] {
  const at = path.indexOf('global')
  if (at <= 0) return [path]
  return Array.from({ length: at + 1 }, (_, depth) => [...path.slice(0, depth), ...path.slice(at)])
}
