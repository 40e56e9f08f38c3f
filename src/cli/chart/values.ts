import { readFileSync } from 'node:fs'
import type { ValuesLayer } from '#render'
import { type Compat, parseValues, readValuesFile } from '#source'
import type { valuesFlags } from '../flags/values.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import type { GlobalInput } from './helm-environment.ts'
import type { TlsInput } from './network.ts'

/** The flags of a command that takes values. */
export type ValuesInput = Input<typeof valuesFlags>['flags'] & TlsInput & GlobalInput

/** The layers that the flags name, files read and parsed, lowest precedence first. */
export async function readLayers(flags: ValuesInput, compat: Compat, session: Session): Promise<ValuesLayer[]> {
  const layers: ValuesLayer[] = []
  for (const name of flags.values) {
    const text = await readText(name, flags, session)
    layers.push({ origin: { kind: 'file', file: name }, values: parseFile(name, text, compat) })
  }
  for (const kind of ['set-json', 'set', 'set-string', 'set-file', 'set-literal'] as const) {
    for (const expression of flags[kind]) layers.push({ origin: { kind }, expression })
  }
  return layers
}

async function readText(name: string, flags: ValuesInput, session: Session): Promise<string> {
  const { data } = await readValuesFile(name, {
    standardInput: () => readAll(session.stdin),
    url: async (url) => (await import('./remote.ts')).fetchBytes(url, flags, session),
  })
  return Buffer.from(data).toString('utf8')
}

/** The text of a local file; what `--set-file` reads with. */
export function readLocalText(name: string): string {
  try {
    return readFileSync(name, 'utf8')
  } catch (cause) {
    throw new CliError('input', ioText(name, cause as NodeJS.ErrnoException), { cause })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
  ENOTDIR: 'not a directory',
}

/** A failed read as Go tells it. */
function ioText(name: string, { code = '', message }: NodeJS.ErrnoException): string {
  return `${code === 'EISDIR' ? 'read' : 'open'} ${name}: ${REASONS[code] ?? message}`
}

function parseFile(file: string, text: string, compat: Compat): ReturnType<typeof parseValues> {
  try {
    return parseValues(text, { file, compat })
  } catch (error) {
    if (error instanceof Error) error.message = `failed to parse ${file}: ${error.message}`
    throw error
  }
}

async function readAll(stream: Session['stdin']): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
