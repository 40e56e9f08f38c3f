import type { ObjectName, ReleaseEvent } from '#release'

/** One object of the tree. Changed in place by `foldEvent`. */
export interface ProgressNode {
  /** `Deployment/web`; with its namespace where that is not the release's. */
  readonly title: string
  state: 'ready' | 'in-progress' | 'failed' | 'gone'
  reason: string
  readonly children: Map<string, ProgressNode>
  /** Last lines of events and logs, oldest first. */
  readonly lines: { readonly from: 'log' | 'event'; readonly text: string }[]
}

/** What is waited for, and the first thing that failed. */
export interface ProgressState {
  readonly roots: Map<string, ProgressNode>
  /** Every node by its key. */
  readonly nodes: Map<string, ProgressNode>
  /** What the action does now. */
  step: string
  failed: ProgressNode | undefined
}

/** Lines kept of one object. */
const MAX_LINES = 10
/** Objects kept: more than a person can look at. */
const MAX_NODES = 5000

/** A tree without objects. */
export function emptyProgress(): ProgressState {
  return { roots: new Map(), nodes: new Map(), step: '', failed: undefined }
}

/** Takes an event into the tree (mutates it). True when something that is shown has changed. */
export function foldEvent(state: ProgressState, event: ReleaseEvent): boolean {
  switch (event.type) {
    case 'step':
      state.step = event.step
      return true
    case 'waiting':
      return foldWaiting(state, event)
    case 'line':
      return foldLine(state, event)
    case 'object':
    case 'warning':
    case 'log':
      return false
  }
}

function foldWaiting(state: ProgressState, event: Extract<ReleaseEvent, { type: 'waiting' }>): boolean {
  const node = nodeFor(state, event.object, event.parent)
  if (node === undefined || (node.state === event.state && node.reason === event.reason)) return false
  node.state = event.state
  node.reason = event.reason
  if (event.state === 'failed') state.failed ??= node
  else if (state.failed === node) state.failed = undefined
  return true
}

function foldLine(state: ProgressState, event: Extract<ReleaseEvent, { type: 'line' }>): boolean {
  const node = nodeFor(state, event.object)
  if (node === undefined) return false
  const { lines } = node
  lines.push({ from: event.from, text: event.text })
  const own = lines.filter(({ from }) => from === event.from)
  const [oldest] = own
  if (own.length > MAX_LINES && oldest !== undefined) lines.splice(lines.indexOf(oldest), 1)
  return true
}

function nodeFor(state: ProgressState, object: ObjectName, parent?: ObjectName): ProgressNode | undefined {
  const key = progressKey(object)
  const known = state.nodes.get(key)
  if (known !== undefined || state.nodes.size >= MAX_NODES) return known
  const node: ProgressNode = {
    title: `${object.kind}/${object.metadata.name}`,
    state: 'in-progress',
    reason: '',
    children: new Map(),
    lines: [],
  }
  state.nodes.set(key, node)
  const home = parent === undefined ? state.roots : (nodeFor(state, parent)?.children ?? state.roots)
  home.set(key, node)
  return node
}

/** What tells objects apart. */
export function progressKey({ kind, metadata }: ObjectName): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`
}

/** The lines that say why the wait failed: the first terminal state, its events, the container's last lines. */
export function failureLines({ failed, nodes }: ProgressState): string[] {
  const node = failed ?? [...nodes.values()].find(({ lines }) => lines.some(({ from }) => from === 'log'))
  if (node === undefined) return []
  const told = [node, ...node.children.values()].flatMap((each) =>
    each.lines.map(({ from, text }) => `  ${from === 'log' ? `${each.title} | ` : ''}${text}`),
  )
  return [`${node.title}: ${node.reason}`, ...told]
}
