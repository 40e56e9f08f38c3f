/** Why a metric gives no number: the reason of the Event and of the condition ScalingActive. */
export type MetricFaultCode =
  | 'FailedGetResourceMetric'
  | 'FailedGetContainerResourceMetric'
  | 'FailedGetPodsMetric'
  | 'FailedGetObjectMetric'
  | 'FailedGetExternalMetric'
  | 'InvalidMetricSourceType'
  | 'InvalidSelector'
  | 'SelectorRequired'
  | 'AmbiguousSelector'

/** A number of replicas cannot be told; the message is for the user and is that of the real controller. */
export class MetricFault extends Error {
  readonly code: MetricFaultCode
  constructor(code: MetricFaultCode, message: string) {
    super(message)
    this.name = 'MetricFault'
    this.code = code
  }
}

/** The text of anything thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
