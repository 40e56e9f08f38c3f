/**
 * YAML as Go's `sigs.k8s.io/yaml` reads and writes it. Text goes in; plain values with positions come out, and values
 * become the very bytes that `toYaml` prints. It reads no file and knows nothing of Kubernetes or Helm.
 */
export { dump, dumpPretty } from './dump.ts'
export { dumpResource } from './dump-resource.ts'
export type { Position, YamlErrorCode } from './error.ts'
export { YamlError } from './error.ts'
export { type DocumentHead, head, headOf, type MetadataHead } from './head.ts'
export { type Json, type JsonObject, Literal } from './literal.ts'
export { type LoadOptions, load, loadAll } from './load.ts'
export { type LoadedResource, type LoadResourcesOptions, loadResources } from './load-resources.ts'
export { copyNotes, noteOfValue, notesOfField } from './note.ts'
export { loadObject, objectOf } from './object.ts'
export { oddKeyProblem } from './odd-key-problem.ts'
export { copyOddKey, copyOddKeys, hasOddKeys, markPlainKey, oddKeysOf } from './odd-keys.ts'
export { copyQuoted, isQuoted } from './quoted.ts'
export { loadTree, locate, type NodePosition, type YamlEntry, type YamlNode } from './tree.ts'
export type { YamlMap, YamlValue } from './value.ts'
