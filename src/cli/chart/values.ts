import type { ValuesLayer } from '#render'
import { type Compat, decryptValues, namedFileBytes, parseValues, readBounded, readValuesFile } from '#source'
import type { valuesFlags } from '../flags/values.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import type { GlobalInput } from './helm-environment.ts'
import { keyPlaces } from './key-places.ts'
import type { TlsInput } from './network.ts'

/** Most values of a file that the user named: what 64 MiB of ordinary YAML hold. */
const MAX_NAMED_VALUES = 5_000_000

/** The flags of a command that takes values. */
export type ValuesInput = Omit<Input<typeof valuesFlags>['flags'], 'values-from'> &
  Partial<Pick<Input<typeof valuesFlags>['flags'], 'values-from'>> & {
    /** Values that are no files of the command line: a stack's. They stand where files stand. */
    readonly layers?: readonly ValuesLayer[]
  } & TlsInput &
  GlobalInput

/** The layers that the flags name, files read and parsed, lowest precedence first. */
export async function readLayers(flags: ValuesInput, compat: Compat, session: Session): Promise<ValuesLayer[]> {
  const layers: ValuesLayer[] = [...(flags.layers ?? [])]
  for (const name of flags.values) {
    layers.push(await fileLayer(name, await readText(name, flags, session), { compat, session }))
  }
  const references = flags['values-from'] ?? []
  if (references.length > 0) {
    const { readValuesFrom } = await import('./values-from.ts')
    layers.push(...(await readValuesFrom(references, { flags, compat, session })))
  }
  for (const kind of ['set-json', 'set', 'set-string', 'set-file', 'set-literal'] as const) {
    for (const expression of flags[kind]) {
      const isRemote = kind === 'set-file' && expression.includes('://')
      const fetched = isRemote
        ? await (await import('./set-file.ts')).fetchNamed(expression, flags, session)
        : undefined
      layers.push({ origin: { kind }, expression, ...(fetched && { fetched }) })
    }
  }
  return layers
}

/** A file's values; those that sops encrypted are decrypted in memory, and are no longer shown by anything. */
async function fileLayer(
  file: string,
  text: string,
  { compat, session }: { readonly compat: Compat; readonly session: Session },
): Promise<ValuesLayer> {
  const secret = text.includes('sops') ? await decryptValues(text, { file, compat, ...keyPlaces(session) }) : undefined
  if (secret !== undefined) return { origin: { kind: 'file', file, isSecret: true }, values: secret }
  return { origin: { kind: 'file', file }, values: parseFile(file, text, compat) }
}

async function readText(name: string, flags: ValuesInput, session: Session): Promise<string> {
  const reading = readValuesFile(name, {
    standardInput: () => readAll(session.stdin),
    url: async (url) => (await import('./remote.ts')).fetchBytes(url, flags, session),
    knowsScheme: async (scheme) => (await import('../plugin/getter.ts')).knowsProtocol(scheme, flags, session),
  })
  const { data } = await reading.catch((error: Error) => {
    error.message = error.message.replace(/^open (.*: is a directory)$/, 'read $1')
    throw error
  })
  return Buffer.from(data).toString('utf8')
}

/** The text of a local file; what `--set-file` reads with. Throws `SourceError`. */
export function readLocalText(name: string): string {
  return Buffer.from(readBounded(name)).toString('utf8')
}

function parseFile(file: string, text: string, compat: Compat): ReturnType<typeof parseValues> {
  try {
    return parseValues(text, { file, compat, maxValues: MAX_NAMED_VALUES })
  } catch (error) {
    if (error instanceof Error) error.message = `failed to parse ${file}: ${error.message}`
    throw error
  }
}

/** Standard input, as far as it can be used: `readValuesFile` refuses what is longer. */
async function readAll(stream: Session['stdin']): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let total = 0
  for await (const chunk of stream) {
    total += chunks[chunks.push(Buffer.from(chunk)) - 1]?.length ?? 0
    if (total > namedFileBytes) break
  }
  return Buffer.concat(chunks)
}
