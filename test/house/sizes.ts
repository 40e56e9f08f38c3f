import { parseSync, Visitor } from 'oxc-parser'

/** Lines of files and of functions with a body, sorted ascending. */
export interface Sizes {
  readonly files: readonly number[]
  readonly functions: readonly number[]
}

/** Measures every file of `tree` (path to text). A function counts from its first line to its last. */
export function measureSizes(tree: ReadonlyMap<string, string>): Sizes {
  const files: number[] = []
  const functions: number[] = []
  for (const [file, text] of tree) {
    files.push(text.trimEnd().split('\n').length)
    functions.push(...functionSizes(file, text))
  }
  const ascending = (a: number, b: number): number => a - b
  return { files: files.sort(ascending), functions: functions.sort(ascending) }
}

/** The value below which `share` (0 to 1) of the sorted `values` lie. */
export function percentile(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}

function functionSizes(file: string, text: string): number[] {
  const starts = lineStarts(text)
  const sizes: number[] = []
  const note = (node: { start: number; end: number; body: unknown }): void => {
    const body = node.body as { type: string } | null
    if (body === null || (body.type !== 'BlockStatement' && body.type !== 'FunctionBody')) return
    sizes.push(lineAt(starts, node.end) - lineAt(starts, node.start) + 1)
  }
  const visitor = new Visitor({ FunctionDeclaration: note, FunctionExpression: note, ArrowFunctionExpression: note })
  visitor.visit(parseSync(file, text).program)
  return sizes
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) <= offset) low = middle
    else high = middle
  }
  return low
}
