import type { SharedStore } from '../compaction.ts'
import { type EtcdOptions, EtcdStore } from './etcd-store.ts'

/**
 * A store in etcd v3, which other control planes may share. Connects at the first operation; operations are tried again, on
 * the next endpoint, until their time is up, and then throw `unavailable`.
 */
export function openEtcdStore(options: EtcdOptions): SharedStore {
  return new EtcdStore(options)
}
