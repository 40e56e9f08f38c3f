import type { Readable } from 'node:stream'
import { badRequest, type Clock, requestEntityTooLarge, timeout } from '#kube'

/** Largest body of a request, in bytes, unless an endpoint says otherwise. */
export const defaultBodyLimitBytes = 3 * 1024 * 1024

/** How long a body may take to arrive. */
export interface BodyDeadline {
  readonly clock: Clock
  readonly timeoutMs: number
}

/**
 * Reads a whole body. Throws 413 past the limit (it stops reading there), 504 when it does not arrive in time, 400 when
 * the client goes away in the middle.
 */
export function readBody(source: Readable, limitBytes: number, deadline: BodyDeadline): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let sizeBytes = 0
    const done = (error?: Error) => {
      stopTimer()
      source.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone).off('aborted', onGone)
      if (error === undefined) return resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
      source.pause()
      return reject(error)
    }
    const onData = (chunk: Uint8Array) => {
      sizeBytes += chunk.length
      if (sizeBytes > limitBytes) done(requestEntityTooLarge(limitBytes))
      else chunks.push(chunk)
    }
    const onEnd = () => done()
    const onGone = () => done(badRequest('unexpected EOF'))
    const stopTimer = deadline.clock.setTimer(deadline.timeoutMs, () =>
      done(timeout('request did not complete within the allotted timeout')),
    )
    source.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone).on('aborted', onGone)
  })
}
