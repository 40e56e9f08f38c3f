import { posix } from 'node:path'
import { type Import, readImports } from './imports.ts'
import type { Room } from './table.ts'

/** A broken rule, with its place. */
export interface Finding {
  readonly rule: 'unknown-room' | 'door' | 'table' | 'testing-door' | 'pure' | 'cycle' | 'outside' | 'unresolved'
  readonly file: string
  readonly line: number
  readonly detail: string
}

/** The files of `src/`, path (`src/yaml/index.ts`) to text. */
export type SourceTree = ReadonlyMap<string, string>

const IMPURE = /^(node:)?(fs|net|http|https|http2|child_process|timers|dgram|tls)(\/|$)/

/** Checks every file against the room table. `seen` counts the files read, so that a caller can assert none was missed. */
export function checkRooms(tree: SourceTree, table: ReadonlyMap<string, Room>): { findings: Finding[]; seen: number } {
  const findings: Finding[] = []
  const graph = new Map<string, string[]>()
  for (const [file, text] of tree) {
    const targets: string[] = []
    for (const item of readImports(file, text)) {
      const target = checkImport(file, item, { tree, table, findings })
      if (target !== undefined) targets.push(target)
    }
    graph.set(file, targets)
    if (!table.has(roomOf(file))) findings.push({ rule: 'unknown-room', file, line: 1, detail: roomOf(file) })
  }
  findings.push(...findCycles(graph))
  return { findings, seen: graph.size }
}

interface Check {
  readonly tree: SourceTree
  readonly table: ReadonlyMap<string, Room>
  readonly findings: Finding[]
}

/** Checks one import; returns the project file it leads to. */
function checkImport(file: string, item: Import, check: Check): string | undefined {
  const { specifier, line } = item
  const report = (rule: Finding['rule'], detail: string): undefined => {
    check.findings.push({ rule, file, line, detail })
  }
  if (specifier.startsWith('#')) return checkDoor(file, item, check)
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier)
    if (roomOf(target) !== roomOf(file)) return report('outside', specifier)
    return check.tree.has(target) ? target : report('unresolved', specifier)
  }
  const room = check.table.get(roomOf(file))
  if (room?.isPure && !isTest(file) && IMPURE.test(specifier)) report('pure', specifier)
  return undefined
}

function checkDoor(file: string, { specifier, line }: Import, check: Check): string | undefined {
  const door = /^#([a-z]+)(\/testing)?$/.exec(specifier)
  if (door === null) {
    check.findings.push({ rule: 'door', file, line, detail: specifier })
    return undefined
  }
  const [, name, testing] = door as unknown as [string, string, string | undefined]
  const room = check.table.get(roomOf(file))
  const isAllowed = room?.mayImport.includes(name) || (isTest(file) && name === roomOf(file))
  if (!isAllowed) check.findings.push({ rule: 'table', file, line, detail: specifier })
  if (testing && !isTest(file)) check.findings.push({ rule: 'testing-door', file, line, detail: specifier })
  return `src/${name}/${testing ? 'testing' : 'index'}.ts`
}

/** Groups of files that import one another, found with Tarjan's algorithm. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): Finding[] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const findings: Finding[] = []
  const visit = (file: string): void => {
    order.set(file, order.size)
    low.set(file, order.get(file) as number)
    stack.push(file)
    for (const target of graph.get(file) ?? []) {
      if (!graph.has(target)) continue
      if (!order.has(target)) visit(target)
      if (stack.includes(target)) low.set(file, Math.min(low.get(file) as number, low.get(target) as number))
    }
    if (low.get(file) !== order.get(file)) return
    const group = stack.splice(stack.indexOf(file))
    if (group.length > 1 || graph.get(file)?.includes(file)) {
      findings.push({ rule: 'cycle', file, line: 1, detail: group.sort().join(' ') })
    }
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return findings
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? ''
}

function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || file.endsWith('/testing.ts')
}
