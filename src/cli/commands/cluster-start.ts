import { clusterStatus } from '#cluster'
import { authenticationFlags } from '../cluster/authentication.ts'
import { folderOf, homeOf } from '../cluster/folder.ts'
import { runForeground } from '../cluster/foreground.ts'
import { clusterOptions, mergeContext, startBackground } from '../cluster/start.ts'
import { clusterFlags, waitFlags } from '../flags/cluster.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { UNSET } from '../frame/flag.ts'
import { startedText } from '../view/cluster.ts'

/** `berth cluster start`: a cluster on this machine, in the background unless told. */
export const command = defineCommand({
  name: 'cluster start',
  summary: 'start a cluster on this machine',
  examples: ['berth cluster start', 'berth cluster start --name test --nodes 100 --store memory --port 0'],
  args: [],
  flags: {
    ...clusterFlags,
    ...waitFlags,
    runtime: { kind: 'string', choices: ['simulated'], default: 'simulated', summary: 'what runs pods' },
    nodes: {
      kind: 'integer',
      value: 'count',
      default: UNSET,
      summary: 'simulated nodes: NAME, NAME-1 and so on (default: as at the last start, or 1)',
    },
    'scheduler-config': {
      kind: 'string',
      value: 'file',
      summary: 'how pods are placed (kubescheduler.config.k8s.io/v1 KubeSchedulerConfiguration)',
    },
    store: { kind: 'string', value: 'store', summary: 'sqlite (the default), memory, or addresses of etcd' },
    host: { kind: 'string', value: 'address', summary: 'address to listen on (default: 127.0.0.1)' },
    port: {
      kind: 'integer',
      value: 'port',
      default: UNSET,
      summary: 'port to listen on (default: 6443 or the next free one)',
    },
    'service-cidr': { kind: 'string', value: 'range', summary: 'addresses of services (default: 10.96.0.0/12)' },
    'pod-cidr': {
      kind: 'string',
      value: 'range',
      summary: 'addresses of pods, a /24 for each node (default: 10.244.0.0/14)',
    },
    join: { kind: 'string', value: 'dir', summary: 'folder of another control plane on the same etcd' },
    'audit-policy': {
      kind: 'string',
      value: 'file',
      summary: 'what to write down of requests (audit.k8s.io/v1 Policy)',
    },
    'audit-log': { kind: 'string', value: 'file', summary: "where to (default: audit.log in the cluster's folder)" },
    ...authenticationFlags,
    foreground: { kind: 'boolean', summary: 'stay until interrupted, and log to stderr' },
    metrics: {
      kind: 'boolean',
      summary: 'serve what pods and nodes use: kubectl top, autoscalers (default: as at the last start, or not)',
    },
    'no-kubeconfig': { kind: 'boolean', summary: "leave the user's kubeconfig as it is" },
    wait: {
      kind: 'boolean',
      default: true,
      summary: 'accepted: a start always waits until the cluster answers',
      isHidden: true,
    },
  },
  run: async ({ flags, given }, session) => {
    const folder = folderOf(flags, session)
    const options = clusterOptions(flags, { given, folder, home: homeOf(flags, session), session })
    if (flags.foreground) {
      await runForeground(options, session, () => mergeContext(flags, folder, session))
      return undefined
    }
    const status = await startBackground(flags, { given, folder, session })
    const file = await mergeContext(flags, folder, session).catch((error: unknown) => {
      throw withoutContext(error, folder.name)
    })
    return { text: startedText(status, file), data: await clusterStatus(folder) }
  },
})

/** The cluster runs, though the user's kubeconfig does not know it. */
function withoutContext(cause: unknown, name: string): unknown {
  if (!(cause instanceof Error)) return cause
  return new CliError('input', `cluster ${JSON.stringify(name)} runs, but has no context: ${cause.message}`, {
    hint: `berth cluster kubeconfig --name ${name} prints one`,
    cause,
  })
}
