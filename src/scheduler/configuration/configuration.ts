import type { JsonObject } from '#kube'

/** KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1), as far as it says how pods are placed. */
export interface SchedulerConfiguration {
  readonly apiVersion?: string
  readonly kind?: string
  /** At once at work for one pod: taken for granted here. */
  readonly parallelism?: number
  /** Of the nodes, for pods of profiles that do not say it; 0: by the size of the cluster. */
  readonly percentageOfNodesToScore?: number
  readonly podInitialBackoffSeconds?: number
  readonly podMaxBackoffSeconds?: number
  readonly profiles?: readonly ProfileConfiguration[]
}

/** How pods of one scheduler name are placed. */
export interface ProfileConfiguration {
  readonly schedulerName?: string
  readonly percentageOfNodesToScore?: number
  readonly plugins?: Readonly<Partial<Record<ExtensionPoint, PluginSet>>>
  readonly pluginConfig?: readonly PluginConfig[]
}

/** Where plugins take part. */
export type ExtensionPoint =
  | 'multiPoint'
  | 'preEnqueue'
  | 'queueSort'
  | 'preFilter'
  | 'filter'
  | 'postFilter'
  | 'preScore'
  | 'score'
  | 'reserve'
  | 'permit'
  | 'preBind'
  | 'bind'
  | 'postBind'

/** Plugins that take part beside the default ones, and default ones that do not; `*` means all. */
export interface PluginSet {
  readonly enabled?: readonly { readonly name: string; readonly weight?: number }[]
  readonly disabled?: readonly { readonly name: string }[]
}

/** Arguments of one plugin. */
export interface PluginConfig {
  readonly name: string
  readonly args?: JsonObject
}
