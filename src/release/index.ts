/**
 * Releases of any format on any cluster: install, upgrade, roll back, test, uninstall, with hooks, history and locks. A world
 * (client, records, clock), options and a function that renders go in; records as Helm keeps them come out, and everything
 * that happens is told through `report`. It reads no file, knows no format, and never leaves a release that cannot go on.
 */
export { install } from './action/install.ts'
export { rollback } from './action/rollback.ts'
export { checkTarget, type TargetOptions } from './action/target.ts'
export { runTests } from './action/test.ts'
export { uninstall } from './action/uninstall.ts'
export { upgrade } from './action/upgrade.ts'
export type { ManifestObject, WriteSettings, Written } from './contract/apply.ts'
export type {
  Chance,
  ContentRequest,
  ExplainField,
  ReleaseContent,
  RenderContent,
} from './contract/content.ts'
export type { RecordFilter, ReleaseDriver, ReleaseSummary, SummaryFilter } from './contract/driver.ts'
export type { ObjectName, ReleaseEvent } from './contract/event.ts'
export type {
  ActionOptions,
  InstallOptions,
  RollbackOptions,
  RunOptions,
  TestOptions,
  UninstallOptions,
  UpgradeOptions,
  WaitStrategy,
} from './contract/options.ts'
export type { ApplyMethod, HookRun, Release, ReleaseHook, ReleaseInfo, ReleaseStatus } from './contract/release.ts'
export type { Tested, Uninstalled } from './contract/result.ts'
export type { OwnProcess, ReleaseWorld } from './contract/world.ts'
export { typesOf } from './crd/coming-kinds.ts'
export { definitionsIn, withKinds } from './crd/new-kinds.ts'
export { createDriver } from './driver/create.ts'
export { ReleaseError, type ReleaseErrorCode } from './error.ts'
export { followPods, type PodFollower } from './follow/pods.ts'
export { keepGenerated } from './generated/keep.ts'
export { previewHistory } from './history/preview.ts'
export { steps as runSteps } from './journal/steps.ts'
export { ownProcess } from './lease/process.ts'
export { keepPolicy, keptPolicy } from './ownership/keep.ts'
export { type FieldPolicy, parseFieldPolicy } from './ownership/policy.ts'
export { compareRecords } from './plan/compare.ts'
export { type PlanLook, type Planned, planInstall, planRollback, planUninstall, planUpgrade } from './plan/plan.ts'
export { applyPlan, readSavedPlan, savePlan } from './plan/saved.ts'
export { type FoundRelease, findRelease, newestStatus, releaseHistory } from './query/find.ts'
export { type ListOptions, listReleases } from './query/list.ts'
export { type LiveForm, liveObjects } from './query/live.ts'
export { releaseJson } from './record/encode.ts'
export { goJson, type Struct } from './record/go-json.ts'
export { dependencyStruct } from './record/structs.ts'
