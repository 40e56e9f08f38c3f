import { type ConfiguredOptions, loadRepositories, type UpdateResult, updateRepositories } from '#repo'
import type { Session } from '../frame/session.ts'

/** Fetches indexes (of all repositories, or of those named) and says how each went, in Helm's words. */
export async function updateAndReport(
  names: readonly string[],
  files: ConfiguredOptions,
  session: Session,
): Promise<readonly UpdateResult[]> {
  const known = (await loadRepositories(files.repositoryConfig))?.repositories ?? []
  if (known.length > 0 && names.every((name) => known.some((entry) => entry.name === name))) {
    session.stdout.write('Hang tight while we grab the latest from your chart repositories...\n')
  }
  return updateRepositories(names, files, (result) => session.stdout.write(lineFor(result)))
}

function lineFor({ entry, error }: UpdateResult): string {
  if (error === undefined) return `...Successfully got an update from the "${entry.name}" chart repository\n`
  return `...Unable to get an update from the "${entry.name}" chart repository (${entry.url}):\n\t${error.message}\n`
}
