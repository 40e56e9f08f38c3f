import { SourceError } from '../error.ts'
import { type AgeKeys, type KeyPlaces, loadAgeKeys } from './age-keys.ts'
import type { KeyGroup, SopsMetadata } from './metadata.ts'
import { combineShares } from './shamir.ts'

const KEY_BYTES = 32

/** The key of a file's values, opened with the user's age identities. Throws `no-key`, `bad-secret`. */
export async function openDataKey(metadata: SopsMetadata, file: string, places: KeyPlaces): Promise<Uint8Array> {
  const keys = loadAgeKeys(places)
  const { groups, threshold } = metadata
  const needed = groups.length > 1 && threshold > 0 ? threshold : groups.length
  const parts: Uint8Array[] = []
  for (const group of groups) {
    const part = await openGroup(group, keys)
    if (part !== undefined) parts.push(part)
  }
  if (parts.length < needed || parts.length === 0) throw noKey(metadata, file, keys)
  const key = groups.length > 1 ? combine(parts, file) : (parts[0] as Uint8Array)
  if (key.length !== KEY_BYTES) throw new SourceError('bad-secret', `${file}: the data key has the wrong length`)
  return key
}

async function openGroup({ age }: KeyGroup, { identities }: AgeKeys): Promise<Uint8Array | undefined> {
  if (identities.length === 0 || age.length === 0) return undefined
  const { armor, Decrypter } = await import('age-encryption')
  for (const { enc } of age) {
    const decrypter = new Decrypter()
    for (const identity of identities) decrypter.addIdentity(identity)
    try {
      return await decrypter.decrypt(armor.decode(enc))
    } catch {
      // for another recipient; the next entry may be for one of ours
    }
  }
  return undefined
}

function combine(parts: readonly Uint8Array[], file: string): Uint8Array {
  try {
    return combineShares(parts)
  } catch (cause) {
    throw new SourceError('bad-secret', `${file}: ${(cause as Error).message}`, { cause })
  }
}

function noKey({ groups }: SopsMetadata, file: string, { identities, empty }: AgeKeys): SourceError {
  const recipients = groups.flatMap(({ age }) => age.map(({ recipient }) => recipient))
  if (recipients.length === 0) {
    const others = [...new Set(groups.flatMap((group) => group.others))].join(', ') || 'nobody'
    const hint = 'add an age recipient with sops rotate --add-age'
    return new SourceError('no-key', `${file}: encrypted for ${others} only – expected an age recipient`, { hint })
  }
  if (identities.length > 0) {
    const many = identities.length === 1 ? 'the age key' : `none of the ${identities.length} age keys`
    const text = identities.length === 1 ? `${many} found does not open it` : `${many} found opens it`
    return new SourceError('no-key', `${file}: ${text} – expected one of ${recipients.join(', ')}`)
  }
  const hint = `looked at ${empty.join(', ')}`
  return new SourceError(
    'no-key',
    `${file}: encrypted, and no age key was found – expected one of ${recipients.join(', ')}`,
    {
      hint,
    },
  )
}
