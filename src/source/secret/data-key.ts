import { SourceError } from '../error.ts'
import { type AgeIdentity, type AgeKeys, askForAgeKeys, type KeyPlaces, loadAgeKeys } from './age-keys.ts'
import type { AgeEntry, KeyGroup, SopsMetadata } from './metadata.ts'
import { combineShares } from './shamir.ts'

const KEY_BYTES = 32

/** The key of a file's values, opened with the user's age identities. Throws `no-key`, `bad-secret`. */
export async function openDataKey(metadata: SopsMetadata, file: string, places: KeyPlaces): Promise<Uint8Array> {
  const { groups, threshold } = metadata
  const needed = groups.length > 1 && threshold > 0 ? threshold : groups.length
  const search: Search = { places, ready: await loadAgeKeys(places), asked: new Map() }
  const parts: Uint8Array[] = []
  for (const group of groups) {
    const part = await openGroup(group, search)
    if (part !== undefined) parts.push(part)
  }
  if (parts.length < needed || parts.length === 0) throw noKey(metadata, file, search)
  const key = groups.length > 1 ? combine(parts, file) : (parts[0] as Uint8Array)
  if (key.length !== KEY_BYTES) throw new SourceError('bad-secret', `${file}: the data key has the wrong length`)
  return key
}

/** What lies ready, and what commands answered for recipients. */
interface Search {
  readonly places: KeyPlaces
  readonly ready: AgeKeys
  readonly asked: Map<string, AgeKeys>
}

/** Commands may ask somebody for something: they are run when nothing else opens a part. */
async function openGroup({ age }: KeyGroup, { places, ready, asked }: Search): Promise<Uint8Array | undefined> {
  for (const entry of age) {
    const part = await openEntry(entry, ready.identities)
    if (part !== undefined) return part
  }
  for (const entry of age) {
    const keys = asked.get(entry.recipient) ?? (await askForAgeKeys(places, entry.recipient))
    asked.set(entry.recipient, keys)
    const part = await openEntry(entry, keys.identities)
    if (part !== undefined) return part
  }
  return undefined
}

/** Undefined for another recipient. */
async function openEntry({ enc }: AgeEntry, identities: readonly AgeIdentity[]): Promise<Uint8Array | undefined> {
  if (identities.length === 0) return undefined
  const { armor, Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  try {
    return await decrypter.decrypt(armor.decode(enc))
  } catch {
    return undefined
  }
}

function combine(parts: readonly Uint8Array[], file: string): Uint8Array {
  try {
    return combineShares(parts)
  } catch (cause) {
    throw new SourceError('bad-secret', `${file}: ${(cause as Error).message}`, { cause })
  }
}

function noKey({ groups }: SopsMetadata, file: string, { ready, asked }: Search): SourceError {
  const recipients = groups.flatMap(({ age }) => age.map(({ recipient }) => recipient))
  if (recipients.length === 0) {
    const others = [...new Set(groups.flatMap((group) => group.others))].join(', ') || 'nobody'
    const hint = 'add an age recipient with sops rotate --add-age'
    return new SourceError('no-key', `${file}: encrypted for ${others} only – expected an age recipient`, { hint })
  }
  const searched = [ready, ...asked.values()]
  const count = new Set(searched.flatMap(({ identities }) => identities)).size
  const faults = [...new Set(searched.flatMap((keys) => keys.faults))]
  const places = `looked at ${[...new Set(searched.flatMap(({ empty }) => empty))].join(', ')}`
  const hint = [...faults, ...(count === 0 ? [places] : [])].join('; ')
  const text = `${file}: ${foundText(count)} – expected one of ${recipients.join(', ')}`
  return new SourceError('no-key', text, hint === '' ? {} : { hint })
}

function foundText(count: number): string {
  if (count === 0) return 'encrypted, and no age key was found'
  return count === 1 ? 'the age key found does not open it' : `none of the ${count} age keys found opens it`
}
