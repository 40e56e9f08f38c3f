import { addBuildMetadata, removeBuildMetadata, setBuildMetadata } from './build-metadata.ts'
import type { EditOperation } from './edit.ts'
import { addGenerator, configMaps, removeGenerators, secrets, setGenerator } from './generators.ts'
import { setImage } from './images.ts'
import { addPairs, removePairs, setPairs } from './metadata.ts'
import { setText } from './names.ts'
import { addPatch, removePatch } from './patches.ts'
import { addBase, addFiles, addRoots, removePaths } from './path-lists.ts'
import { setReplicas } from './replicas.ts'

/** Every operation of `kustomize edit` but `fix`, by its words. */
export const editOperations: Readonly<Record<string, EditOperation>> = {
  'add annotation': addPairs('annotation'),
  'add base': addBase,
  'add buildmetadata': addBuildMetadata,
  'add component': addRoots('components', 'component'),
  'add configmap': addGenerator(configMaps),
  'add generator': addFiles('generators', 'generator'),
  'add label': addPairs('label'),
  'add patch': addPatch,
  'add resource': addRoots('resources', 'resource'),
  'add secret': addGenerator(secrets),
  'add transformer': addFiles('transformers', 'transformer'),
  'remove annotation': removePairs('annotation'),
  'remove buildmetadata': removeBuildMetadata,
  'remove configmap': removeGenerators(configMaps),
  'remove label': removePairs('label'),
  'remove patch': removePatch,
  'remove resource': removePaths('resources', 'resource'),
  'remove secret': removeGenerators(secrets),
  'remove transformer': removePaths('transformers', 'transformer'),
  'set annotation': setPairs('annotation'),
  'set buildmetadata': setBuildMetadata,
  'set configmap': setGenerator(configMaps),
  'set image': setImage,
  'set label': setPairs('label'),
  'set nameprefix': setText('namePrefix', 'prefix'),
  'set namespace': setText('namespace', 'namespace'),
  'set namesuffix': setText('nameSuffix', 'suffix'),
  'set replicas': setReplicas,
  'set secret': setGenerator(secrets),
}
