import type { Revision } from '../store.ts'
import { swapRequest } from './request.ts'
import type { SwapAnswer } from './response.ts'

/** The key that API servers share to take turns (apiserver storage/etcd3/compact.go); its version counts the turns. */
const turnKey = Buffer.from('compact_rev_key')

/** Takes turns with every API server on the same etcd: who counts the key up first has the turn. */
export class CompactionTurns {
  readonly #swap: (request: Uint8Array) => Promise<SwapAnswer>
  #version = 0
  #revision: Revision = 0

  constructor(swap: (request: Uint8Array) => Promise<SwapAnswer>) {
    this.#swap = swap
  }

  /** The revision of the turn before, when this one is ours. */
  async take(): Promise<Revision | undefined> {
    const old = this.#revision
    const answer = await this.#swap(
      swapRequest(turnKey, { target: 'version', value: this.#version }, Buffer.from(`${old}`)),
    )
    this.#version = answer.isDone ? this.#version + 1 : (answer.present?.version ?? 0)
    this.#revision = answer.revision
    return answer.isDone && old > 0 ? old : undefined
  }
}
