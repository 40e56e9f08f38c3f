import { argv, exit, stdout } from 'node:process'
import type { Verdict } from './verdict.ts'

/** Every bar by its name; loaded when asked for. */
const bars: Readonly<Record<string, () => Promise<Verdict>>> = {
  'charts.1': async () => (await import('./charts-output.ts')).outputEqualsHelm(),
  'charts.2': async () => (await import('./charts-tables.ts')).tablesHold(),
  'charts.3': async () => (await import('./charts-speed.ts')).fasterThanHelm(),
  'charts.4': async () => (await import('./charts-check.ts')).checkHolds(),
  'charts.5': async () => (await import('./charts-attacks.ts')).attacksHeld(),
  'charts.6': async () => (await import('./charts-clone.ts')).cleanClone(),
  'kustomize.1': async () => (await import('./kustomize-output.ts')).outputEqualsKustomize('suite'),
  'kustomize.2': async () => (await import('./kustomize-output.ts')).outputEqualsKustomize('real'),
  'kustomize.3': async () => (await import('./kustomize-random.ts')).randomEqualsKustomize(),
  'kustomize.4': async () => (await import('./kustomize-speed.ts')).fasterThanKustomize(),
  'kustomize.5': async () => (await import('./kustomize-attacks.ts')).overlayAttacksHeld(),
  'apiserver.1': async () => (await import('./apiserver-kubectl.ts')).kubectlHolds(),
  'apiserver.7': async () => (await import('./apiserver-attacks.ts')).apiAttacksHeld(),
  'apiserver.2': async () => (await import('./apiserver-helm.ts')).helmHolds(),
  'apiserver.3': async () => (await import('./apiserver-client-node.ts')).clientHolds(),
  'apiserver.4': async () => (await import('./apiserver-conformance.ts')).conformanceHolds(),
  'apiserver.5': async () => (await import('./apiserver-durability.ts')).nothingIsLost(),
  'controllers.2': async () => (await import('./controllers-conformance.ts')).workloadsConform(),
  'apiserver.6': async () => (await import('./apiserver-numbers.ts')).numbersHold(),
  'controllers.3': async () => (await import('./controllers-scheduler.ts')).schedulerHolds(),
  'controllers.4': async () => (await import('./controllers-scale.ts')).scaleHolds(),
  'releases.6': async () => (await import('./releases-chart-test.ts')).chartTestsHold(),
  'controllers.1': async () => (await import('./controllers-kubectl.ts')).controllersHold(),
  'releases.3': async () => (await import('./releases-merge.ts')).mergesEqualHelm(),
  'controllers.5': async () => (await import('./controllers-chaos.ts')).rolloutsSurviveKills(),
  'releases.5': async () => (await import('./releases-speed.ts')).fasterThanHelmOnReleases(),
  'releases.7': async () => (await import('./releases-formats.ts')).formatsHold(),
  'releases.4': async () => (await import('./releases-plan.ts')).plansAreEmpty(),
  'releases.1': async () => (await import('./releases-interop.ts')).releasesInterwork(),
  'releases.2': async () => (await import('./releases-kill.ts')).deadRunsAreSettled(),
}

const name = argv[2] ?? ''
const bar = bars[name]
if (bar === undefined) {
  stdout.write(`usage: npm run bar -- ${Object.keys(bars).join('|')}\n`)
  exit(64)
}
const { holds, figure } = await bar()
stdout.write(`${name} ${holds ? 'ok' : 'short'} ${figure}\n`)
exit(holds ? 0 : 1)
