import type { KubeObject } from '#kube'
import type { RestCall, WatchFrame } from '../../contract/rest.ts'
import { isOfKind } from '../write/version.ts'
import type { WatchEvent } from './event.ts'

/** The object of an event as watchers inside the process share it; undefined where the event has to be written. */
export type Share = (event: WatchEvent) => KubeObject | undefined

/** How the events of a call are shared; undefined for forms that are written in any case. */
export function sharerOf({ kind, as }: RestCall, frame: WatchFrame | undefined): Share | undefined {
  if (frame !== undefined || as?.kind === 'Table') return undefined
  const isShared = ({ type, entry }: WatchEvent) => type !== 'BOOKMARK' && type !== 'ERROR' && isOfKind(kind, entry)
  if (as === undefined) return (event) => (isShared(event) ? event.entry.object : undefined)
  const apiVersion = `meta.k8s.io/${as.version}`
  return (event) =>
    isShared(event) ? { kind: 'PartialObjectMetadata', apiVersion, metadata: event.entry.metadata } : undefined
}
