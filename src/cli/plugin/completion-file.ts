import { decodeYaml, type Shape, text, texts } from './decode.ts'

/** What a plugin's `completion.yaml` offers below one command. */
export interface CompletionNode {
  readonly name: string
  readonly validArgs: readonly string[]
  /** Without dashes; of one letter for a short one. */
  readonly flags: readonly string[]
  readonly commands: readonly CompletionNode[]
}

interface RawNode {
  readonly name?: string
  readonly validArgs?: readonly string[]
  readonly flags?: readonly string[]
  readonly commands?: readonly RawNode[]
}

/** How many commands deep a tree may be. */
const MAX_DEPTH = 16

/** Reads the text of a `completion.yaml`; commands without a name are left out. Throws `Error` when it is none. */
export function parseCompletion(source: string): CompletionNode {
  return nodeOf(decodeYaml<RawNode>(source, shape(MAX_DEPTH), { isStrict: false }))
}

function shape(depth: number): Shape {
  const leaf = { name: text, validArgs: texts, flags: texts }
  const commands: Shape = { kind: 'list', name: '[]pluginCommand', of: depth > 0 ? shape(depth - 1) : text }
  return { kind: 'struct', name: 'pluginCommand', fields: depth > 0 ? { ...leaf, commands } : leaf }
}

function nodeOf({ name = '', validArgs = [], flags = [], commands = [] }: RawNode): CompletionNode {
  return { name, validArgs, flags, commands: commands.map(nodeOf).filter((node) => node.name !== '') }
}
