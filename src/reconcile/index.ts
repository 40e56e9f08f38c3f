/**
 * The one loop that every controller runs on. Controllers, a client and a clock go in; keys are queued, de-duplicated,
 * retried with a back-off and traced. It knows no kind but the Lease that elects a leader.
 */
export {
  type Context,
  type Controller,
  type Followed,
  keyOfObject,
  keyOfText,
  type ObjectKey,
  type Result,
  Terminal,
  type TraceLine,
  textOfKey,
  type View,
  type Watch,
} from './controller.ts'
export { createRecorder, type EventNote, type RecordEvent, type RecorderOptions } from './event/recorder.ts'
export { type ElectionOptions, elect } from './leader/elect.ts'
export { type LeaseClaim, leaseType } from './leader/lease.ts'
export { createKeyBackOff, type KeyBackOff } from './queue/back-off.ts'
export { createTokenBucket, type TokenBucket } from './queue/token-bucket.ts'
export { createWorkQueue, type WorkQueue, type WorkQueueOptions } from './queue/work-queue.ts'
export { type Running, type RunOptions, runControllers } from './run.ts'
