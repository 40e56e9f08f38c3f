import { joinPath } from '../load/path.ts'
import { cloneAddress, repositoryOf } from '../load/repository.ts'
import type { Origin } from '../resource/origin.ts'

/** What the reference calls the root of a repository: the folder into which it would be cloned. */
const ROOT = 'notCloned'

/** The origin of what an entry names: a path behind the present one, or a repository with a path of its own. */
export function appendPath(origin: Origin, entry: string): Origin {
  const repository = repositoryOf(entry)
  if (repository === undefined) return { ...origin, path: joinPath(origin.path ?? '', entry) }
  const { ref, folder } = repository
  return { ...origin, repo: cloneAddress(repository), ref, path: folder === '' ? ROOT : joinPath(folder) }
}
