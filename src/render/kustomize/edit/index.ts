/**
 * Changes of kustomization files as `kustomize edit` and `kustomize create` make them: the text of a file and arguments
 * go in, the new text comes out. It writes nothing; what it must see of other files comes in as functions.
 */

export { type CreateOptions, createKustomization, kustomizationFileNames } from './create.ts'
export {
  type Edit,
  type EditOperation,
  type EditRequest,
  type EditWorld,
  editKustomization,
} from './edit.ts'
export { type Fixed, fixDeprecated } from './fix.ts'
export { isPattern, matchesPath } from './match-path.ts'
export { editOperations } from './operations.ts'
