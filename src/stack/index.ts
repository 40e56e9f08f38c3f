/**
 * Several releases at once: reads a stack, our own format or a helmfile of the common shape, into releases about which
 * everything is decided, and runs them in the order of their needs. Files, variables and clock come in as arguments; what
 * a release is and how it is installed, it does not know.
 */
export type {
  HookCommand,
  HookEvent,
  ProgramCall,
  Stack,
  StackFlag,
  StackHook,
  StackOptions,
  StackPatches,
  StackRelease,
  StackRepository,
  StackSet,
  StackSubchart,
  StackValues,
  StackWorld,
} from './contract.ts'
export { StackError, type StackErrorCode } from './error.ts'
export { loadStack } from './load/stack.ts'
export { type Outcome, type RunSettings, runReleases } from './order/run.ts'
