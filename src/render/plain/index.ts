/**
 * Plain manifests: texts of YAML or JSON documents become the resources and hooks of a release, in the order of installation.
 * Nothing is templated and nothing is read here; what is wrong is told with file, line and column.
 */
export { type PlainFile, type PlainRendered, renderPlain } from './render.ts'
