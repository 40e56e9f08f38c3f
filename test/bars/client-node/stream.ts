import { PassThrough, Readable } from 'node:stream'
import { type Session, same, until } from './session.ts'

const namespace = 'default'

/** Commands with their streams and ends, attaching, logs and a forwarded port, on a pod of the simulated node. */
export async function streams(session: Session): Promise<void> {
  const { core, library, config } = session
  const spec = { nodeName: 'berth', containers: [{ name: 'main', image: 'x' }] }
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'solo' }, spec }
  await untilMade(() => core.createNamespacedPod({ namespace, body }))
  await untilRuns(session)
  same('echo', await exec(session, ['echo', 'a', 'b']), ['a b\n', '', 'Success'])
  same('stderr', await exec(session, ['sh', '-c', 'echo out; echo err >&2; exit 3']), [
    'out\n',
    'err\n',
    'NonZeroExitCode',
  ])
  same('absent', await exec(session, ['absent']), ['', '', 'InternalError'])
  const big = 'x'.repeat(300_000)
  same('stdin', await exec(session, ['cat'], `${big}\n`, big.length + 1), [`${big}\n`, '', ''])
  const output = collected()
  const input = new PassThrough()
  const socket = await new library.Attach(config).attach(namespace, 'solo', 'main', output.stream, null, input, false)
  input.write('attached')
  await until('what was attached', () => output.text() === 'attached', output.text)
  socket.close()
  const forwarded = collected()
  const sent = new PassThrough()
  const words: [string, string, readonly number[]] = [namespace, 'solo', [80]]
  const forward = await new library.PortForward(config).portForward(...words, forwarded.stream, null, sent)
  sent.write('through')
  await until('what was forwarded', () => forwarded.text() === 'through', forwarded.text)
  forward.close()
  same('log', await core.readNamespacedPodLog({ namespace, name: 'solo' }), '')
}

/** A pod needs the service account of its namespace, which a new cluster makes in a moment. */
async function untilMade(make: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await make()
      return
    } catch (error) {
      if (tries === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Commands are refused until the container is there. */
async function untilRuns({ core }: Session): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const pod = (await core.readNamespacedPod({ namespace, name: 'solo' })) as { status?: { phase?: string } }
    if (pod.status?.phase === 'Running') return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Gives stdout, stderr and how it ended; with input, until so much has come back: its end cannot be told in this protocol's version 4. */
async function exec(
  { library, config }: Session,
  command: readonly string[],
  input?: string,
  length = 0,
): Promise<readonly [string, string, string]> {
  const [stdout, stderr] = [collected(), collected()]
  let end = ''
  const stdin = input === undefined ? null : Readable.from(input.match(/[^]{1,10000}/g) ?? [])
  const socket = await new library.Exec(config).exec(
    ...([namespace, 'solo', 'main', command] as const),
    stdout.stream,
    stderr.stream,
    stdin,
    false,
    ({ status, reason }) => (end = reason ?? status ?? ''),
  )
  if (input === undefined) await until(`the end of ${command.join(' ')}`, () => end !== '')
  else
    await until(
      'what was sent',
      () => stdout.text().length >= length,
      () => stdout.text().length,
    )
  if (input !== undefined) end = ''
  socket.close()
  return [stdout.text(), stderr.text(), end]
}

function collected(): { readonly stream: PassThrough; readonly text: () => string } {
  const stream = new PassThrough()
  let text = ''
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
  return { stream, text: () => text }
}
