import { createInformer, type Informer } from '#client'
import { StatusError } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import type { Feed } from './feed.ts'
import { type Contents, keptOf, type Source, selectionOf, sourceKey, viewOf } from './sources.ts'

/** Some rules depend on the time alone, so things are looked at this often even if nothing changes. */
const AGAIN_MS = 2000

/** Follows the sources by watches. */
export function watchFeed(world: ObjectWorld, sources: readonly Source[]): Feed {
  return new WatchFeed(world, sources)
}

interface Followed {
  readonly source: Source
  readonly informer: Informer
  /** Its list is there, or will never be. */
  isSettled: boolean
}

class WatchFeed implements Feed {
  readonly #world: ObjectWorld
  readonly #followed: readonly Followed[]
  #hasChanged = false
  #refusal: unknown
  #wake: () => void = () => undefined

  constructor(world: ObjectWorld, sources: readonly Source[]) {
    this.#world = world
    this.#followed = sources.map((source) => this.#follow(source))
  }

  async next(signal: AbortSignal): Promise<ReturnType<typeof viewOf> | undefined> {
    for (;;) {
      if (signal.aborted) return undefined
      if (this.#refusal !== undefined) throw this.#refusal
      const isReady = this.#followed.every(({ isSettled }) => isSettled)
      if (isReady && this.#hasChanged) {
        this.#hasChanged = false
        return viewOf(this.#contents(), this.#world.clock.now())
      }
      await this.#sleep(signal)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#followed.map(({ informer }) => informer.close()))
  }

  #follow(source: Source): Followed {
    const { client, clock, random } = this.#world
    const { type } = source
    const informer = createInformer({
      client,
      type,
      clock,
      random,
      ...selectionOf(source),
      transform: (object) => keptOf(object, type),
      onError: (error) => this.#onError(followed, error),
    })
    const followed: Followed = { source, informer, isSettled: false }
    informer.onChange(() => this.#changed())
    void informer.synced.then(() => {
      followed.isSettled = true
      this.#changed()
    })
    informer.start()
    return followed
  }

  /** A refusal stays; a resource that is not served has no objects; anything else passes. */
  #onError(followed: Followed, error: unknown): void {
    const code = error instanceof StatusError ? error.status.code : 0
    if (![401, 403, 404, 405].includes(code)) return
    if (followed.source.isEssential && code !== 404) this.#refusal = error
    followed.isSettled = true
    this.#changed()
  }

  #changed(): void {
    this.#hasChanged = true
    this.#wake()
  }

  #contents(): Contents {
    return new Map(
      this.#followed.map(({ source, informer }) => [
        sourceKey(source.type, source.namespace),
        new Map(informer.cache.list().map((object) => [object.metadata.name, object])),
      ]),
    )
  }

  /** Until something changes, the time has come to look again, or the signal fires. */
  #sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel()
        signal.removeEventListener('abort', finish)
        this.#wake = () => undefined
        resolve()
      }
      const cancel = this.#world.clock.setTimer(AGAIN_MS, () => {
        this.#hasChanged = true
        finish()
      })
      this.#wake = finish
      signal.addEventListener('abort', finish, { once: true })
    })
  }
}
