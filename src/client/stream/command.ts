import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type JsonObject, type Status, StatusError } from '#kube'
import type { ChannelSocket } from '#websocket'
import { ClientError } from '../error.ts'
import { parseObject } from '../rest/answer.ts'
import type { Client } from '../rest/client.ts'
import { coreType, pathOf } from '../rest/resource.ts'
import { openChannels } from './channels.ts'

/** Which container of which pod; the pod's only or default one when none is named. */
export interface ContainerPlace {
  readonly namespace: string
  readonly pod: string
  readonly container?: string
}

/** What a command reads and writes. Streams are left open, but for `stdin`: it is closed when the command ends before it. */
export interface CommandStreams {
  readonly stdin?: AsyncIterable<Uint8Array | string>
  readonly stdout?: Writable
  /** A terminal has none. */
  readonly stderr?: Writable
  readonly isTerminal?: boolean
  /** How large the terminal is: at the start, and whenever that changes. */
  readonly sizes?: AsyncIterable<TerminalSize>
  readonly signal?: AbortSignal
}

/** Size of a terminal in characters. */
export interface TerminalSize {
  readonly width: number
  readonly height: number
}

const pods = coreType('pods', 'Pod')

/**
 * Runs a command in a container (`pods/exec`) and gives its exit code. Throws StatusError when it cannot be run, ClientError
 * when the connection ends before the command.
 */
export function execCommand(
  client: Client,
  place: ContainerPlace,
  { command, ...streams }: CommandStreams & { readonly command: readonly string[] },
): Promise<number> {
  return runRemote(client, pathTo('exec', place, streams, command), streams)
}

/** Joins the command that a container runs already (`pods/attach`) and gives its exit code. Throws as `execCommand`. */
export function attachCommand(client: Client, place: ContainerPlace, streams: CommandStreams): Promise<number> {
  return runRemote(client, pathTo('attach', place, streams), streams)
}

function pathTo(
  subresource: string,
  { namespace, pod, container }: ContainerPlace,
  { stdin, stdout, stderr, isTerminal }: CommandStreams,
  command: readonly string[] = [],
): string {
  const query = new URLSearchParams(command.map((word) => ['command', word]))
  if (container !== undefined) query.set('container', container)
  const flags = {
    stdin: stdin !== undefined,
    stdout: stdout !== undefined,
    stderr: stderr !== undefined && isTerminal !== true,
    tty: isTerminal === true,
  }
  for (const [name, isSet] of Object.entries(flags)) if (isSet) query.set(name, 'true')
  return `${pathOf(pods, { namespace, name: pod, subresource })}?${query.toString()}`
}

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const NUMBERS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const

async function runRemote(client: Client, path: string, streams: CommandStreams): Promise<number> {
  const { stdin, stdout, stderr, sizes, signal } = streams
  const { channels, start } = await openChannels(client, {
    path,
    protocols: PROTOCOLS,
    ...(signal !== undefined && { signal }),
  })
  try {
    const outputs = [
      [NUMBERS.stdout, stdout],
      [NUMBERS.stderr, stderr],
    ] as const
    const copies = outputs.flatMap(([number, target]) =>
      target === undefined ? [] : [copy(channels.input(number), target)],
    )
    const end = readText(channels.input(NUMBERS.error))
    start()
    if (stdin !== undefined) void feed(stdin, channels)
    if (sizes !== undefined) void resize(sizes, channels)
    const [text] = await Promise.all([end, ...copies])
    if (signal?.aborted === true) throw new ClientError('aborted', 'given up by the caller')
    return exitCodeOf(text)
  } finally {
    channels.close()
  }
}

function copy(source: Readable, target: Writable): Promise<void> {
  return pipeline(source, target, { end: false })
}

/** Nobody waits for what a command does not read. */
async function feed(stdin: AsyncIterable<Uint8Array | string>, channels: ChannelSocket): Promise<void> {
  try {
    await pipeline(Readable.from(stdin), channels.output(NUMBERS.stdin), { signal: channels.closed })
    channels.closeChannel(NUMBERS.stdin)
  } catch {
    // the command has ended, or its caller's input has
  }
}

async function resize(sizes: AsyncIterable<TerminalSize>, channels: ChannelSocket): Promise<void> {
  for await (const { width, height } of sizes) {
    if (channels.closed.aborted) return
    channels.send(NUMBERS.resize, Buffer.from(JSON.stringify({ Width: width, Height: height })))
  }
}

/** A Status is short; what comes after so much is not read. */
const MAX_STATUS_UNITS = 64 * 1024

async function readText(source: Readable): Promise<string> {
  let text = ''
  for await (const chunk of source as AsyncIterable<Buffer>)
    if (text.length < MAX_STATUS_UNITS) text += chunk.toString()
  return text
}

function exitCodeOf(text: string): number {
  if (text === '') throw new ClientError('unreachable', 'the connection ended before the command did')
  const status = parseObject(text)
  if (status['status'] === 'Success') return 0
  const { causes = [] } = (status['details'] ?? {}) as { readonly causes?: readonly JsonObject[] }
  const code = causes.find(({ reason }) => reason === 'ExitCode')?.['message']
  if (status['reason'] === 'NonZeroExitCode' && code !== undefined) return Number(code)
  throw new StatusError(status as unknown as Status)
}
