import { ClientError } from '#client'
import { StatusError } from '#kube'

/**
 * Asks once more where there was no answer: a kept connection may end just when it is used again, and a record that is not
 * written for that leaves a release unfinished. Only for requests that may be done twice. Throws what the second one throws.
 */
export async function twice<T>(ask: (isAgain: boolean) => Promise<T>): Promise<T> {
  try {
    return await ask(false)
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== 'unreachable') throw error
    return ask(true)
  }
}

/** A request of which one refusal says that nothing is left to do; undefined then. */
export async function ignoring<T>(reason: 'AlreadyExists' | 'NotFound', request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (error instanceof StatusError && error.status.reason === reason) return undefined
    throw error
  }
}
