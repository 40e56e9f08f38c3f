import { StoreError } from '../error.ts'
import { GrpcError, grpcCode } from './grpc.ts'

/** What etcd refused, as this room says it; other errors as they are. Words: etcd api/v3rpc/rpctypes/error.go. */
export function etcdError(error: unknown, where: string): unknown {
  if (!(error instanceof GrpcError)) return error
  const { code, message } = error
  const about = `${where} - ${message.replace('etcdserver: ', '')}`
  if (code === grpcCode.canceled && message === 'the store was closed')
    return new StoreError('closed', `${about} - expected an open one`)
  if (isCompacted(error)) return new StoreError('compacted', `${about} - expected a newer revision`, { cause: error })
  if (code === grpcCode.range)
    return new StoreError('future', `${about} - expected an older revision`, { cause: error })
  if (message.includes('space exceeded'))
    return new StoreError('quota', `${about} - expected room for another write`, { cause: error })
  if (message.includes('too large'))
    return new StoreError('quota', `${about} - expected a smaller value`, { cause: error })
  return new StoreError('unavailable', `${about} - expected etcd to answer`, { cause: error })
}

/** Whether a read asked for a revision that is gone. */
export function isCompacted(error: unknown): boolean {
  return error instanceof GrpcError && error.code === grpcCode.range && error.message.includes('compacted')
}
