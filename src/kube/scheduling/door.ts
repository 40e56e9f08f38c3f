export {
  compileNodeAffinity,
  compileNodeSelector,
  compileNodeTerm,
  compilePreferredNodes,
  matchesNodeAffinity,
  matchesNodeSelectorTerms,
  type NodeMatcher,
  pinnedNodesOf,
} from './node-selector.ts'
export { findUntoleratedTaint, isSchedulingTaint, tolerates } from './toleration.ts'
