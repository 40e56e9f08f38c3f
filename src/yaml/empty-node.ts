import * as token from './token.ts'

/** True behind an entry of a block sequence that is empty. */
export function endsBlockEntry(type: number): boolean {
  return type === token.BLOCK_ENTRY || type === token.BLOCK_END
}

/** The same for a sequence that is not indented below its key. */
export function endsIndentlessEntry(type: number): boolean {
  return endsBlockEntry(type) || type === token.KEY || type === token.VALUE
}

/** True behind a key or a value of a block mapping that is empty. */
export function endsBlockNode(type: number): boolean {
  return type === token.KEY || type === token.VALUE || type === token.BLOCK_END
}

/** True behind a key or a value of a pair in a flow sequence that is empty. */
export function endsFlowPair(type: number): boolean {
  return type === token.FLOW_ENTRY || type === token.FLOW_SEQUENCE_END
}

/** True behind a key or a value of a flow mapping that is empty. */
export function endsFlowEntry(type: number): boolean {
  return type === token.FLOW_ENTRY || type === token.FLOW_MAPPING_END
}
