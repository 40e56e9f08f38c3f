import type { RemoteNeeds } from '#source'
import type { ChartPull, ChartRequest } from '../generators/chart.ts'

/** Thrown where a build meets something remote that has not been fetched: it shall be fetched, and the build run again. */
export class RemoteMissing extends Error {
  readonly needs: RemoteNeeds
  constructor(needs: RemoteNeeds) {
    super('something remote has not been fetched')
    this.name = 'RemoteMissing'
    this.needs = needs
  }
}

/** Thrown where a build needs a chart that is not on disk: it shall be pulled, and the build run again. */
export class ChartMissing extends Error {
  readonly pull: ChartPull
  constructor(pull: ChartPull) {
    super(`chart ${pull.name} has not been pulled`)
    this.name = 'ChartMissing'
    this.pull = pull
  }
}

/** Thrown where a build needs charts that have not been rendered: they shall be, and the build run again. */
export class ChartsUnrendered extends Error {
  readonly requests: readonly ChartRequest[]
  constructor(requests: readonly ChartRequest[]) {
    super('charts have not been rendered')
    this.name = 'ChartsUnrendered'
    this.requests = requests
  }
}
