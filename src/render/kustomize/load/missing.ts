import type { RemoteNeeds } from '#source'

/** Thrown where a build meets something remote that has not been fetched: it shall be fetched, and the build run again. */
export class RemoteMissing extends Error {
  readonly needs: RemoteNeeds
  constructor(needs: RemoteNeeds) {
    super('something remote has not been fetched')
    this.name = 'RemoteMissing'
    this.needs = needs
  }
}
