import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { ContainerChange, ContainerRuntime, ContainerStreams } from './runtime.ts'

/** A runtime under test. */
export interface RuntimeBench {
  readonly runtime: ContainerRuntime
  /** Lets so many milliseconds pass. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/** A pod with one container of this command. */
function podOf(command: readonly string[]): { pod: KubeObject; container: JsonObject } {
  const container: JsonObject = { name: 'c', image: 'busybox:1', command: [...command] }
  const metadata = { name: 'p', namespace: 'n', uid: `uid-${command.join('-')}` } as unknown as KubeObject['metadata']
  return { container, pod: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } } }
}

interface Started {
  readonly sandbox: string
  readonly id: string
}

async function start({ runtime, pass }: RuntimeBench, command: readonly string[], attempt = 0): Promise<Started> {
  const { pod, container } = podOf(command)
  const order = { node: 'node', image: textAt(container, 'image'), pod, container: 'c' }
  const image = (await runtime.findImage(order)) ?? (await runtime.pullImage(order))
  const { id: sandbox } = await runtime.createSandbox({ node: 'node', pod, addresses: ['10.244.0.9'] })
  const id = await runtime.createContainer({ sandbox, pod, container, image, attempt, environment: { WORD: 'hi' } })
  const starting = runtime.startContainer(id)
  await pass(1000)
  await starting
  return { sandbox, id }
}

/** Streams that keep what is written. */
async function collect(run: (streams: ContainerStreams) => Promise<unknown>): Promise<string> {
  const { PassThrough } = await import('node:stream')
  const stdout = new PassThrough()
  let text = ''
  stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
  await run({ stdout, onResize: () => undefined, closed: new AbortController().signal })
  await turn()
  return text
}

type Trial = (bench: RuntimeBench) => Promise<void>

const trials: Readonly<Record<string, Trial>> = {
  'a container that ends tells its code': async (bench) => {
    const changes: ContainerChange[] = []
    bench.runtime.onChange((change) => changes.push(change))
    const { id, sandbox } = await start(bench, ['sh', '-c', 'exit 3'])
    await bench.pass(3000)
    expect(changes.map(({ state }) => state.type)).toEqual(['running', 'exited'])
    expect(changes[1]).toMatchObject({ id, sandbox, state: { exitCode: 3 } })
  },

  'a container that does not end is stopped': async (bench) => {
    const changes: ContainerChange[] = []
    bench.runtime.onChange((change) => changes.push(change))
    const { id } = await start(bench, ['sleep', '3600'])
    expect(changes.map(({ state }) => state.type)).toEqual(['running'])
    const stopping = bench.runtime.stopContainer(id, 1000)
    await bench.pass(3000)
    await stopping
    expect(changes.map(({ state }) => state.type)).toEqual(['running', 'exited'])
    await bench.runtime.stopContainer(id, 0)
  },

  'what a container writes is its log, also once it has ended': async (bench) => {
    const { id } = await start(bench, ['sh', '-c', 'echo one; echo $WORD two'])
    await bench.pass(2000)
    let text = ''
    const signal = new AbortController().signal
    for await (const part of bench.runtime.readLog(id, { isFollowing: false, hasTimestamps: false, signal }))
      text += String(part)
    expect(text).toBe('one\nhi two\n')
    text = ''
    const order = { isFollowing: false, hasTimestamps: false, tailLines: 1, signal }
    for await (const part of bench.runtime.readLog(id, order)) text += String(part)
    expect(text).toBe('hi two\n')
  },

  'commands run in a container, with their codes': async (bench) => {
    const { id } = await start(bench, ['sleep', '3600'])
    const end = { value: undefined as unknown }
    const text = await collect(async (streams) => {
      end.value = await bench.runtime.exec(id, ['sh', '-c', 'echo in; exit 4'], streams)
    })
    expect([text, end.value]).toEqual(['in\n', { exitCode: 4 }])
  },

  'what is gone is not found, and may be removed again': async (bench) => {
    const { id, sandbox } = await start(bench, ['sleep', '3600'])
    await bench.runtime.removeSandbox(sandbox)
    await bench.runtime.removeSandbox(sandbox)
    await bench.runtime.removeContainer(id)
    await expect(bench.runtime.stats(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(bench.runtime.startContainer(id)).rejects.toMatchObject({ code: 'not-found' })
  },

  'a container that runs has figures': async (bench) => {
    const { id } = await start(bench, ['sleep', '3600'])
    await bench.pass(1000)
    const stats = await bench.runtime.stats(id)
    expect(stats.memoryBytes).toBeGreaterThan(0)
  },
}

/** What every ContainerRuntime does; `open` makes one with nothing in it. The image is `busybox`. */
export function runtimeSuite(name: string, open: () => Promise<RuntimeBench>): void {
  test.each(Object.entries(trials))(`${name}: %s`, async (_, trial) => {
    const bench = await open()
    try {
      await trial(bench)
    } finally {
      await bench.close()
    }
  })
}
