import { joinPath } from '../load/path.ts'
import type { Origin } from '../resource/origin.ts'
import type { Target } from './target.ts'

/** The origin of what a field of the kustomization file makes or changes; undefined where nobody asks. */
export function builtinOrigin(
  { origin, fileName }: Pick<Target, 'origin' | 'fileName'>,
  kind: string,
): Origin | undefined {
  if (origin === undefined) return undefined
  const { repo, ref, path = '' } = origin
  return {
    ...(repo !== undefined && { repo }),
    ...(ref !== undefined && { ref }),
    configuredIn: joinPath(path, fileName),
    configuredBy: { apiVersion: 'builtin', kind },
  }
}
