import type { Readable } from 'node:stream'
import type { TerminalSize } from './remote.ts'

/** Reads terminal sizes, `{"Width":80,"Height":24}` one after the other, as they arrive; stops at what is none. */
export function readSizes(stream: Readable, listener: (size: TerminalSize) => void): void {
  let pending = ''
  stream.on('data', (chunk: Buffer) => {
    pending += chunk.toString('utf8')
    for (let end = pending.indexOf('}'); end >= 0; end = pending.indexOf('}')) {
      const size = sizeOf(pending.slice(0, end + 1))
      pending = pending.slice(end + 1)
      if (size !== undefined) listener(size)
    }
    if (pending.length > maxPending) stream.destroy()
  })
}

const maxPending = 4096

function sizeOf(text: string): TerminalSize | undefined {
  try {
    const { Width, Height } = JSON.parse(text) as { readonly Width?: unknown; readonly Height?: unknown }
    const isSize = (value: unknown): value is number =>
      Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535
    return isSize(Width) && isSize(Height) ? { width: Width, height: Height } : undefined
  } catch {
    return undefined
  }
}
