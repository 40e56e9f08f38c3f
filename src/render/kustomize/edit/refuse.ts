import { KustomizeError } from '../error.ts'

/** Throws `bad-config` with the reference's words. */
export function refuse(message: string): never {
  throw new KustomizeError({ code: 'bad-config', message })
}
