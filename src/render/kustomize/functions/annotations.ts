import type { ResourceId } from '../resource/id.ts'
import { newObject } from '../resource/json.ts'
import { BUILD_ANNOTATIONS } from '../resource/marks.ts'
import { yamlText } from '../resource/write.ts'

/** Holds where an object comes from. */
export const ORIGIN = 'config.kubernetes.io/origin'
/** Holds the steps that ran on an object. */
export const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations'
/** Keeps an object out of what a build prints. */
export const LOCAL_CONFIG = 'config.kubernetes.io/local-config'
const ID = 'kustomize.config.k8s.io/id'

/** The annotation that tells a program an object's present id. */
export function idAnnotation({ gvk, name, namespace }: ResourceId): readonly [string, string] {
  const { group, version, kind } = gvk
  const fields = Object.entries({ group, kind, name, namespace, version }).filter(([, text]) => text !== '')
  return [ID, yamlText(Object.assign(newObject(), Object.fromEntries(fields)))]
}

/** What a build keeps in annotations even of objects that it works on. */
const PATHS: ReadonlySet<string> = new Set(['config.kubernetes.io/path', 'internal.config.kubernetes.io/path'])

/** Whether an annotation was only there for a program, and is known to the build by other means. */
export function isPassing(key: string): boolean {
  return key === ID || key === ORIGIN || key === TRANSFORMATIONS || (BUILD_ANNOTATIONS.has(key) && !PATHS.has(key))
}
