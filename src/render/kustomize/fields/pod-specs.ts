/** The kinds that hold a pod, and where: the path from the object to the pod's `spec`. */
export const POD_SPECS = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
} as const

/** A kind that holds a pod. */
export type PodHolder = keyof typeof POD_SPECS
