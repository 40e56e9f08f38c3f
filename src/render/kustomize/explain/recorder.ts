import { copyJson, type JsonObject } from '../resource/json.ts'
import type { Place, Resource } from '../resource/resource.ts'
import { sameJson } from '../resource/same-json.ts'
import type { BuildObserver, Cause, CauseFile, Change } from '../target/observer.ts'

/** What a resource was after something had written it. */
export interface Writing {
  readonly cause: Cause
  /** The whole object; empty once it is deleted. */
  readonly value: JsonObject
  /** Where the object was read that this writing changed or gave; undefined for a generated one. */
  readonly place: Place | undefined
}

/** Looks on at a build and keeps what each resource was, whenever it changed. */
export class Recorder implements BuildObserver {
  readonly #writings = new Map<Resource, Writing[]>()
  readonly #files = new Map<string, CauseFile>()

  /** Kustomization files of the build that read or changed something. */
  get files(): Iterable<CauseFile> {
    return this.#files.values()
  }

  /** Resources that were met, the deleted ones among them. */
  get resources(): Iterable<Resource> {
    return this.#writings.keys()
  }

  /** How a resource came to be, the oldest first. */
  writingsOf(resource: Resource): readonly Writing[] {
    return this.#writings.get(resource) ?? []
  }

  loaded(resources: readonly Resource[], cause: Cause): void {
    this.#meet(cause)
    for (const resource of resources) {
      const { value, place } = resource
      this.#writings.set(resource, [{ cause, value: copyJson(value), place }])
    }
  }

  stepped({ before, after, cause }: Change): void {
    this.#meet(cause)
    const present = new Set(after)
    for (const [index, resource] of after.entries()) {
      const former = before[index]
      const replaced = former === undefined || present.has(former) ? undefined : this.#writings.get(former)
      if (!this.#writings.has(resource)) this.#writings.set(resource, [...(replaced ?? [])])
      this.#record(resource, cause)
    }
    for (const resource of before) if (!present.has(resource) && resource.isEmpty) this.#record(resource, cause)
  }

  #meet({ kustomization }: Cause): void {
    if (kustomization !== undefined) this.#files.set(kustomization.loader.root, kustomization)
  }

  #record(resource: Resource, cause: Cause): void {
    const writings = this.#writings.get(resource)
    if (writings === undefined || sameJson(writings.at(-1)?.value, resource.value)) return
    writings.push({ cause, value: copyJson(resource.value), place: resource.place })
  }
}
