/**
 * Changes of kustomization files as `kustomize edit` and `kustomize create` make them: the text of a file and arguments
 * go in, the new text comes out. It writes nothing; what it must see of other files comes in as functions.
 */
export { within } from '../error.ts'
export { createKustomization, kustomizationFileNames } from './create.ts'
export { editKustomization } from './edit.ts'
export { fixDeprecated } from './fix.ts'
export { editLoader } from './loader.ts'
export { isPattern, matchesPath } from './match-path.ts'
export { editOperations } from './operations.ts'
