import type { Clock } from '#kube'
import { textOfDocument } from './edit.ts'
import { withFileLock, writeFileAtomically } from './file.ts'
import { readDocument } from './load.ts'

/** Writes renewed fields of a user's auth-provider back to its file. Throws ClientError `locked`, `io`, `bad-config`. */
export async function keepProviderConfig(
  { file, name }: { readonly file: string; readonly name: string },
  fields: Readonly<Record<string, string>>,
  options: { readonly clock: Clock },
): Promise<void> {
  await withFileLock(file, options, async () => {
    const document = await readDocument(file)
    const users = document?.users?.map((entry) => {
      const provider = entry.user?.['auth-provider']
      if (entry.name !== name || provider === undefined) return entry
      return {
        ...entry,
        user: { ...entry.user, 'auth-provider': { ...provider, config: { ...provider.config, ...fields } } },
      }
    })
    if (document !== undefined && users !== undefined)
      await writeFileAtomically(file, textOfDocument({ ...document, users }))
  })
}
